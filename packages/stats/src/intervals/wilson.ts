import { StatsError } from "../stats-error.ts";
import { type Interval, requireConfidence } from "./interval.ts";
import { normalQuantile } from "./normal-quantile.ts";

/**
 * The score interval of a proportion, without continuity correction; null without trials. Wilson, "Probable inference, the law of succession, and
 * statistical inference", JASA 22 (1927). Counts that are not whole numbers with 0 <= successes <= trials are a StatsError.
 */
export function wilsonInterval(successes: number, trials: number, confidence = 0.95): Interval | null {
  requireConfidence(confidence);
  if (!Number.isSafeInteger(successes) || !Number.isSafeInteger(trials) || successes < 0 || successes > trials)
    throw new StatsError(`${successes} successes of ${trials} trials: give whole numbers with 0 <= successes <= trials`);
  if (trials === 0) return null;
  const z = normalQuantile((1 + confidence) / 2);
  const share = successes / trials;
  const centre = share + z ** 2 / (2 * trials);
  const reach = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const scale = 1 + z ** 2 / trials;
  return {
    // At the edges the formula gives 0 and 1 up to rounding.
    low: successes === 0 ? 0 : (centre - reach) / scale,
    high: successes === trials ? 1 : (centre + reach) / scale,
  };
}
