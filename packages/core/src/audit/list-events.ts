import * as contract from "@plumbline/contracts/audit";
import type { Input } from "@plumbline/contracts/operation";
import { z } from "zod";
import { namesOfActors } from "../access/index.ts";
import { AppError, type Ctx, decodeCursor, encodeCursor, query, workspaceOf } from "../kernel/index.ts";
import { type EventRow, listEventRows } from "./store.ts";

type Query = Input<typeof contract.listEvents>;

export const listEvents = query(contract.listEvents, (ctx, input) => readPage(ctx, input, workspaceOf(ctx).id));

export const listPlatformEvents = query(contract.listPlatformEvents, (ctx, input) => readPage(ctx, input));

async function readPage(ctx: Ctx, input: Query, workspaceId?: number) {
  const { limit, cursor, ...filter } = input;
  const order = JSON.stringify([workspaceId ?? "all", filter.action, filter.actorId, filter.subjectKind, filter.subjectId]);
  const before = cursor === undefined ? undefined : readPosition(decodeCursor(order, cursor));
  const rows = await listEventRows(ctx.tx, { ...filter, workspaceId, before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const names = await namesOfActors(
    ctx,
    page.map(({ actor_id }) => actor_id),
  );
  return {
    items: page.map((row) => toEvent(row, names)),
    nextCursor: rows.length > limit && last ? encodeCursor(order, [last.occurred_at.toISOString(), last.id]) : null,
  };
}

const Position = z.tuple([z.iso.datetime(), z.uuid()]);

function readPosition(given: unknown[]): { occurredAt: string; id: string } {
  const position = Position.safeParse(given);
  if (!position.success) throw new AppError("invalid", "The page cursor does not belong to this list. Start again without it.");
  const [occurredAt, id] = position.data;
  return { occurredAt, id };
}

function toEvent(row: EventRow, names: ReadonlyMap<string, string>): contract.AuditEvent {
  const { before, after } = JSON.parse(row.body) as { before: unknown; after: unknown };
  return {
    id: row.id,
    workspace: row.workspace,
    action: row.action,
    actor: { kind: row.actor_kind, id: row.actor_id, name: names.get(row.actor_id) ?? null },
    subject: { kind: row.subject_kind, id: row.subject_id },
    outcome: row.outcome,
    occurredAt: row.occurred_at.toISOString(),
    requestId: row.request_id,
    before,
    after,
    address: row.address,
    isSealed: row.is_sealed,
  };
}
