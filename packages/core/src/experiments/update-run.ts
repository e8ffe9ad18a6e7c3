import * as contract from "@plumbline/contracts/experiments/run";
import { command, notFound, workspaceOf } from "../kernel/index.ts";
import { runDeleted } from "./lifecycle.ts";
import * as store from "./store/runs.ts";

export const updateRun = command(contract.updateRun, async (ctx, { runId, status, endTime, name }) => {
  const row = await store.updateRun(ctx.tx, workspaceOf(ctx).id, { runId, status, endTime, name });
  if (!row) throw notFound("run", runId);
  if (row.lifecycle_stage === "deleted") throw runDeleted(runId);
  const before = store.toRunInfo(row);
  const after = { ...before, status: status ?? before.status, endTime: endTime ?? before.endTime, name: name ?? before.name };
  return {
    result: after,
    subject: { kind: "run", id: runId },
    before: { status: before.status, endTime: before.endTime, name: before.name },
    after: { status: after.status, endTime: after.endTime, name: after.name },
    changes: [{ topic: "run", subject: runId, kind: "update", data: { experimentId: after.experimentId } }],
  };
});
