import type { ResolvedSpec } from "@plumbline/contracts/jobs/job";
import { bytesOfAmount, type JobSpec, secondsOfDuration } from "@plumbline/contracts/jobs/spec";
import { ensureExperiment } from "../experiments/index.ts";
import { type Ctx, uuidv7, workspaceOf } from "../kernel/index.ts";
import { amountOf, checkBudget, placeSpec, queuedJobOf, queueForCapacity } from "./capacity.ts";
import { checkExecutor } from "./resolve/check-executor.ts";
import { createProblemList, type ProblemList } from "./resolve/problem-list.ts";
import { checkSecrets, checkSpecSize, checkTags, resolveSpec } from "./resolve/resolve-spec.ts";
import { insertAttempt } from "./store/attempts.ts";
import { findJob, hintJob, insertJob, type JobDetailRow, type NewJob, nextNumber } from "./store/jobs.ts";
import { findExperimentByName } from "./store/resolving.ts";

/** Why a job is there, and of what it is the repetition. */
export interface JobOrigin {
  readonly purpose: NewJob["purpose"];
  readonly repeatsJobId: string | null;
  readonly repeatsRunId: string | null;
  /** What its metrics are compared with at its end. */
  readonly check: NewJob["check"];
}

export const submitted: JobOrigin = { purpose: "submit", repeatsJobId: null, repeatsRunId: null, check: null };

interface Wanted {
  readonly spec: JobSpec;
  readonly origin: JobOrigin;
  /** What the names meant earlier; left out, they are resolved now. */
  readonly resolved?: ResolvedSpec;
}

/** Writes a job and its first attempt, which queues for capacity. What the spec names and is not there is refused with its field. */
export async function createJob(ctx: Ctx, wanted: Wanted): Promise<JobDetailRow> {
  const { spec, origin } = wanted;
  const { id: workspaceId } = workspaceOf(ctx);
  const problems = createProblemList();
  const resolved = await checkSpec(ctx, wanted, problems);
  problems.refuse();
  const { executor, clusterId, poolId, flavour } = await placeSpec(ctx, spec);
  checkExecutor(spec, resolved, { executor, problems });
  problems.refuse();
  const timeLimitSeconds = secondsOfDuration(spec.timeLimit);
  await checkBudget(ctx, { poolId, amount: amountOf(spec), timeLimitSeconds });
  const experimentId = await ensureExperiment(ctx, spec.experiment);
  const id = uuidv7(ctx.now.getTime());
  const number = await nextNumber(ctx.tx, workspaceId);
  await insertJob(ctx.tx, workspaceId, {
    id,
    number,
    spec,
    resolved,
    executor,
    clusterId,
    poolId,
    memoryBytes: bytesOfAmount(spec.resources.memory),
    gpus: (spec.resources.gpus?.count ?? 0) * spec.nodes,
    flavour: spec.resources.gpus ? flavour : null,
    timeLimitSeconds,
    experimentId,
    submittedBy: ctx.actor.id,
    submittedByKind: ctx.actor.kind === "anonymous" ? "system" : ctx.actor.kind,
    submittedAt: ctx.now,
    ...origin,
  });
  await insertAttempt(ctx.tx, workspaceId, { jobId: id, number: 1, queuedAt: ctx.now, resumedFrom: null });
  await queueForCapacity(ctx, queuedJobOf(spec, { id, number, submittedBy: ctx.actor.id, poolId }));
  hintJob(ctx.tx, workspaceId, id);
  const row = await findJob(ctx.tx, workspaceId, id);
  if (!row) throw new Error("a job that was written is not there");
  return row;
}

/** What a spec's names mean, with all that is wrong with it added to the problems. */
export async function checkSpec(
  ctx: Ctx,
  { spec, resolved }: Pick<Wanted, "spec" | "resolved">,
  problems: ProblemList,
): Promise<ResolvedSpec> {
  checkSpecSize(spec);
  checkTags(spec, problems);
  await checkSecrets(ctx, spec, problems);
  await checkExperiment(ctx, spec, problems);
  return resolved ?? resolveSpec(ctx, spec, problems);
}

async function checkExperiment(ctx: Ctx, { experiment }: JobSpec, problems: ProblemList): Promise<void> {
  const found = await findExperimentByName(ctx.tx, workspaceOf(ctx).id, experiment);
  if (found?.lifecycle_stage === "deleted") problems.add("spec.experiment", "is deleted: restore it, or name another");
}
