import type { JobState } from "@plumbline/contracts/jobs/job";
import { type Ctx, type Deps, recordAct, recordChanges, workspaceOf } from "../../kernel/index.ts";
import { systemContext } from "../../workspaces/index.ts";
import { changeJob, type JobChange } from "../store/jobs.ts";
import type { UnfinishedRow } from "../store/unfinished.ts";

/** One step of a job: what it makes of the row, and what is told of it. */
export interface Transition {
  readonly state: JobState;
  readonly reason: string | null;
  /** `noun.object.verb` of the audit log; null for what only tells people more of where it stands. */
  readonly action: `jobs.${string}` | null;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly change?: Partial<Pick<JobChange, "nextTryAt" | "unreachableSince" | "startedAt" | "endedAt" | "runId" | "waiting">>;
  /** Rows that change with it. */
  readonly write?: (ctx: Ctx) => Promise<void>;
}

/** Somebody else has changed the job since the step was decided: nothing of the step was done. */
class Outdated extends Error {}

/**
 * Does one step in one transaction, with its audit event and change row. False, and nothing done, where the job is no longer
 * as it was when the step was decided: so a leader that lost the lead writes nothing.
 */
export async function transition(deps: Deps, row: UnfinishedRow, step: Transition): Promise<boolean> {
  try {
    await systemContext(deps, row.workspace_id, (ctx) => write(ctx, row, step));
    return true;
  } catch (error) {
    if (error instanceof Outdated) return false;
    throw error;
  }
}

async function write(ctx: Ctx, row: UnfinishedRow, step: Transition): Promise<void> {
  const { id: workspaceId } = workspaceOf(ctx);
  const isCurrent = await changeJob(ctx.tx, workspaceId, {
    id: row.id,
    revision: row.revision,
    state: step.state,
    reason: step.reason,
    nextTryAt: null,
    unreachableSince: row.unreachable_since,
    ...step.change,
  });
  if (!isCurrent) throw new Outdated();
  await step.write?.(ctx);
  const attempt = row.attempt === null ? {} : { attempt: row.attempt };
  const changes = [{ topic: "job", subject: row.id, kind: step.state, data: attempt }];
  if (step.action === null) {
    recordChanges(ctx.tx, workspaceId, changes);
    return;
  }
  const subject = { kind: "job", id: row.id };
  const after = { state: step.state, ...attempt, ...step.facts };
  const audit = { action: step.action, outcome: "done", subject, before: { state: row.state }, after } as const;
  recordAct(ctx.tx, ctx, { audit, changes, now: ctx.now });
}
