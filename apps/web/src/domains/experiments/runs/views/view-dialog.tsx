"use client";
import type { SavedView } from "@plumbline/contracts/experiments/saved-view";
import { Confirm } from "#src/components/confirm.ts";
import { RenameView } from "./rename-view.tsx";
import { SaveView } from "./save-view.tsx";
import { useViewWrites } from "./use-view-writes.ts";
import type { ViewDialogProps, ViewTask } from "./view-task.ts";

export function ViewDialog({ task, ...rest }: ViewDialogProps & { task: ViewTask }) {
  if (task.kind === "save") return <SaveView from={task.from} {...rest} />;
  if (task.kind === "rename") return <RenameView view={task.view} {...rest} />;
  return <DeleteView view={task.view} {...rest} />;
}

function DeleteView({ view, state, experimentId, onClose }: ViewDialogProps & { view: SavedView }) {
  const { remove } = useViewWrites(view, { state, experimentId });
  const audience = view.isShared
    ? "It goes for everybody in the workspace, and links to it open all runs."
    : "It goes, and its links open all runs.";
  return (
    <Confirm
      open
      onOpenChange={onClose}
      title={`Delete the view ${view.name}`}
      description={`${audience} The runs stay as they are.`}
      action="Delete view"
      busy={remove.isPending}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    />
  );
}
