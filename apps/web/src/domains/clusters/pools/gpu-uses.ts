import type { ClusterPool } from "@plumbline/contracts/clusters/reading";

export type GpuUse = "guaranteed" | "borrowed" | "outside" | "idle" | "free" | "closed";

/** In the order in which they are drawn, from the firmest hold to what nobody can take. */
export const uses: readonly GpuUse[] = ["guaranteed", "borrowed", "outside", "idle", "free", "closed"];

const byLetter: ReadonlyMap<string, GpuUse> = new Map([
  ["g", "guaranteed"],
  ["b", "borrowed"],
  ["o", "outside"],
  ["i", "idle"],
  ["f", "free"],
  ["c", "closed"],
]);

export const gpuTitles: Readonly<Record<GpuUse, string>> = {
  guaranteed: "Guaranteed",
  borrowed: "Borrowed",
  outside: "Outside quotas",
  idle: "Idle",
  free: "Free",
  closed: "Closed",
};

/** What a figure says; without measures nobody knows whether what is held also works. */
export function noteOf(use: GpuUse, isMeasured: boolean): string {
  const verb = isMeasured ? "working" : "held";
  const notes: Readonly<Record<GpuUse, string>> = {
    guaranteed: `${verb}, as guaranteed`,
    borrowed: `${verb}, over guarantee`,
    outside: `${verb}, no queue`,
    idle: isMeasured ? "held, doing nothing" : "not measured",
    free: "held by nobody",
    closed: "free, node takes nothing",
  };
  return notes[use];
}

/** One use for each GPU of a node, as they are drawn. */
export const usesOf = (letters: string): GpuUse[] => [...letters].flatMap((letter) => byLetter.get(letter) ?? []);

type Counts = Pick<ClusterPool, GpuUse>;

/** GPUs of all pools by their use; null where no pool measures what is idle. */
export function totalsOf(pools: readonly Counts[]): Readonly<Record<GpuUse, number | null>> {
  const sum = (use: GpuUse): number => pools.reduce((total, pool) => total + (pool[use] ?? 0), 0);
  const isMeasured = pools.some(({ idle }) => idle !== null);
  return {
    guaranteed: sum("guaranteed"),
    borrowed: sum("borrowed"),
    outside: sum("outside"),
    idle: isMeasured ? sum("idle") : null,
    free: sum("free"),
    closed: sum("closed"),
  };
}

/** Figures that stand over the bars; what takes nothing is shown only where there is any. */
export const shownUses = (totals: Readonly<Record<GpuUse, number | null>>): GpuUse[] =>
  uses.filter((use) => use !== "closed" || (totals.closed ?? 0) > 0);

export interface Segment {
  use: GpuUse;
  count: number;
  /** Of the longest bar, in percent. */
  width: number;
}

/** A pool as a bar, in the scale of the largest one. */
export function segmentsOf(pool: Counts, largest: number): Segment[] {
  return uses.flatMap((use) => {
    const count = pool[use] ?? 0;
    return count > 0 ? [{ use, count, width: (count / Math.max(1, largest)) * 100 }] : [];
  });
}

export const sizeOf = (pool: Counts): number => uses.reduce((sum, use) => sum + (pool[use] ?? 0), 0);

/** Uses of some GPUs in words, for whoever does not see the drawing: `6 guaranteed, 2 free`. */
export function usesText(counts: Counts): string {
  return uses.flatMap((use) => (counts[use] ? [`${counts[use]} ${gpuTitles[use].toLowerCase()}`] : [])).join(", ") || "no GPUs";
}

export function countsOf(letters: string): Record<GpuUse, number> {
  const all = usesOf(letters);
  const count = (use: GpuUse): number => all.filter((one) => one === use).length;
  return {
    guaranteed: count("guaranteed"),
    borrowed: count("borrowed"),
    outside: count("outside"),
    idle: count("idle"),
    free: count("free"),
    closed: count("closed"),
  };
}

/** The same for a node of a pool, where what is idle may not be measured. */
export const nodeCounts = (letters: string, { idle }: Pick<ClusterPool, "idle">): Readonly<Record<GpuUse, number | null>> =>
  idle === null ? { ...countsOf(letters), idle: null } : countsOf(letters);
