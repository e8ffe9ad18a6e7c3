import type { RunStatus as Value } from "@plumbline/contracts/experiments/run";
import { Status, type StatusShape } from "@plumbline/ui/status";

const look: Record<Value, { shape: StatusShape; word: string }> = {
  RUNNING: { shape: "running", word: "Running" },
  SCHEDULED: { shape: "waiting", word: "Scheduled" },
  FINISHED: { shape: "good", word: "Finished" },
  FAILED: { shape: "bad", word: "Failed" },
  KILLED: { shape: "stopped", word: "Stopped" },
};

export function RunStatus({ status }: { status: Value }) {
  return <Status shape={look[status].shape}>{look[status].word}</Status>;
}
