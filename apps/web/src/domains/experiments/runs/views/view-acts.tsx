"use client";
import type { SavedView } from "@plumbline/contracts/experiments/saved-view";
import { Button } from "@plumbline/ui/button";
import { useViewer } from "#src/shell/viewer.tsx";
import type { RunsState } from "../use-runs-state.ts";
import { useViewWrites } from "./use-view-writes.ts";
import type { ViewTask } from "./view-task.ts";

export interface ViewActsProps {
  state: RunsState;
  open: SavedView;
  isChanged: boolean;
  isDefault: boolean;
  experimentId: string;
  onClose: () => void;
  onTask: (task: ViewTask) => void;
}

const noEdit = "This view is somebody else's. Save a copy of your own instead.";

/** What can be done with the view that is open. */
export function ViewActs({ state, open, isChanged, isDefault, experimentId, onClose, onTask }: ViewActsProps) {
  const { can } = useViewer();
  const { update, choose, copyLink } = useViewWrites(open, { state, experimentId });
  const denied = open.isEditable ? undefined : noEdit;
  return (
    <div className="grid gap-2 border-t p-2">
      {isChanged && (
        <div className="flex gap-2">
          {can("view:self") && (
            <Button
              tone="primary"
              className="flex-1"
              busy={update.isPending}
              denied={denied}
              onClick={() => update.mutate({ content: state.content })}
            >
              Save changes
            </Button>
          )}
          <Button
            onClick={() => {
              onClose();
              state.openView(open);
            }}
          >
            Revert
          </Button>
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        {can("view:self") && <Button onClick={() => onTask({ kind: "save", from: open })}>Save as</Button>}
        <Button onClick={() => void copyLink()}>Copy link</Button>
        {can("view:self") && (
          <Button denied={denied} onClick={() => onTask({ kind: "rename", view: open })}>
            Rename
          </Button>
        )}
        {can("view:share") && (
          <Button denied={denied} busy={update.isPending} onClick={() => update.mutate({ isShared: !open.isShared })}>
            {open.isShared ? "Make private" : "Share"}
          </Button>
        )}
        {can("view:share") && (
          <Button
            busy={choose.isPending}
            denied={open.isShared ? undefined : "Share the view first: everybody opens the experiment with its default."}
            onClick={() => choose.mutate(isDefault ? null : open.viewId)}
          >
            {isDefault ? "Not the default" : "Make default"}
          </Button>
        )}
        {can("view:self") && (
          <Button tone="danger" denied={denied} onClick={() => onTask({ kind: "delete", view: open })}>
            Delete
          </Button>
        )}
      </div>
      {isDefault && <p className="text-ink-3 text-small">The experiment opens with this view.</p>}
    </div>
  );
}
