import * as contract from "@plumbline/contracts/experiments/bulk-act";
import { namesOfActors } from "../../access/index.ts";
import { AppError, type Ctx, command, decodeCursor, encodeCursor, notFound, query, systemActor, workspaceOf } from "../../kernel/index.ts";
import * as store from "../store/bulk-acts.ts";
import { actChange } from "./carry-on.ts";

const order = "bulk-acts";

export const listBulkActs = query(contract.listBulkActs, async (ctx, { limit, cursor }) => {
  const [before = null] = cursor === undefined ? [] : decodeCursor(order, cursor);
  const rows = await store.listActs(ctx.tx, workspaceOf(ctx).id, { before: before as string | null, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: await toActs(ctx, page), nextCursor: rows.length > limit && last ? encodeCursor(order, [last.id]) : null };
});

export const getBulkAct = query(contract.getBulkAct, (ctx, { actId }) => readAct(ctx, actId));

export const cancelBulkAct = command(contract.cancelBulkAct, async (ctx, { actId: id }) => {
  const { id: workspaceId } = workspaceOf(ctx);
  const row = await store.findAct(ctx.tx, workspaceId, id);
  if (!row) throw notFound("bulk act", id);
  if (row.requested_by !== ctx.actor.id)
    throw new AppError("forbidden", "Somebody else asked for it. Ask them.", { params: { reason: "not-own-act" } });
  if (!(await store.cancelAct(ctx.tx, workspaceId, { id, now: ctx.now })))
    throw new AppError("conflict", "It has ended already; there is nothing to stop.", { params: { reason: "act-ended" } });
  const result = await readAct(ctx, id);
  return {
    result,
    subject: { kind: "bulk-act", id },
    before: { state: row.state },
    after: { state: result.state, done: result.done },
    changes: [actChange(id, "cancel")],
  };
});

export async function readAct(ctx: Ctx, id: string): Promise<contract.BulkAct> {
  const row = await store.findAct(ctx.tx, workspaceOf(ctx).id, id);
  const [found] = row ? await toActs(ctx, [row]) : [];
  if (!found) throw notFound("bulk act", id);
  return found;
}

async function toActs(ctx: Ctx, rows: readonly store.ActRow[]): Promise<contract.BulkAct[]> {
  const names = await namesOfActors(
    ctx,
    rows.map((row) => row.requested_by),
  );
  return rows.map((row) => ({
    id: row.id,
    act: row.act,
    filter: row.filter,
    state: row.state,
    total: row.total,
    done: row.position,
    changed: row.changed,
    refused: row.refused,
    refusals: row.refusals,
    requestedBy: {
      id: row.requested_by,
      name: row.requested_by === systemActor.id ? systemActor.name : (names.get(row.requested_by) ?? null),
    },
    requestedAt: row.requested_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }));
}
