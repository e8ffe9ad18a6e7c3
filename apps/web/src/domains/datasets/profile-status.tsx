import type { DatasetVersion } from "@plumbline/contracts/datasets/version";
import { Count } from "@plumbline/ui/figure";
import { Status } from "@plumbline/ui/status";

/** Rows of a version in a table, or why they are not known. */
export function Rows({ state, rowCount }: { state: DatasetVersion["profile"]["state"]; rowCount: number | null }) {
  if (rowCount !== null) return <Count value={rowCount} />;
  if (state === "queued") return <Status shape="waiting">Waiting</Status>;
  if (state === "running") return <Status shape="running">Being read</Status>;
  if (state === "failed") return <Status shape="bad">Not readable</Status>;
  return <span className="text-ink-3">not measured</span>;
}
