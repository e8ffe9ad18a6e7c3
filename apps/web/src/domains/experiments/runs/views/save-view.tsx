"use client";
import { createSavedView, type SavedView } from "@plumbline/contracts/experiments/saved-view";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { Field } from "@plumbline/ui/field";
import { Input } from "@plumbline/ui/input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "#src/components/form-dialog.tsx";
import { useApi } from "#src/shell/api.tsx";
import { fieldError } from "#src/shell/problem-text.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { savedViewsQuery } from "./saved-views-query.ts";
import type { ViewDialogProps } from "./view-task.ts";

/** Keeps what the table shows now under a new name. */
export function SaveView({ from, state, experimentId, onClose }: ViewDialogProps & { from: SavedView | undefined }) {
  const api = useApi();
  const client = useQueryClient();
  const { can } = useViewer();
  const [isShared, setShared] = useState(false);
  const [isEverywhere, setEverywhere] = useState(false);
  const save = useMutation({
    mutationFn: (name: string) => {
      return api.call(createSavedView, { experimentId: isEverywhere ? null : experimentId, name, isShared, content: state.content });
    },
    onSuccess: async ({ viewId }) => {
      await client.invalidateQueries({ queryKey: savedViewsQuery(api, experimentId).queryKey });
      state.adoptView(viewId);
      onClose();
    },
  });
  return (
    <FormDialog
      title="Save as a view"
      description="Filter, order, columns with their widths, grouping, layout and charts, as they are on screen."
      action="Save view"
      isBusy={save.isPending}
      error={save.error}
      labels={{ name: "Name" }}
      onSubmit={(form) => save.mutate(String(form.get("name")))}
      onClose={onClose}
    >
      <Field name="name" label="Name" error={fieldError(save.error, "name")}>
        {(control) => <Input {...control} required maxLength={100} autoComplete="off" defaultValue={from ? `${from.name} (copy)` : ""} />}
      </Field>
      {can("view:share") && (
        <CheckboxRow
          checked={isShared}
          onChange={setShared}
          help="Everybody in the workspace can open it; you and engineers can change it."
        >
          Share with the workspace
        </CheckboxRow>
      )}
      <CheckboxRow checked={isEverywhere} onChange={setEverywhere} help="It names keys of these runs; others may not have them.">
        Offer it in every experiment
      </CheckboxRow>
    </FormDialog>
  );
}
