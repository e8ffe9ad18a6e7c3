import * as contract from "@plumbline/contracts/jobs/job";
import type { Pending } from "@plumbline/contracts/quotas/pending";
import { type ToldWait, tellWait } from "../clusters/index.ts";
import { AppError, type Ctx, notFound, query, workspaceOf } from "../kernel/index.ts";
import { type ExplainExtras, explainClaim } from "../quotas/index.ts";
import { holderOf, wishOf } from "./capacity.ts";
import { attemptName } from "./executors/executor.ts";
import { findJob, type JobDetailRow } from "./store/jobs.ts";
import { findPools } from "./store/resolving.ts";

export const getPending = query(contract.getPending, async (ctx, { job }) => {
  const row = await findJob(ctx.tx, workspaceOf(ctx).id, job);
  if (!row) throw notFound("job", job);
  const explained = row.state === "queued" ? await explainClaim(ctx, holderOf(row.id), await extrasOf(ctx, row)) : undefined;
  if (explained) return explained;
  const own = ownReason(row);
  if (!own) {
    throw new AppError("not-found", `${contract.jobTitle(row)} does not wait.`, {
      params: { noun: "reason to wait", id: job, reason: "job-not-waiting" },
    });
  }
  const [pool] = row.pool_id === null ? [] : await findPools(ctx.tx, [row.pool_id]);
  return {
    ...nothingKnown,
    ...own,
    waitedSeconds: Math.max(0, (ctx.now.getTime() - sinceOf(row).getTime()) / 1000),
    blocking: { ...own.blocking, pool: pool?.name ?? null },
  };
});

async function extrasOf(ctx: Ctx, row: JobDetailRow): Promise<ExplainExtras> {
  const { id: jobId, attempts: attempt, waiting, cluster_id: clusterId } = row;
  const workspaceId = workspaceOf(ctx).id;
  const name = attemptName({ workspaceId, jobId, attempt });
  const told = clusterId === null ? undefined : await tellWait(ctx.deps, clusterId, { workspaceId, name });
  const blocking = blockingOf(row, told);
  return {
    wish: wishOf(row.spec),
    ...(waiting?.scheduler ? { scheduler: waiting.scheduler } : {}),
    ...(told?.position ? { position: told.position } : {}),
    ...(blocking ? { blocking } : {}),
  };
}

/** On a cluster its own scheduler decides: what it says goes before what our books would say. */
function blockingOf(row: JobDetailRow, told: ToldWait | undefined): ExplainExtras["blocking"] {
  if (row.unreachable_since) return { kind: "executor", ...unreachableWords(row) };
  if (row.cluster_id === null) return undefined;
  return told?.story ?? { kind: "unknown", headline: row.reason ?? "The cluster has not looked at it yet.", detail: "" };
}

type OwnReason = Pick<Pending, "headline" | "detail"> & { readonly blocking: Omit<Pending["blocking"], "pool"> };

const blockedBy = (kind: Pending["blocking"]["kind"], resource: string): OwnReason["blocking"] => ({
  kind,
  resource,
  needed: 0,
  available: 0,
});

const unreachableWords = (row: JobDetailRow) => ({
  headline: `What it is to run on has not answered since ${row.unreachable_since?.toISOString().slice(0, 16).replace("T", " ")} UTC.`,
  detail: "Nothing of the job is lost: it goes on where it stands as soon as there is an answer.",
});

/** Reasons that quotas know nothing of. */
function ownReason(row: JobDetailRow): OwnReason | undefined {
  if (row.ended_at) return undefined;
  if (row.unreachable_since) return { ...unreachableWords(row), blocking: blockedBy("executor", "executor") };
  switch (row.state) {
    case "waiting":
      return {
        headline: `It is tried again at ${row.next_try_at?.toISOString().slice(11, 19) ?? "any moment"} UTC.`,
        detail: `${row.reason ?? ""} Pauses between attempts double; none is longer than 10 minutes.`.trim(),
        blocking: blockedBy("backoff", "pause between attempts"),
      };
    case "suspended":
      return {
        headline: "It is suspended until somebody resumes it.",
        detail: "It holds nothing meanwhile. Resumed, it queues again and goes on from its last checkpoint.",
        blocking: blockedBy("hold", "suspended"),
      };
    case "starting":
      return {
        headline: row.reason ?? "It has its place and is being started.",
        detail: "",
        blocking: blockedBy("unknown", "start"),
      };
    case "queued":
      return { headline: row.reason ?? "It is about to be queued.", detail: "", blocking: blockedBy("unknown", "queue") };
    default:
      return undefined;
  }
}

const sinceOf = (row: JobDetailRow): Date => row.unreachable_since ?? row.submitted_at;

const nothingKnown = {
  position: null,
  usualWait: null,
  forecast: null,
  forecastNote: null,
  holders: [],
  shares: [],
  capacity: 0,
  free: 0,
  remedies: [],
  scheduler: null,
} satisfies Partial<Pending>;
