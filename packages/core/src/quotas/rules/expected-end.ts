import { quantileOfSorted } from "@plumbline/stats";

/** When something that runs is expected to end. Instants in milliseconds. */
export interface ExpectedEnd {
  readonly from: number;
  readonly middle: number;
  readonly to: number;
  /** How many that were alike it was made from; 0: only its time limit is known. */
  readonly basis: number;
  /** How many of those alike ran longer than this one has by now, enough or not. */
  readonly longer: number;
}

/** With fewer that ran at least as long, only the time limit says something. */
const fewest = 5;

/**
 * The 10th to 90th percentile of how long those alike ran, of those that ran longer than this one has by now; never beyond its
 * time limit.
 */
export function expectedEnd(
  running: { readonly admittedAt: number; readonly timeLimitSeconds: number },
  { durations, now }: { durations: readonly number[]; now: number },
): ExpectedEnd {
  const bound = Math.max(now, running.admittedAt + running.timeLimitSeconds * 1000);
  const longer = Float64Array.from(durations.filter((seconds) => running.admittedAt + seconds * 1000 > now)).toSorted();
  if (longer.length < fewest) return { from: now, middle: bound, to: bound, basis: 0, longer: longer.length };
  const at = (fraction: number) => Math.min(bound, running.admittedAt + (quantileOfSorted(longer, fraction) ?? 0) * 1000);
  return { from: at(0.1), middle: at(0.5), to: at(0.9), basis: longer.length, longer: longer.length };
}
