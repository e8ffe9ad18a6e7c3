import type { AttemptReport, ResourceSample } from "@plumbline/contracts/jobs/log";
import { type LoggedMetric, logBatch } from "../../experiments/index.ts";
import { AppError, type Deps } from "../../kernel/index.ts";
import { systemCaller } from "../../workspaces/index.ts";

/** What samples of an attempt are measured against. */
export interface Machine {
  /** Null before the run was made. */
  readonly runId: string | null;
  /** Processors that the job asked for on each node. */
  readonly cpu: number;
  /** When the job first began to start: steps are seconds from then on, over all attempts. */
  readonly beganAt: Date;
}

const megabyte = 1e6;
const batchMax = 1000;

/**
 * Logs samples as system metrics of the job's run, under the names that MLflow's clients use. Repeated samples are written once. A run that takes
 * none, because somebody deleted it, does not hold up the report.
 */
export async function logSamples(
  deps: Deps,
  { workspaceId, runId, jobId, ...machine }: Machine & { readonly workspaceId: number; readonly jobId: string },
  { rank, samples }: Pick<AttemptReport, "rank" | "samples">,
): Promise<void> {
  if (runId === null || samples.length === 0) return;
  const caller = { ...systemCaller({ id: workspaceId, name: "" }), permissions: new Set([logBatch.operation.permission]) };
  const metrics = samples.flatMap((sample) => metricsOf(sample, { ...machine, rank }));
  try {
    for (let at = 0; at < metrics.length; at += batchMax)
      await logBatch(deps, caller, { runId, metrics: metrics.slice(at, at + batchMax) });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "unavailable" || error.code === "internal") throw error;
    deps.logger.warn({ err: error, job: jobId, runId }, "the run takes no system metrics");
  }
}

/** Ranks but the first have their node in the name, as MLflow's clients do it with several nodes. */
export function metricsOf(
  sample: ResourceSample,
  { cpu, beganAt, rank }: Omit<Machine, "runId"> & { readonly rank: number },
): LoggedMetric[] {
  const prefix = rank === 0 ? "system/" : `system/node_${rank}/`;
  const step = Math.max(0, Math.floor((sample.at - beganAt.getTime()) / 1000));
  return figuresOf(sample, cpu).flatMap(([name, value]) =>
    value === null ? [] : [{ key: `${prefix}${name}`, value: Math.round(value * 10) / 10, timestamp: Math.max(0, sample.at), step }],
  );
}

type Figure = readonly [name: string, value: number | null];

function figuresOf(sample: ResourceSample, cpu: number): Figure[] {
  return [
    ["cpu_utilization_percentage", sample.cpuPercent === null ? null : sample.cpuPercent / cpu],
    ["system_memory_usage_megabytes", megabytes(sample.memoryBytes)],
    ["system_memory_usage_percentage", share(sample.memoryBytes, sample.memoryLimitBytes)],
    ["disk_usage_megabytes", megabytes(sample.diskBytes)],
    ...sample.gpus.flatMap(gpuFigures),
  ];
}

/** Two measures that are never mixed: whether some kernel ran, and how much of the processors did. */
const gpuFigures = (gpu: ResourceSample["gpus"][number]): Figure[] => [
  [`gpu_${gpu.index}_utilization_percentage`, gpu.busyPercent],
  [`gpu_${gpu.index}_sm_active_percentage`, gpu.smActivePercent],
  [`gpu_${gpu.index}_memory_usage_megabytes`, megabytes(gpu.memoryBytes)],
  [`gpu_${gpu.index}_memory_usage_percentage`, share(gpu.memoryBytes, gpu.memoryTotalBytes)],
];

const megabytes = (bytes: number | null): number | null => (bytes === null ? null : bytes / megabyte);
const share = (part: number | null, whole: number | null): number | null => (part === null || !whole ? null : (100 * part) / whole);
