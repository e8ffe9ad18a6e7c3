import * as contract from "@plumbline/contracts/experiments/experiment";
import { decodeCursor, encodeCursor, query, readFilter, readOrderBy, workspaceOf } from "../kernel/index.ts";
import { toExperiment } from "./store/experiments.ts";
import * as store from "./store/search-experiments.ts";

export const searchExperiments = query(contract.searchExperiments, async (ctx, input) => {
  const workspaceId = workspaceOf(ctx).id;
  const list = JSON.stringify(["experiments", workspaceId, input.filter, input.orderBy, input.view]);
  const filter = await readFilter(ctx.tx, input.filter, "experiments");
  const order = readOrderBy(input.orderBy, "experiments");
  const after = input.cursor ? decodeCursor(list, input.cursor) : undefined;
  const { rows, next } = await store.searchExperiments(ctx.tx, workspaceId, { filter, order, view: input.view, limit: input.limit, after });
  return { items: rows.map(toExperiment), nextCursor: next ? encodeCursor(list, next) : null };
});
