import type { Input } from "@plumbline/contracts/operation";
import * as contract from "@plumbline/contracts/tasks";
import { z } from "zod";
import { AppError, type Ctx, decodeCursor, encodeCursor, query, workspaceOf } from "../kernel/index.ts";
import { listTaskRows } from "./store.ts";
import { taskOf } from "./task-of.ts";

type Query = Input<typeof contract.listTasks>;

export const listTasks = query(contract.listTasks, (ctx, input) => readPage(ctx, input, workspaceOf(ctx).id));

export const listPlatformTasks = query(contract.listPlatformTasks, (ctx, input) => readPage(ctx, input, null));

async function readPage(ctx: Ctx, { limit, cursor, state }: Query, workspaceId: number | null) {
  const order = JSON.stringify(["tasks", workspaceId, state]);
  const before = cursor === undefined ? undefined : readPosition(decodeCursor(order, cursor));
  const states = state === undefined ? contract.TaskState.options : [state];
  const rows = await listTaskRows(ctx.tx, workspaceId, { states, before, limit: limit + 1 });
  const items = rows.slice(0, limit).map(taskOf);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(order, [last.id]) : null };
}

function readPosition(given: unknown[]): string {
  const position = z.tuple([z.uuid()]).safeParse(given);
  if (!position.success) throw new AppError("invalid", "The page cursor does not belong to this list. Start again without it.");
  return position.data[0];
}
