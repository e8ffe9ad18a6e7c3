import * as contract from "@plumbline/contracts/experiments/run";
import { AppError, command, recordChanges, workspaceOf } from "../kernel/index.ts";
import { activeRun, runUpdated } from "./active-run.ts";
import { heatRuns } from "./store/hot-runs.ts";
import { removeRunTag } from "./store/runs.ts";

/** Removing the tag of the name leaves the run its name. */
export const deleteRunTag = command(contract.deleteRunTag, async (ctx, { runId, key }) => {
  const workspaceId = workspaceOf(ctx).id;
  const row = await activeRun(ctx, runId);
  if (!(await removeRunTag(ctx.tx, workspaceId, { runKey: row.key, key }))) {
    throw new AppError("not-found", `Run ${runId} has no tag "${key}".`, {
      params: { noun: "run tag", id: key, reason: "run-tag-unknown", runId, key },
    });
  }
  heatRuns(ctx.tx, workspaceId, [row]);
  recordChanges(ctx.tx, workspaceId, [runUpdated(row)]);
  return { result: {}, subject: { kind: "run", id: runId } };
});
