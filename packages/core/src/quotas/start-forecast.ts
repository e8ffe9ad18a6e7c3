import type { StartForecast } from "@plumbline/contracts/quotas/pending";
import type { PoolScene } from "./pool-scene.ts";
import { forecastWait, histogramOf, recordOf } from "./rules/alike.ts";
import { unitsOf } from "./rules/pool-words.ts";

export interface Waiting {
  readonly queuedAt: number;
  /** Its place when it began to wait. */
  readonly stood: number;
  readonly amount: number;
}

/** When it starts, from waits that began alike; or why that cannot be said. */
export function forecastStart(
  { pool, pastWaits, settled, situation }: PoolScene,
  waiting: Waiting,
): { forecast: StartForecast | null; note: string | null } {
  const made = forecastWait(pastWaits, {
    ...{ stood: waiting.stood, amount: waiting.amount, units: unitsOf(pool) },
    waitedSeconds: Math.max(0, (situation.now - waiting.queuedAt) / 1000),
  });
  if ("note" in made) return { forecast: null, note: made.note };
  const { from, middle, to, waits, alike } = made.forecast;
  const at = (seconds: number) => new Date(waiting.queuedAt + seconds * 1000).toISOString();
  const forecast: StartForecast = {
    ...{ from: at(from), middle: at(middle), to: at(to) },
    basis: {
      count: waits.length,
      alike,
      histogram: histogramOf(waits),
      withinInterval: waits.filter((wait) => wait >= from && wait <= to).length,
    },
    record: recordOf(settled),
    computedAt: new Date(situation.now).toISOString(),
  };
  return { forecast, note: null };
}
