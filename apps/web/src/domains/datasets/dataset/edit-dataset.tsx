"use client";
import { type Dataset, updateDataset } from "@plumbline/contracts/datasets/dataset";
import { Button } from "@plumbline/ui/button";
import { Dialog } from "@plumbline/ui/dialog";
import { Field, FormErrors } from "@plumbline/ui/field";
import { Input, Select, Textarea } from "@plumbline/ui/input";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { submitByKey } from "#src/components/submit-by-key.ts";
import { membersQuery } from "#src/domains/workspaces/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { fieldError, formProblem } from "#src/shell/problem-text.ts";
import { readTags, writeTags } from "./tag-lines.ts";

const labels = { purpose: "Purpose", description: "Description", ownerId: "Owner", retentionDays: "Kept for", tags: "Tags" };

export function EditDataset({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? "").trim();
      return api.call(updateDataset, {
        dataset: dataset.name,
        purpose: text("purpose"),
        description: text("description"),
        ownerId: text("ownerId") || null,
        retentionDays: text("retentionDays") ? Number(text("retentionDays")) : null,
        tags: readTags(text("tags")),
      });
    },
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: [api.workspace, "dataset", dataset.name] }),
        client.invalidateQueries({ queryKey: [api.workspace, "datasets"] }),
      ]);
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(new FormData(event.currentTarget));
  };
  return (
    <Dialog open onOpenChange={onClose} title={`Edit ${dataset.name}`} description="Its versions stay as they are." width="medium">
      <form onSubmit={submit} onKeyDown={submitByKey} className="grid gap-3.5 pb-3">
        <FormErrors {...formProblem(save.error, labels)} />
        <Field
          name="purpose"
          label="Purpose"
          error={fieldError(save.error, "purpose")}
          help="What it was collected for, and may be used for."
        >
          {(control) => <Textarea {...control} rows={2} maxLength={5000} defaultValue={dataset.purpose} />}
        </Field>
        <Field name="description" label="Description" error={fieldError(save.error, "description")}>
          {(control) => <Textarea {...control} rows={3} maxLength={5000} defaultValue={dataset.description} />}
        </Field>
        <Owner dataset={dataset} error={fieldError(save.error, "ownerId")} />
        <Field
          name="retentionDays"
          label="Kept for"
          optional
          error={fieldError(save.error, "retentionDays")}
          help="Days. It is stated here; nothing is deleted by it."
        >
          {(control) => <Input {...control} type="number" min={1} max={36_500} defaultValue={dataset.retentionDays ?? ""} />}
        </Field>
        <Field name="tags" label="Tags" optional error={fieldError(save.error, "tags")} help="One on each line, as name: value.">
          {(control) => <Textarea {...control} rows={2} defaultValue={writeTags(dataset.tags)} />}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Owner({ dataset, error }: { dataset: Dataset; error: string | undefined }) {
  const members = useQuery(membersQuery(useApi()));
  const others = (members.data?.items ?? []).filter(({ userId }) => userId !== dataset.ownerId);
  return (
    <Field name="ownerId" label="Owner" error={error} help="A member of the workspace who answers for the data.">
      {(control) => (
        <Select {...control} defaultValue={dataset.ownerId ?? ""}>
          <option value="">nobody</option>
          {dataset.owner && <option value={dataset.owner.id}>{dataset.owner.name ?? dataset.owner.id}</option>}
          {others.map((member) => (
            <option key={member.userId} value={member.userId}>
              {member.name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
