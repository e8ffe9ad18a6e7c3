import * as contract from "@plumbline/contracts/experiments/run";
import { query, workspaceOf } from "../kernel/index.ts";
import { listUsedDatasets } from "./store/datasets.ts";

const limit = 1000;

export const listDatasets = query(contract.listDatasets, async (ctx, { experimentIds }) => {
  const rows = await listUsedDatasets(ctx.tx, workspaceOf(ctx).id, { experimentIds: experimentIds.map(Number), limit });
  return { items: rows.map(({ experiment_id, ...dataset }) => ({ experimentId: String(experiment_id), ...dataset })) };
});
