import { type Attempt, type Job, type JobDetail, jobTitle } from "@plumbline/contracts/jobs/job";
import { namesOfActors } from "../access/index.ts";
import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { type AttemptRow, listAttempts } from "./store/attempts.ts";
import type { JobDetailRow, JobRow } from "./store/jobs.ts";
import { findExperiments, findRunNames } from "./store/resolving.ts";

/** Jobs as people see them. */
export async function toJobs(ctx: Ctx, rows: readonly JobRow[]): Promise<Job[]> {
  const { id: workspaceId } = workspaceOf(ctx);
  const [names, experiments, runs] = await Promise.all([
    namesOfActors(
      ctx,
      rows.map((row) => row.submitted_by),
    ),
    findExperiments(ctx.tx, workspaceId, [...new Set(rows.flatMap((row) => row.experiment_id ?? []))]),
    findRunNames(ctx.tx, workspaceId, [...new Set(rows.flatMap((row) => row.run_id ?? []))]),
  ]);
  const experimentName = new Map(experiments.map(({ experiment_id, name }) => [experiment_id, name]));
  const runName = new Map(runs.map(({ run_id, name }) => [run_id, name]));
  return rows.map((row) => ({
    ...factsOf(row),
    submittedBy: { id: row.submitted_by, name: names.get(row.submitted_by) ?? null },
    runName: row.run_id === null ? null : (runName.get(row.run_id) ?? null),
    experiment: row.experiment_id === null ? null : { id: String(row.experiment_id), name: experimentName.get(row.experiment_id) ?? "" },
    cluster: null,
    resources: {
      nodes: row.nodes,
      cpu: row.cpu,
      memoryBytes: row.memory_bytes,
      gpus: row.gpus,
      flavour: row.flavour,
      pool: null,
    },
    queuePosition: null,
    cost: null,
  }));
}

function factsOf(row: JobRow) {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    kind: row.kind,
    state: row.state,
    reason: row.reason,
    executor: row.executor,
    unreachableSince: row.unreachable_since?.toISOString() ?? null,
    priority: row.priority,
    timeLimitSeconds: row.time_limit_seconds,
    submittedAt: row.submitted_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    progress: row.progress,
    runId: row.run_id,
    attempts: row.attempts,
    repeats: repeatsOf(row),
  };
}

const repeatsOf = ({ purpose, repeats_job_id: jobId, repeats_run_id: runId }: JobRow): Job["repeats"] =>
  purpose === "rerun" || purpose === "reproduce" ? { jobId, runId, purpose } : null;

export async function toJob(ctx: Ctx, row: JobRow): Promise<Job> {
  const [job] = await toJobs(ctx, [row]);
  if (!job) throw new Error(`the job ${jobTitle(row)} has no view`);
  return job;
}

/** A job with its spec and attempts. */
export async function toDetail(ctx: Ctx, row: JobDetailRow): Promise<JobDetail> {
  const attempts = await listAttempts(ctx.tx, workspaceOf(ctx).id, row.id);
  return {
    ...(await toJob(ctx, row)),
    spec: row.spec,
    resolved: row.resolved,
    attemptList: attempts.map(toAttempt),
    reproducibility: row.verdict,
  };
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

const toAttempt = (row: AttemptRow): Attempt => ({
  number: row.number,
  phase: row.phase,
  outcome: row.outcome,
  reason: row.reason,
  exitCode: row.exit_code,
  nodes: row.nodes,
  queuedAt: row.queued_at.toISOString(),
  startingAt: instant(row.starting_at),
  inputsAt: instant(row.inputs_at),
  runningAt: instant(row.running_at),
  stoppingAt: instant(row.stopping_at),
  endedAt: instant(row.ended_at),
  checkpoints: row.checkpoints,
  resumedFrom: row.resumed_from,
  log: { lines: row.log_lines, sizeBytes: row.log_bytes, lostLines: row.lost_lines, ranks: row.ranks },
  cost: null,
});
