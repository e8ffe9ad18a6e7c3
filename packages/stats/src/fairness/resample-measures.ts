import type { Interval } from "../intervals/interval.ts";
import { percentileInterval } from "../intervals/percentile.ts";
import { drawMultinomial } from "../random/binomial.ts";
import { createRandom } from "../random/xoshiro.ts";
import type { GroupCells } from "./group-cells.ts";
import { type GroupRates, ratesOf } from "./group-rates.ts";

/** Quantities that the rates of all groups decide, given in the order of the groups; each null where they leave it undefined. Always as many. */
export type Measures = (rates: readonly GroupRates[]) => readonly (number | null)[];

export interface ResampleOptions {
  readonly hasActual: boolean;
  readonly seed: number;
  readonly resamples: number;
  readonly confidence: number;
}

/** A measure that is undefined on more of its resamples than this has no interval. */
const mostUndefined = 0.01;

/**
 * The percentile interval of each measure by a bootstrap that is stratified: each resample draws as many rows of each group as it has. Rates depend on
 * the four cells of a group alone, so its resample is one multinomial draw: exact, and O(1) whatever its number of rows. Null where a measure is
 * undefined on more than 1 % of the resamples. O(resamples · groups), times what a measure costs.
 */
export function resampleMeasures(groups: readonly GroupCells[], measures: Measures, options: ResampleOptions): (Interval | null)[] {
  const { hasActual, resamples, confidence } = options;
  const random = createRandom(options.seed);
  const columns = measures(groups.map(({ cells }) => ratesOf(cells, hasActual))).map(() => new Float64Array(resamples));
  const drawn = new Float64Array(4);
  for (let resample = 0; resample < resamples; resample++) {
    const rates = groups.map(({ cells }) => {
      drawMultinomial(random, cells, drawn);
      return ratesOf(drawn, hasActual);
    });
    for (const [index, value] of measures(rates).entries()) columns[index]?.fill(value ?? Number.NaN, resample, resample + 1);
  }
  return columns.map((column) => {
    const defined = column.filter((value) => !Number.isNaN(value));
    return resamples - defined.length > mostUndefined * resamples ? null : percentileInterval(defined, confidence);
  });
}
