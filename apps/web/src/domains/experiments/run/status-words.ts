import type { RunStatus } from "@plumbline/contracts/experiments/run";

/** What a status is called wherever people read it. */
export const statusWords: Readonly<Record<RunStatus, string>> = {
  RUNNING: "Running",
  SCHEDULED: "Scheduled",
  FINISHED: "Finished",
  FAILED: "Failed",
  KILLED: "Stopped",
};
