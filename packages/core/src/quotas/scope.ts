import type { UseRange } from "@plumbline/contracts/quotas/overview";
import type { PoolResource } from "@plumbline/contracts/quotas/pool";
import type { PoolRow } from "./store/pools.ts";

const hourMs = 3_600_000;
const spans: Readonly<Record<UseRange, { lengthMs: number; stepSeconds: number }>> = {
  "24h": { lengthMs: 24 * hourMs, stepSeconds: 3600 },
  "7d": { lengthMs: 7 * 24 * hourMs, stepSeconds: 3600 },
  "30d": { lengthMs: 30 * 24 * hourMs, stepSeconds: 4 * 3600 },
};

/** Whole steps, the one that now is in among them. */
export function spanOf(range: UseRange, now: Date): { from: Date; to: Date; stepSeconds: number } {
  const { lengthMs, stepSeconds } = spans[range];
  const step = stepSeconds * 1000;
  const to = Math.ceil(now.getTime() / step) * step;
  return { from: new Date(to - lengthMs), to: new Date(to), stepSeconds };
}

export interface Scoped {
  readonly pools: readonly PoolRow[];
  readonly resource: PoolResource;
  readonly resources: PoolResource[];
  readonly clusters: string[];
}

const placeOf = (pool: PoolRow): string => pool.cluster_name ?? "local";

/** The pools that are looked at: GPUs where there are any, unless something else is asked. */
export function scoped(pools: readonly PoolRow[], wish: { resource?: PoolResource | undefined; cluster?: string | undefined }): Scoped {
  const resources = (["gpu", "cpu"] as const).filter((resource) => pools.some((pool) => pool.resource === resource));
  const resource = wish.resource ?? resources[0] ?? "gpu";
  const ofResource = pools.filter((pool) => pool.resource === resource);
  return {
    ...{ resource, resources },
    clusters: [...new Set(pools.map(placeOf))].sort(),
    pools: ofResource.filter((pool) => wish.cluster === undefined || placeOf(pool) === wish.cluster),
  };
}
