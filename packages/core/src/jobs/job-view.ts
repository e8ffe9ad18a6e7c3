import type { Attempt, Job, JobDetail } from "@plumbline/contracts/jobs/job";
import { namesOfActors } from "../access/index.ts";
import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { costsOf, forecastEnd, type HolderCost, positionsOf } from "../quotas/index.ts";
import { holderOf } from "./capacity.ts";
import { type AttemptRow, listAttempts } from "./store/attempts.ts";
import type { JobDetailRow, JobRow } from "./store/jobs.ts";
import { findExperiments, findPools, findRunNames } from "./store/resolving.ts";

/** What stands around jobs, by their ids and by what they name. */
async function readSurroundings(ctx: Ctx, rows: readonly JobRow[]) {
  const { id: workspaceId } = workspaceOf(ctx);
  const holders = rows.map(({ id }) => holderOf(id));
  const [names, experiments, runs, pools, positions, costs] = await Promise.all([
    namesOfActors(
      ctx,
      rows.map((row) => row.submitted_by),
    ),
    findExperiments(ctx.tx, workspaceId, [...new Set(rows.flatMap((row) => row.experiment_id ?? []))]),
    findRunNames(ctx.tx, workspaceId, [...new Set(rows.flatMap((row) => row.run_id ?? []))]),
    findPools(ctx.tx, [...new Set(rows.flatMap((row) => row.pool_id ?? []))]),
    positionsOf(ctx, holders),
    costsOf(ctx, holders),
  ]);
  return {
    names,
    experiments: new Map(experiments.map(({ experiment_id, name }) => [experiment_id, name])),
    runs: new Map(runs.map(({ run_id, name }) => [run_id, name])),
    pools: new Map(pools.map((pool) => [pool.pool_id, pool])),
    positions,
    costs,
  };
}

type Surroundings = Awaited<ReturnType<typeof readSurroundings>>;

/** Jobs as people see them: a fixed number of statements, however many they are. */
export async function toJobs(ctx: Ctx, rows: readonly JobRow[]): Promise<Job[]> {
  const around = await readSurroundings(ctx, rows);
  return rows.map((row) => toJob(row, around));
}

function toJob(row: JobRow, { names, experiments, runs, pools, positions, costs }: Surroundings): Job {
  const pool = row.pool_id === null ? undefined : pools.get(row.pool_id);
  const cost = costs.get(row.id);
  return {
    ...factsOf(row),
    submittedBy: { id: row.submitted_by, name: names.get(row.submitted_by) ?? null },
    runName: row.run_id === null ? null : (runs.get(row.run_id) ?? null),
    experiment: row.experiment_id === null ? null : { id: String(row.experiment_id), name: experiments.get(row.experiment_id) ?? "" },
    cluster: pool?.cluster_name ?? null,
    resources: {
      nodes: row.nodes,
      cpu: row.cpu,
      memoryBytes: row.memory_bytes,
      gpus: row.gpus,
      flavour: row.flavour,
      pool: pool?.name ?? null,
    },
    queuePosition: row.state === "queued" ? (positions.get(row.id)?.at ?? null) : null,
    cost: cost ? { spent: cost.spent, reserved: cost.reserved } : null,
  };
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

/** A job as people see it. */
export async function viewJob(ctx: Ctx, row: JobRow): Promise<Job> {
  return toJob(row, await readSurroundings(ctx, [row]));
}

/** A job with its spec and attempts. */
export async function toDetail(ctx: Ctx, row: JobDetailRow): Promise<JobDetail> {
  const around = await readSurroundings(ctx, [row]);
  const attempts = await listAttempts(ctx.tx, workspaceOf(ctx).id, row.id);
  const cost = around.costs.get(row.id);
  return {
    ...toJob(row, around),
    spec: row.spec,
    resolved: row.resolved,
    attemptList: attempts.map((attempt) => toAttempt(attempt, cost)),
    expectedEnd: row.ended_at === null ? await forecastEnd(ctx, holderOf(row.id)) : null,
    reproducibility: row.verdict,
  };
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

const toAttempt = (row: AttemptRow, cost: HolderCost | undefined): Attempt => ({
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
  cost: costOfTurn(cost, row.number),
});

/** An attempt queues once: its claim's turn is its number. */
function costOfTurn(cost: HolderCost | undefined, number: number): Attempt["cost"] {
  const amount = cost?.turns.get(number);
  return cost && amount !== undefined ? { amount, currency: cost.spent.currency } : null;
}
