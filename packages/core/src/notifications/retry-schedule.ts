/** An attempt that failed is followed by another until there were so many. */
export const attemptsMax = 10;

const firstPauseMs = 30_000;
const factor = 4;
const longestPauseMs = 6 * 3_600_000;
const jitter = 0.2;

/**
 * The pause after the n-th attempt: 30 s, 2 min, 8 min, 32 min, 2 h 8 min, then 6 h each, so that the tenth attempt comes
 * about 27 hours after the first. Each is longer or shorter by up to a fifth (`chance` from 0 to 1), so that what failed
 * together does not come back together.
 */
export function pauseAfterMs(attempt: number, chance: number = Math.random()): number {
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * factor ** (attempt - 1));
  return Math.round(pauseMs * (1 - jitter + 2 * jitter * chance));
}
