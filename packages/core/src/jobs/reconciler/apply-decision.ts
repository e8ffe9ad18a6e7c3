import type { Ctx, Deps } from "../../kernel/index.ts";
import { rankClaim } from "../../quotas/index.ts";
import { holderOf, queuedJobOf, queueForCapacity } from "../capacity.ts";
import { findCheckpoint } from "../checkpoints/open-checkpoint.ts";
import { executorOf } from "../executors/executor-of.ts";
import type { Decision } from "../rules/decide.ts";
import * as attempts from "../store/attempts.ts";
import { findJob } from "../store/jobs.ts";
import type { UnfinishedRow } from "../store/unfinished.ts";
import { advanceAttempt } from "./advance-attempt.ts";
import { closeJob } from "./close-job.ts";
import { endAttempt } from "./end-attempt.ts";
import { launchAttempt } from "./launch-attempt.ts";
import { nameOf } from "./situation.ts";
import { transition } from "./transition.ts";

type Step<S extends Decision["step"]> = Extract<Decision, { step: S }>;

/** Does what was decided. False where the job has changed meanwhile, so that nothing was done. */
export async function applyDecision(deps: Deps, row: UnfinishedRow, decision: Decision): Promise<boolean> {
  switch (decision.step) {
    case "none":
      return true;
    case "open":
      return open(deps, row);
    case "launch":
      return (await launchAttempt(deps, row)) !== "outdated";
    case "advance":
      return advanceAttempt(deps, row, decision);
    case "note":
      return note(deps, row, decision);
    case "stop":
      return stop(deps, row, decision);
    case "end":
      return endAttempt(deps, row, decision.end);
    case "rest":
      return rest(deps, row, decision);
    case "close":
      return closeJob(deps, row, decision);
    case "reach":
      return reach(deps, row, decision);
  }
}

/** A queue of a cluster has an order of its own: positions are counted by it as soon as it is known. */
function note(deps: Deps, row: UnfinishedRow, { note: told }: Step<"note">): Promise<boolean> {
  const { rankedAt, reason } = told;
  const isRanked = rankedAt === undefined || rankedAt === row.waiting?.rankedAt;
  return transition(deps, row, {
    state: row.state,
    reason,
    action: null,
    change: { waiting: told },
    ...(isRanked ? {} : { write: (ctx: Ctx) => rankClaim(ctx, holderOf(row.id), new Date(rankedAt)) }),
  });
}

function open(deps: Deps, row: UnfinishedRow): Promise<boolean> {
  const number = (row.attempt ?? 0) + 1;
  return transition(deps, row, {
    state: "queued",
    reason: null,
    action: "jobs.attempt.open",
    facts: { attempt: number },
    change: { unreachableSince: null },
    write: async (ctx) => {
      await writeAttempt(ctx, row, number);
    },
  });
}

async function writeAttempt(ctx: Ctx, row: UnfinishedRow, number: number): Promise<void> {
  const job = await findJob(ctx.tx, row.workspace_id, row.id);
  if (!job || job.pool_id === null) throw new Error(`the job ${row.id} has no pool to queue for`);
  const attempt = await findCheckpoint(ctx, job, number);
  // At which step that stands, is read when it is launched.
  const resumedFrom = attempt === null ? null : { attempt, step: null };
  await attempts.insertAttempt(ctx.tx, row.workspace_id, { jobId: row.id, number, queuedAt: ctx.now, resumedFrom });
  const { pool_id: poolId, submitted_by: submittedBy, priority } = job;
  await queueForCapacity(ctx, { ...queuedJobOf(job.spec, { id: row.id, number: job.number, submittedBy, poolId }), priority });
}

async function stop(deps: Deps, row: UnfinishedRow, { cause, graceSeconds }: Step<"stop">): Promise<boolean> {
  const isKnown = row.phase === "stopping" && row.stop_cause === cause;
  if (!isKnown) {
    const isDone = await transition(deps, row, {
      state: "stopping",
      reason: `It has ${graceSeconds} s to keep its state.`,
      action: "jobs.attempt.stop",
      facts: { cause, graceSeconds },
      write: async (ctx) => {
        await attempts.setStopping(ctx.tx, row.workspace_id, { jobId: row.id, number: row.attempt ?? 0, cause, at: ctx.now });
      },
    });
    if (!isDone) return false;
  }
  await (await executorOf(deps, row)).stop(nameOf(row), { cause, graceSeconds });
  return true;
}

const rest = (deps: Deps, row: UnfinishedRow, { state, until }: Step<"rest">): Promise<boolean> =>
  transition(deps, row, {
    state,
    reason: state === "waiting" ? `It is tried again after a pause; the last attempt ended: ${row.outcome ?? "unknown"}.` : null,
    action: state === "waiting" ? "jobs.job.back-off" : "jobs.job.rest",
    change: { nextTryAt: until, unreachableSince: null },
  });

const reach = (deps: Deps, row: UnfinishedRow, { isUnreachable }: Step<"reach">): Promise<boolean> =>
  transition(deps, row, {
    state: row.state,
    reason: isUnreachable ? "What carries it does not answer; what runs there goes on." : null,
    action: isUnreachable ? "jobs.executor.lose" : "jobs.executor.find",
    change: { unreachableSince: isUnreachable ? deps.now() : null },
  });
