import type { JobDetail } from "@plumbline/contracts/jobs/job";

/** Last values of a run's metrics, and how far a repetition may be from them. */
export interface ReproductionCheck {
  readonly metrics: readonly { readonly name: string; readonly original: number; readonly tolerance: number }[];
}

/** What is done with a job's metrics at its end: held against those of another run, or kept as evidence of a version. */
export type JobCheck =
  | ReproductionCheck
  | { readonly evaluates: { readonly model: string; readonly version: number; readonly template: string } };

export type ReproductionResult = NonNullable<JobDetail["reproducibility"]>["metrics"];

/** Below this, differences are absolute: nothing is relative to zero. */
const leastScale = 1e-12;

/**
 * Holds a repetition's last values against the original's: within, where their difference is at most the tolerance times the
 * original's size. Not-a-number repeats not-a-number, an infinity the same infinity. A metric that was not logged again is without.
 */
export function compareMetrics({ metrics }: ReproductionCheck, repeated: ReadonlyMap<string, number>): ReproductionResult {
  return metrics.map(({ name, original, tolerance }) => {
    const value = repeated.get(name);
    return {
      name,
      original,
      repeated: value ?? null,
      tolerance,
      isWithin: value !== undefined && isWithin({ original, repeated: value, tolerance }),
    };
  });
}

function isWithin({ original, repeated, tolerance }: { original: number; repeated: number; tolerance: number }): boolean {
  if (Object.is(original, repeated) || original === repeated) return true;
  if (!Number.isFinite(original) || !Number.isFinite(repeated)) return false;
  const scale = Math.max(Math.abs(original), leastScale);
  // Decimal figures are no exact binary ones: 0.808 is one in a hundred from 0.8.
  const rounding = tolerance === 0 ? 0 : 4 * Number.EPSILON * scale;
  return Math.abs(original - repeated) <= tolerance * scale + rounding;
}

/** Without a repetition that succeeded nothing is known. */
export function verdictOf(result: ReproductionResult, hasSucceeded: boolean): "pass" | "fail" | "inconclusive" {
  if (!hasSucceeded) return "inconclusive";
  return result.every(({ isWithin }) => isWithin) ? "pass" : "fail";
}
