import * as contract from "@plumbline/contracts/registry/history";
import { decodeCursor, encodeCursor, query, workspaceOf } from "../kernel/index.ts";
import { requireModelKey } from "./held-model.ts";
import { readActors } from "./model-view.ts";
import * as store from "./store/history.ts";

export const listHistory = query(contract.listHistory, async (ctx, { model, version, alias, limit, cursor }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const modelKey = await requireModelKey(ctx, model);
  const list = JSON.stringify(["history", workspaceId, modelKey, version, alias]);
  const before = cursor ? Number(decodeCursor(list, cursor)[0]) : null;
  const rows = await store.listHistory(ctx.tx, workspaceId, { modelKey, version, alias, before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const actorOf = await readActors(
    ctx,
    page.map(({ by }) => by),
  );
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      kind: row.kind,
      version: row.version,
      value: row.value,
      before: row.before,
      at: row.at.getTime(),
      by: actorOf(row.by),
      requestNumber: row.request_number,
      reason: row.reason,
    })),
    nextCursor: rows.length > limit && last ? encodeCursor(list, [last.id]) : null,
  };
});
