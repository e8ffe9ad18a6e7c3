import * as contract from "@plumbline/contracts/registry/model";
import { decodeCursor, encodeCursor, query, readFilter, readOrderBy, workspaceOf } from "../kernel/index.ts";
import { toModels } from "./model-view.ts";
import * as store from "./store/list-models.ts";

export const listModels = query(contract.listModels, async (ctx, { search, tier, stage, limit, cursor }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const list = JSON.stringify(["models", workspaceId, search, tier, stage]);
  const after = cursor ? String(decodeCursor(list, cursor)[0]) : null;
  const rows = await store.listModels(ctx.tx, workspaceId, { search, tier, stage, after, limit: limit + 1 });
  const items = await toModels(ctx, rows.slice(0, limit));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(list, [last.name]) : null };
});

export const searchModels = query(contract.searchModels, async (ctx, input) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const list = JSON.stringify(["model-search", workspaceId, input.filter, input.orderBy]);
  const filter = await readFilter(ctx.tx, input.filter, "registered-models");
  const order = readOrderBy(input.orderBy, "registered-models");
  const after = input.cursor ? decodeCursor(list, input.cursor) : undefined;
  const { rows, next } = await store.searchModels(ctx.tx, workspaceId, { filter, order, after, limit: input.limit });
  return { items: await toModels(ctx, rows), nextCursor: next ? encodeCursor(list, next) : null };
});
