import * as contract from "@plumbline/contracts/datasets/dataset";
import { decodeCursor, encodeCursor, notFound, query, workspaceOf } from "../kernel/index.ts";
import { findDataset, listDatasets as findDatasets, toDataset } from "./store/datasets.ts";

export const listDatasets = query(contract.listDatasets, async (ctx, { search, limit, cursor }) => {
  const workspaceId = workspaceOf(ctx).id;
  const order = JSON.stringify(["datasets", workspaceId, search]);
  const after = cursor === undefined ? null : String(decodeCursor(order, cursor)[0]);
  const rows = await findDatasets(ctx.tx, workspaceId, { search, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map(toDataset), nextCursor: rows.length > limit && last ? encodeCursor(order, [last.name]) : null };
});

export const getDataset = query(contract.getDataset, async (ctx, { dataset }) => {
  const row = await findDataset(ctx.tx, workspaceOf(ctx).id, dataset);
  if (!row) throw notFound("dataset", dataset);
  return toDataset(row);
});
