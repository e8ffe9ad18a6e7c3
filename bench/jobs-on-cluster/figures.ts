/** Of a series of times or sizes. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), most: at(1) };
}

/** Runs it, and tells for how many milliseconds. */
export async function timed<R>(work: () => Promise<R>): Promise<{ ms: number; result: R }> {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
}
