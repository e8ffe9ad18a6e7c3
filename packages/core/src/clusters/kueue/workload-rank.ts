import type { WorkloadObject } from "../objects/kueue.ts";
import { queuedAtOf } from "../reading/workloads.ts";

/** Hexadecimal digits of a uid that are enough to tell those of one second apart. */
const digits = 6;

/**
 * Where Kueue puts something among those of one priority, as an instant that sorts as Kueue does: by the second in which it queued, then by
 * its uid, which gives the milliseconds.
 */
export function rankOf(workload: WorkloadObject): Date {
  const second = Math.floor(new Date(queuedAtOf(workload) || 0).getTime() / 1000) * 1000;
  const head = Number.parseInt((workload.metadata.uid ?? "").replaceAll("-", "").slice(0, digits), 16) || 0;
  return new Date(second + Math.floor((head / 16 ** digits) * 1000));
}
