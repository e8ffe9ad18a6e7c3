import { expect, test } from "vitest";
import type { Interval } from "../intervals/interval.ts";
import { drawMultinomial } from "../random/binomial.ts";
import { createRandom, type Random } from "../random/xoshiro.ts";
import { compareGroups, type GroupComparison } from "./group-comparison.ts";

const simulations = 600;

// True negatives, false positives, false negatives and true positives as often as a sample of this size holds them on average.
const reference = Float64Array.of(175, 75, 30, 120);
const other = Float64Array.of(120, 30, 35, 65);

function draw(random: Random, population: Float64Array): Float64Array {
  const cells = new Float64Array(4);
  drawMultinomial(random, population, cells);
  return cells;
}

/** Of many samples, the share whose interval for the other group against the reference holds the truth. */
function coverage(intervalOf: (group: GroupComparison) => Interval | null, truth: number): number {
  const random = createRandom(11);
  let covered = 0;
  for (let seed = 0; seed < simulations; seed++) {
    const groups = [reference, other].map((population, index) => ({ name: `${index}`, cells: draw(random, population), residuals: null }));
    const [, compared] = compareGroups(groups, 0, { hasActual: true, seed, resamples: 400, confidence: 0.95, minGroupRows: 1 });
    const interval = compared ? intervalOf(compared) : null;
    if (interval && interval.low <= truth && truth <= interval.high) covered += 1;
  }
  return covered / simulations;
}

test("an interval of 95 % holds the true ratio of selection rates in 93 to 97 % of samples", () => {
  const share = coverage(({ intervals }) => intervals.selectionRateRatio, 95 / 250 / (195 / 400));
  expect(share).toBeGreaterThanOrEqual(0.93);
  expect(share).toBeLessThanOrEqual(0.97);
}, 60_000);

test("an interval of 95 % holds the true difference of true positive rates in 93 to 97 % of samples", () => {
  const share = coverage(({ intervals }) => intervals.truePositiveRateDifference, 65 / 100 - 120 / 150);
  expect(share).toBeGreaterThanOrEqual(0.93);
  expect(share).toBeLessThanOrEqual(0.97);
}, 60_000);
