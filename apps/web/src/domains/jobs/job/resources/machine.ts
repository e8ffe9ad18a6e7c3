import { fromMetricNumber, type MetricSummary } from "@plumbline/contracts/experiments/metric";

/**
 * What was sampled of the machine. `busy` says that some kernel ran (NVML), `sm-active` how much of the GPU worked (DCGM):
 * the one is never shown for the other.
 */
export type Measure = "sm-active" | "busy" | "gpu-memory" | "cpu" | "memory" | "disk";

export interface MachineKey {
  key: string;
  measure: Measure;
  /** Of several nodes, which one; undefined for the first, or where there is one. */
  node: number | undefined;
  /** Of several GPUs, which one. */
  gpu: number | undefined;
}

const patterns: readonly [Measure, RegExp][] = [
  ["sm-active", /^gpu_(?<gpu>\d+)_sm_active(?:_percentage)?$/],
  ["busy", /^gpu_(?<gpu>\d+)_utilization_percentage$/],
  ["gpu-memory", /^gpu_(?<gpu>\d+)_memory_usage_megabytes$/],
  ["cpu", /^cpu_utilization_percentage$/],
  ["memory", /^system_memory_usage_megabytes$/],
  ["disk", /^disk_usage_megabytes$/],
];
const place = /^system\/(?:(?:node|rank)_(?<node>\d+)\/)?(?<name>.+)$/;

/** Reads the name of a system metric; undefined for one that is none of these. */
export function machineKey(key: string): MachineKey | undefined {
  const groups = place.exec(key)?.groups;
  if (!groups) return undefined;
  for (const [measure, pattern] of patterns) {
    const found = pattern.exec(groups.name ?? "");
    if (found) return { key, measure, node: numberOf(groups.node), gpu: numberOf(found.groups?.gpu) };
  }
  return undefined;
}

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** The keys that a run has, by what they measure; nodes and GPUs in their order. */
export function machineKeys(metrics: readonly Pick<MetricSummary, "key">[]): Map<Measure, MachineKey[]> {
  const found = new Map<Measure, MachineKey[]>();
  for (const { key } of metrics) {
    const read = machineKey(key);
    if (read) found.set(read.measure, [...(found.get(read.measure) ?? []), read]);
  }
  for (const keys of found.values()) keys.sort((a, b) => (a.node ?? 0) - (b.node ?? 0) || (a.gpu ?? 0) - (b.gpu ?? 0));
  return found;
}

/** As clients of MLflow count them. */
const megabyte = 1e6;

/** The name of one curve among those of its measure: `3`, `node 1, 3`. The first node of several goes without its number. */
export function curveLabel({ node, gpu }: MachineKey, isOneOfSeveralNodes: boolean): string {
  const parts = [...(isOneOfSeveralNodes ? [`node ${node ?? 0}`] : []), ...(gpu === undefined ? [] : [String(gpu)])];
  return parts.join(", ") || "all";
}

export const hasSeveralNodes = (keys: readonly MachineKey[]): boolean => keys.some(({ node }) => node !== undefined);

export interface MachineFigure {
  measure: Measure;
  /** Percent, or bytes. */
  value: number;
  /** How many GPUs or nodes it is over. */
  count: number;
}

const isMemory = (measure: Measure): boolean => measure === "memory" || measure === "gpu-memory";

/** A measure over all GPUs or nodes: the mean of a share, the highest of a memory; now, or over the whole job. */
export function machineFigure(metrics: readonly MetricSummary[], measure: Measure, over: "now" | "all"): MachineFigure | undefined {
  const values = metrics.flatMap((metric) => {
    if (machineKey(metric.key)?.measure !== measure) return [];
    const value = fromMetricNumber((over === "now" ? metric.last.value : isMemory(measure) ? metric.max : metric.mean) ?? "NaN");
    return Number.isFinite(value) ? [value] : [];
  });
  if (values.length === 0) return undefined;
  if (isMemory(measure)) return { measure, value: Math.max(...values) * megabyte, count: values.length };
  return { measure, value: values.reduce((sum, value) => sum + value, 0) / values.length, count: values.length };
}
