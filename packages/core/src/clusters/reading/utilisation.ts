/** `busy`: some kernel ran (NVML). `sm-active`: share of the multiprocessors that worked (DCGM). They are never mixed. */
export type Measure = "busy" | "sm-active";

/** One GPU as the exporter sees it, with the pod that holds it. */
export interface GpuSample {
  readonly unit: string;
  readonly pod: { readonly namespace: string; readonly name: string } | null;
  readonly busyPercent: number | null;
  readonly smActivePercent: number | null;
}

/** The one measure that a cluster's figures are given in: the finer one where any GPU has it. */
export function measureOf(samples: readonly GpuSample[]): Measure | null {
  if (samples.some(({ smActivePercent }) => smActivePercent !== null)) return "sm-active";
  return samples.some(({ busyPercent }) => busyPercent !== null) ? "busy" : null;
}

/** What is remembered of one GPU between samples. */
export interface UnitWork {
  readonly pod: string;
  readonly percent: number;
  /** Since when this pod is seen to hold it. */
  readonly since: string;
  /** When it last did something worth the name, while this pod held it. */
  readonly workedAt: string | null;
}

/** Below, a GPU does nothing. */
const idlePercent = 5;
/** So long it must do nothing before it is called idle. */
const idleMinutes = 30;

/** The units after another sample. A GPU that another pod holds now begins anew. */
export function afterSample(
  before: Readonly<Record<string, UnitWork>>,
  { samples, measure, at }: { samples: readonly GpuSample[]; measure: Measure; at: string },
): Record<string, UnitWork> {
  const after: Record<string, UnitWork> = {};
  for (const { unit, pod, busyPercent, smActivePercent } of samples) {
    const percent = measure === "busy" ? busyPercent : smActivePercent;
    if (!pod || percent === null) continue;
    const key = `${pod.namespace}/${pod.name}`;
    const known = before[unit]?.pod === key ? before[unit] : undefined;
    after[unit] = {
      pod: key,
      percent,
      since: known?.since ?? at,
      workedAt: percent >= idlePercent ? at : (known?.workedAt ?? null),
    };
  }
  return after;
}

/** What the GPUs of one pod do. */
export interface PodWork {
  /** Of its GPUs, those that have done nothing for so long. */
  readonly idle: number;
  /** Since when the longest of them has; null where none is idle. */
  readonly idleSince: string | null;
  readonly percent: number;
}

/** By `<namespace>/<pod>`. */
export function workByPod(units: Readonly<Record<string, UnitWork>>, now: Date): Map<string, PodWork> {
  const limit = new Date(now.getTime() - idleMinutes * 60_000).toISOString();
  const byPod = Map.groupBy(Object.values(units), ({ pod }) => pod);
  return new Map(
    [...byPod].map(([pod, members]) => {
      const since = members.map(({ workedAt, since: held }) => workedAt ?? held).filter((instant) => instant <= limit);
      const percent = members.reduce((sum, unit) => sum + unit.percent, 0) / members.length;
      return [pod, { idle: since.length, idleSince: since.sort()[0] ?? null, percent }] as const;
    }),
  );
}
