"use client";
import { produceEvidence } from "@plumbline/contracts/evidence/evidence";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { endOfDay } from "../list/days.ts";
import { requirementId } from "./requirement-id.ts";
import type { SettleProps } from "./settle-props.ts";
import { uploadFile } from "./upload-file.ts";

/** Attaches a file that its uploader vouches for. */
export function DocumentDialog({ clause, version, onClose }: SettleProps) {
  const api = useApi();
  const client = useQueryClient();
  const attach = useMutation({
    mutationFn: async ({ file, title, until }: { file: File; title: string; until: string }) => {
      const { id } = await uploadFile(api, { version, purpose: "document", file });
      const produce = {
        kind: "document" as const,
        ...requirementId(clause),
        uploadId: id,
        title,
        ...(until && { validUntil: endOfDay(until) }),
      };
      return api.call(produceEvidence, { ...version, produce });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: [api.workspace, "productions"] });
      onClose();
    },
  });
  return (
    <FormDialog
      title="Upload a document"
      description={`It is kept with the version, and you vouch for it: whoever brings evidence may not vote on it where the policy says so. The policy asks: ${clause.asks}.`}
      action="Upload document"
      isBusy={attach.isPending}
      error={attach.error}
      labels={{ title: "Title", "produce.title": "Title", name: "File" }}
      onSubmit={(form) => {
        const file = form.get("file");
        if (file instanceof File) attach.mutate({ file, title: String(form.get("title")), until: String(form.get("until")) });
      }}
      onClose={onClose}
    >
      <Field name="file" label="File" error={fieldError(attach.error, "name")}>
        {(control) => <Input {...control} type="file" required className="h-auto! py-1" />}
      </Field>
      <Field name="title" label="Title" error={fieldError(attach.error, "produce.title")}>
        {(control) => <Input {...control} required maxLength={300} autoComplete="off" />}
      </Field>
      <Field name="until" label="Valid until" optional>
        {(control) => <Input {...control} type="date" />}
      </Field>
    </FormDialog>
  );
}
