"use client";
import type { WrittenSpec } from "@plumbline/contracts/jobs/spec";
import { putTemplate } from "@plumbline/contracts/jobs/template";
import { Field } from "@plumbline/ui/field";
import { Input, Textarea } from "@plumbline/ui/input";
import { toast } from "@plumbline/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { fieldError } from "#src/shell/problem-text.ts";
import { templatesQuery } from "../queries.ts";
import { readSpec } from "./spec-document.ts";

/** Keeps the spec for everybody of the workspace to begin from. */
export function SaveTemplate({ text, onClose }: { text: string; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const known = useQuery(templatesQuery(api)).data?.items ?? [];
  const { value } = readSpec(text);
  const [name, setName] = useState(typeof value?.name === "string" ? value.name : "");
  const before = known.find((template) => template.name === name);
  const save = useMutation({
    mutationFn: (description: string) => api.call(putTemplate, { template: name, description, spec: value as unknown as WrittenSpec }),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: [api.workspace, "job-templates"] });
      onClose();
      const use = () => router.push(`${paths.newJob(api.workspace)}?template=${encodeURIComponent(saved.name)}`);
      toast({ tone: "good", title: `${saved.name} is kept as a template`, action: { label: "Begin from it", onAct: use } });
    },
  });
  return (
    <FormDialog
      title="Save as template"
      description="Everybody who submits jobs in this workspace can begin from it. Policies can name it to evaluate versions."
      action={before ? "Replace template" : "Save template"}
      isBusy={save.isPending}
      error={save.error}
      labels={{ template: "Name", description: "Description", spec: "Spec" }}
      onSubmit={(form) => save.mutate(String(form.get("description")))}
      onClose={onClose}
    >
      <Field
        name="template"
        label="Name"
        error={fieldError(save.error, "template") ?? fieldError(save.error, "params.template")}
        help={
          before
            ? `There is a template ${name}: it is replaced, as its revision ${before.revision + 1}.`
            : "Lower-case letters, digits and hyphens."
        }
      >
        {(control) => (
          <Input
            {...control}
            required
            maxLength={63}
            value={name}
            onChange={(event) => setName(event.target.value)}
            pattern="[a-z0-9]([a-z0-9\-]*[a-z0-9])?"
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <Field name="description" label="Description" optional error={fieldError(save.error, "description")}>
        {(control) => <Textarea {...control} key={before?.name} rows={2} maxLength={1000} defaultValue={before?.description} />}
      </Field>
    </FormDialog>
  );
}
