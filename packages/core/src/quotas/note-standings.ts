import type { Tx } from "@plumbline/db";
import { forecastWait, historyMs } from "./rules/alike.ts";
import { unitsOf } from "./rules/pool-words.ts";
import { type Noted, noteStood, selectPastWaits, selectUnnoted } from "./store/history.ts";
import type { PoolRow } from "./store/pools.ts";

/**
 * Remembers of claims that wait for the first time where they stood, and the forecast that they were given: what later forecasts
 * are made from, and what these are measured by.
 */
export async function noteStandings(tx: Tx, pools: readonly PoolRow[], now: Date): Promise<void> {
  const ids = pools.map(({ id }) => id);
  const unnoted = await selectUnnoted(tx, ids);
  if (unnoted.length === 0) return;
  const past = Map.groupBy(await selectPastWaits(tx, ids, new Date(now.getTime() - historyMs)), ({ poolId }) => poolId);
  const noted = unnoted.map((claim): Noted => {
    const pool = pools.find(({ id }) => id === claim.poolId);
    const wish = { stood: claim.at, amount: claim.amount, waitedSeconds: 0, units: pool ? unitsOf(pool) : "GPUs" };
    const made = forecastWait(past.get(claim.poolId) ?? [], wish);
    const at = (seconds: number) => new Date(claim.queuedAt.getTime() + seconds * 1000);
    const [from, to] = "forecast" in made ? [at(made.forecast.from), at(made.forecast.to)] : [null, null];
    return { id: claim.id, stood: claim.at, from, to };
  });
  await noteStood(tx, noted);
}
