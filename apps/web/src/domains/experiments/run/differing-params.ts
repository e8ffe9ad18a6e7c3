import type { Run } from "@plumbline/contracts/experiments/run";

/** Keys of the params that are not alike in all of these runs, those with the most different values first; equals by name. */
export function differingParams(runs: readonly Pick<Run, "params">[]): string[] {
  const values = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const { params } of runs) {
    for (const { key, value } of params) {
      values.set(key, (values.get(key) ?? new Set()).add(value));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const isDiffering = (key: string): boolean => (values.get(key)?.size ?? 0) > 1 || (counts.get(key) ?? 0) < runs.length;
  const variety = (key: string): number => values.get(key)?.size ?? 0;
  return [...values.keys()].filter(isDiffering).sort((a, b) => variety(b) - variety(a) || a.localeCompare(b, "en"));
}
