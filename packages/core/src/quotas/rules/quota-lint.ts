import { count, type PoolNames, unitsOf } from "./pool-words.ts";

interface Problem {
  readonly path: string;
  readonly message: string;
}

/** What a workspace is promised. */
interface Promised {
  readonly nominal: number;
  /** What approved requests add now. */
  readonly granted: number;
}

/** Why guarantees cannot be kept: more is promised than there is, with the changes of requests or once these have ended. */
export function lintQuotas(
  pool: PoolNames & { readonly capacity: number; readonly shared: number | null },
  all: readonly Promised[],
): Problem[] {
  const lasting = all.reduce((sum, { nominal }) => sum + nominal, 0);
  const now = all.reduce((sum, { nominal, granted }) => sum + Math.max(0, nominal + granted), 0);
  const shared = pool.shared ?? 0;
  const most = Math.max(lasting, now) + shared;
  if (most <= pool.capacity + 1e-9) return [];
  const what = shared > 0 ? `All guarantees and the ${count(shared)} shared by all` : "All guarantees together";
  const until = lasting < now ? ", counting what approved requests add now" : "";
  return [
    {
      path: "nominal",
      message: `${what} would be ${count(most)} of the ${count(pool.capacity)} ${unitsOf(pool)} of ${pool.name}${until}. Lower one by ${count(most - pool.capacity)}.`,
    },
  ];
}
