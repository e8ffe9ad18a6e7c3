import { expect, test } from "vitest";
import { explainFailure } from "./failed-job.ts";

const failed = { type: "Failed", status: "True", reason: "PodFailurePolicy" };

/** What is left of a pod that was deleted, as long as its Job holds it. */
const deleted = (exitCode: number, reason = "Error") => ({
  metadata: { name: "pod-0", deletionTimestamp: "2026-03-01T11:20:00Z" },
  spec: { nodeName: "node-0" },
  status: {
    phase: "Failed",
    containerStatuses: [{ name: "main", state: { terminated: { exitCode, reason, finishedAt: "2026-03-01T11:20:00Z" } } }],
  },
});

test.each([143, 137])("a pod that was deleted and ended with %i was ended by that", (exitCode) => {
  expect(explainFailure(failed, [deleted(exitCode)])).toEqual({ outcome: "stopped", reason: "Somebody deleted its pod.", exitCode });
});

test("what a program did by itself is not hidden by a deletion", () => {
  expect(explainFailure(failed, [deleted(3)])).toMatchObject({ outcome: "user-failure", exitCode: 3 });
  expect(explainFailure(failed, [deleted(137, "OOMKilled")])).toMatchObject({ outcome: "out-of-memory", exitCode: 137 });
});
