import * as contract from "@plumbline/contracts/experiments/experiment";
import { decodeCursor, encodeCursor, query, workspaceOf } from "../kernel/index.ts";
import * as store from "./store/experiment-activity.ts";
import { toExperiment } from "./store/experiments.ts";

export const listExperiments = query(contract.listExperiments, async (ctx, { search, view, limit, cursor }) => {
  const workspaceId = workspaceOf(ctx).id;
  const list = JSON.stringify(["experiment-activity", workspaceId, search, view]);
  const after = cursor ? decodeCursor(list, cursor) : undefined;
  const { rows, next } = await store.listExperiments(ctx.tx, workspaceId, { search, view, limit, after });
  return { items: rows.map(toSummary), nextCursor: next ? encodeCursor(list, next) : null };
});

const toSummary = (row: store.ActivityRow): contract.ExperimentSummary => ({
  ...toExperiment(row),
  runCount: row.run_count,
  runningCount: row.running_count,
  lastRunTime: row.last_run_time,
  owner: row.owner,
  storageBytes: row.storage_bytes,
  bestMetric: row.best && typeof row.best.value === "number" ? { ...row.best, value: row.best.value } : null,
});
