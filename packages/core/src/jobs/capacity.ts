import type { AttemptOutcome } from "@plumbline/contracts/jobs/job";
import { type JobSpec, secondsOfDuration } from "@plumbline/contracts/jobs/spec";
import type { Ctx } from "../kernel/index.ts";
import { type Placement, placeJob, queueClaim, type ReleaseCause, releaseClaim, reserveBudget, type WorstCase } from "../quotas/index.ts";
import { atFields } from "./resolve/problem-list.ts";

/** What a spec asks of a pool, for each node. */
export function wishOf({ cluster, resources, nodes }: JobSpec) {
  const { cpu, gpus } = resources;
  return { cluster, gpus: gpus?.count ?? 0, flavour: gpus?.flavour, mig: gpus?.mig, cpu, nodes };
}

/** Finds the pool that a spec's resources are taken from; what no pool can serve is refused with its field. */
export function placeSpec(ctx: Ctx, spec: JobSpec): Promise<Placement> {
  return placeJob(ctx, wishOf(spec)).catch((error: unknown) =>
    Promise.reject(atFields(error, ({ fields }) => fields.map(({ path, message }) => ({ path: `spec.${path}`, message })))),
  );
}

/** A job that queues for its pool. */
export interface QueuedJob {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly submittedBy: string;
  readonly poolId: string;
  readonly amount: number;
  readonly priority: JobSpec["priority"];
  readonly timeLimitSeconds: number;
}

export const holderOf = (jobId: string) => ({ kind: "job", id: jobId }) as const;

/** GPUs, slices or cores that a spec asks for, of all nodes together. */
export const amountOf = ({ resources, nodes }: JobSpec): number => (resources.gpus?.count ?? resources.cpu) * nodes;

/** Refuses what may cost more than the workspace has left. */
export const checkBudget = (ctx: Ctx, worst: WorstCase): Promise<unknown> =>
  reserveBudget(ctx, worst).catch((error: unknown) =>
    Promise.reject(atFields(error, ({ message }) => [{ path: "spec.timeLimit", message }])),
  );

/** Joins the queue of the pool, in the caller's transaction. */
export async function queueForCapacity(ctx: Ctx, job: QueuedJob): Promise<void> {
  await queueClaim(ctx, {
    holder: { ...holderOf(job.id), number: job.number, title: `${job.name}-${job.number}` },
    ownerId: job.submittedBy,
    poolId: job.poolId,
    amount: job.amount,
    priority: job.priority,
    timeLimitSeconds: job.timeLimitSeconds,
    alikeKey: job.name,
  });
}

const causeOf = (outcome: AttemptOutcome): ReleaseCause =>
  outcome === "cancelled" || outcome === "suspended" || outcome === "preempted" ? outcome : "ended";

/** Gives back what an attempt waited for or held. */
export async function freeCapacity(
  ctx: Ctx,
  jobId: string,
  end: { readonly outcome: AttemptOutcome; readonly endedAt: Date },
): Promise<void> {
  await releaseClaim(ctx, holderOf(jobId), { endedAt: end.endedAt, cause: causeOf(end.outcome) });
}

/** What a job of a spec queues with. */
export const queuedJobOf = (spec: JobSpec, of: Pick<QueuedJob, "id" | "number" | "submittedBy" | "poolId">): QueuedJob => ({
  ...of,
  name: spec.name,
  amount: amountOf(spec),
  priority: spec.priority,
  timeLimitSeconds: secondsOfDuration(spec.timeLimit),
});
