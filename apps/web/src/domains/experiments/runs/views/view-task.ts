import type { SavedView } from "@plumbline/contracts/experiments/saved-view";
import type { RunsState } from "../use-runs-state.ts";

/** What is asked about in a dialog. */
export type ViewTask = { kind: "save"; from?: SavedView } | { kind: "rename"; view: SavedView } | { kind: "delete"; view: SavedView };

export interface ViewDialogProps {
  state: RunsState;
  experimentId: string;
  onClose: () => void;
}
