"use client";
import { type SavedView, updateSavedView } from "@plumbline/contracts/experiments/saved-view";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { savedViewsQuery } from "./saved-views-query.ts";
import type { ViewDialogProps } from "./view-task.ts";

export function RenameView({ view, experimentId, onClose }: ViewDialogProps & { view: SavedView }) {
  const api = useApi();
  const client = useQueryClient();
  const rename = useMutation({
    mutationFn: (name: string) => api.call(updateSavedView, { viewId: view.viewId, basedOn: view.revision, name }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: savedViewsQuery(api, experimentId).queryKey });
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Rename ${view.name}`}
      description="Links to it stay."
      action="Rename"
      isBusy={rename.isPending}
      error={rename.error}
      labels={{ name: "Name" }}
      onSubmit={(form) => rename.mutate(String(form.get("name")))}
      onClose={onClose}
    >
      <Field name="name" label="Name" error={fieldError(rename.error, "name")}>
        {(control) => <Input {...control} required maxLength={100} autoComplete="off" defaultValue={view.name} />}
      </Field>
    </FormDialog>
  );
}
