import type { Deps } from "../../kernel/index.ts";
import { attemptName, ExecutorUnreachable } from "../executors/executor.ts";
import { executorOf } from "../executors/executor-of.ts";
import type { Situation } from "../rules/decide.ts";
import type { AttemptFacts, JobFacts, Seen } from "../rules/facts.ts";
import type { UnfinishedRow } from "../store/unfinished.ts";

/** Grace of jobs that keep no checkpoint. */
const plainGraceSeconds = 30;

export const nameOf = (row: UnfinishedRow): string =>
  attemptName({ workspaceId: row.workspace_id, jobId: row.id, attempt: row.attempt ?? 0 });

/** Whether something of the newest attempt can be on its executor. Locally nothing is before it was admitted. */
const isCarried = (row: UnfinishedRow): boolean =>
  row.attempt !== null && row.phase !== "ended" && (row.executor === "kubernetes" || row.phase !== "queued");

async function look(deps: Deps, row: UnfinishedRow): Promise<Seen> {
  if (!isCarried(row)) return undefined;
  try {
    return await (await executorOf(deps, row)).observe(nameOf(row));
  } catch (error) {
    if (error instanceof ExecutorUnreachable) return { state: "unreachable" };
    throw error;
  }
}

/** Everything that decides the next step of a job, as it is now. */
export async function situationOf(deps: Deps, row: UnfinishedRow): Promise<Situation> {
  return {
    job: jobFacts(row),
    attempt: attemptFacts(row),
    claim: row.claim_state ?? undefined,
    seen: await look(deps, row),
    now: deps.now(),
  };
}

const jobFacts = (row: UnfinishedRow): JobFacts => ({
  wish: row.wish,
  state: row.state,
  executor: row.executor,
  timeLimitSeconds: row.time_limit_seconds,
  graceSeconds: row.grace_seconds ?? plainGraceSeconds,
  retries: row.retries,
  nextTryAt: row.next_try_at,
  waiting: row.waiting,
  isUnreachable: row.unreachable_since !== null,
  ended: row.ended ?? {},
});

const attemptFacts = (row: UnfinishedRow): AttemptFacts | undefined =>
  row.attempt === null
    ? undefined
    : {
        number: row.attempt,
        phase: row.phase,
        outcome: row.outcome,
        stopCause: row.stop_cause,
        runningAt: row.running_at,
        stoppingAt: row.stopping_at,
        endedAt: row.attempt_ended_at,
      };
