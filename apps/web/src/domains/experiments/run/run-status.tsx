import type { RunStatus as Value } from "@plumbline/contracts/experiments/run";
import { Status, type StatusShape } from "@plumbline/ui/status";
import { statusWords } from "./status-words.ts";

const shapes: Record<Value, StatusShape> = {
  RUNNING: "running",
  SCHEDULED: "waiting",
  FINISHED: "good",
  FAILED: "bad",
  KILLED: "stopped",
};

export function RunStatus({ status }: { status: Value }) {
  return <Status shape={shapes[status]}>{statusWords[status]}</Status>;
}
