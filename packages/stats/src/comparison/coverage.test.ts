import { expect, test } from "vitest";
import { normalQuantile } from "../intervals/normal-quantile.ts";
import { createRandom, type Random } from "../random/xoshiro.ts";
import { compareModels } from "./compare-models.ts";
import type { PairedMetric } from "./paired-metric.ts";

const simulations = 500;

/** Of many samples of one population, the share whose interval holds the true improvement. */
function coverage(metric: PairedMetric, truth: number, draw: (random: Random) => readonly [number, number, number]): number {
  const random = createRandom(101);
  let covered = 0;
  for (let seed = 0; seed < simulations; seed++) {
    const drawn = Array.from({ length: 250 }, () => draw(random));
    const column = (index: 0 | 1 | 2): Float64Array => Float64Array.from(drawn, (row) => row[index]);
    const rows = { actual: column(0), champion: column(1), candidate: column(2) };
    const { interval } = compareModels(rows, { metric, seed, resamples: 400 });
    if (interval && interval.low <= truth && truth <= interval.high) covered += 1;
  }
  return covered / simulations;
}

const normal = (random: Random): number => normalQuantile(random.unit() || 2 ** -54);

test("an interval of 95 % holds the true difference of mean errors in 93 to 97 % of samples", () => {
  // Errors are normal with deviations 1 and 0.9, and mean absolute errors that many times the root of 2/π; half of their noise is common.
  const share = coverage("mae", 0.1 * Math.sqrt(2 / Math.PI), (random) => {
    const target = normal(random);
    const both = normal(random);
    const noise = () => Math.SQRT1_2 * (both + normal(random));
    return [target, target + noise(), target + 0.9 * noise()];
  });
  expect(share).toBeGreaterThanOrEqual(0.93);
  expect(share).toBeLessThanOrEqual(0.97);
}, 60_000);

test("an interval of 95 % holds the true difference of areas in 93 to 97 % of samples", () => {
  // Scores of the classes are normal, 1 and 1.4 deviations apart: areas Φ(1/√2) and Φ(1.4/√2).
  const share = coverage("auc", 0.838_900_6 - 0.760_249_9, (random) => {
    const label = random.unit() < 0.5 ? 1 : 0;
    const both = normal(random);
    const score = (lift: number) => lift * label + Math.SQRT1_2 * (both + normal(random));
    return [label, score(1), score(1.4)];
  });
  expect(share).toBeGreaterThanOrEqual(0.93);
  expect(share).toBeLessThanOrEqual(0.97);
}, 60_000);
