import { revokeJobToken } from "../../access/index.ts";
import { type Ctx, type Deps, workspaceOf } from "../../kernel/index.ts";
import { freeCapacity } from "../capacity.ts";
import { executorOf } from "../executors/executor-of.ts";
import type { AttemptEnd } from "../rules/decide.ts";
import * as attempts from "../store/attempts.ts";
import type { UnfinishedRow } from "../store/unfinished.ts";
import { nameOf } from "./situation.ts";
import { transition } from "./transition.ts";

/** Ends an attempt: what it said is taken in before, what carried it is freed after. */
export async function endAttempt(deps: Deps, row: UnfinishedRow, end: AttemptEnd): Promise<boolean> {
  const isCarried = row.executor === "kubernetes" || row.phase !== "queued";
  const executor = isCarried ? await executorOf(deps, row) : undefined;
  await executor?.drain?.(nameOf(row));
  const isDone = await transition(deps, row, {
    state: row.state,
    reason: end.reason,
    action: "jobs.attempt.end",
    facts: { outcome: end.outcome, exitCode: end.exitCode },
    change: { unreachableSince: null },
    write: (ctx) => writeEnd(ctx, row, end),
  });
  if (isDone) await executor?.remove(nameOf(row));
  return isDone;
}

async function writeEnd(ctx: Ctx, row: UnfinishedRow, end: AttemptEnd): Promise<void> {
  const { id: workspaceId } = workspaceOf(ctx);
  const of = { jobId: row.id, number: row.attempt ?? 0 };
  const attempt = await attempts.findAttempt(ctx.tx, workspaceId, of);
  if (attempt?.token_id) await revokeJobToken(ctx, attempt.token_id);
  const endedAt = end.endedAt ?? ctx.now;
  await attempts.endAttempt(ctx.tx, workspaceId, { ...of, ...end, endedAt });
  await freeCapacity(ctx, row.id, { outcome: end.outcome, endedAt });
}
