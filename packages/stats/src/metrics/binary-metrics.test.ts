import fc from "fast-check";
import { describe, expect, test } from "vitest";
import golden from "../../golden/metrics.json" with { type: "json" };
import { StatsError } from "../stats-error.ts";
import { binaryMetrics } from "./binary-metrics.ts";
import { calibrationBins, rowLogLoss } from "./probability.ts";
import { rankingMetrics } from "./ranking.ts";

const within = (expected: number | null) => (expected === null ? null : expect.closeTo(expected, 12));

describe("agrees with scikit-learn and scipy", () => {
  test.each(golden.binary)("$name, threshold $threshold", ({ actual, scores, threshold, expected }) => {
    const { curve, ...values } = expected;
    const labels = Uint8Array.from(actual);
    const probabilities = Float64Array.from(scores);
    const metrics = binaryMetrics(labels, probabilities, { threshold });
    expect(metrics).toMatchObject(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, within(value)])));
    const filled = calibrationBins(labels, probabilities).filter(({ rows }) => rows > 0);
    expect(filled.map(({ observedRate }) => observedRate)).toEqual(curve.observedRate.map(within));
    expect(filled.map(({ meanPredicted }) => meanPredicted)).toEqual(curve.meanPredicted.map(within));
  });
});

test("no rows leave every metric undefined", () => {
  const { rows, confusion, ...metrics } = binaryMetrics(new Uint8Array(), new Float64Array());
  expect(rows).toBe(0);
  expect(Object.values(confusion)).toEqual([0, 0, 0, 0]);
  expect(new Set(Object.values(metrics))).toEqual(new Set([null]));
});

test("the loss of a wrong certainty is held at 52 bits", () => {
  expect(rowLogLoss(1, 0)).toBeCloseTo(52 * Math.LN2, 12);
  expect(rowLogLoss(0, 1)).toBeCloseTo(52 * Math.LN2, 12);
  expect(rowLogLoss(1, 1)).toBeCloseTo(0, 12);
});

describe("refuses what it cannot compute from, and says where it is", () => {
  const labels = Uint8Array.of(0, 1);
  test.each([
    [labels, [0.1], /"probabilities" has 1 rows and "actual" has 2/],
    [Uint8Array.of(0, 2), [0.1, 0.2], /"actual" holds 2 in row 1/],
    [labels, [0.1, 1.01], /"probabilities" holds 1.01 in row 1/],
    [labels, [Number.NaN, 0.2], /"probabilities" holds NaN in row 0/],
  ])("case %#", (actual, scores, message) => {
    const compute = () => binaryMetrics(actual, Float64Array.from(scores));
    expect(compute).toThrow(StatsError);
    expect(compute).toThrow(message);
  });

  test.each([0, 1001, 2.5])("%d bins", (bins) => {
    expect(() => calibrationBins(labels, Float64Array.of(0.1, 0.2), bins)).toThrow("give a whole number from 1 to 1000");
  });

  test("no more: a probability on an edge, however it is rounded, is in the bin below", () => {
    for (const bins of [3, 10, 49, 1000])
      for (let index = 1; index < bins; index++) {
        const curve = calibrationBins(Uint8Array.of(1), Float64Array.of(index * (1 / bins)), bins);
        expect(curve.findIndex(({ rows }) => rows === 1)).toBe(index - 1);
      }
  });

  test.each([1, 1000])("but accepts %d bins", (bins) => {
    expect(calibrationBins(labels, Float64Array.of(0.1, 0.2), bins)).toHaveLength(bins);
  });
});

/** Few different scores, so that ties are common. */
const rowsOf = fc.array(fc.record({ label: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 8 }) }), {
  minLength: 1,
  maxLength: 60,
});
type Rows = readonly { readonly label: number; readonly score: number }[];
const labelsOf = (rows: Rows): Uint8Array => Uint8Array.from(rows, ({ label }) => label);
const scoresOf = (rows: Rows, by = (score: number) => score / 8): Float64Array => Float64Array.from(rows, ({ score }) => by(score));

describe("holds for any rows", () => {
  test("ranks alone decide the ranking metrics", () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const stretched = rankingMetrics(
          labelsOf(rows),
          scoresOf(rows, (score) => Math.exp(score) - 300),
        );
        expect(stretched).toEqual(rankingMetrics(labelsOf(rows), scoresOf(rows)));
      }),
    );
  });

  test("the area is the share of pairs that are in order, and mirrors with the scores", () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const pairs = rows
          .filter(({ label }) => label === 1)
          .flatMap((one) => rows.filter(({ label }) => label === 0).map((other) => one.score - other.score));
        const won = pairs.reduce((sum, gap) => sum + (Math.sign(gap) + 1) / 2, 0);
        const { rocAuc } = rankingMetrics(labelsOf(rows), scoresOf(rows));
        const mirrored = rankingMetrics(
          labelsOf(rows),
          scoresOf(rows, (score) => -score),
        ).rocAuc;
        expect(rocAuc).toEqual(pairs.length === 0 ? null : expect.closeTo(won / pairs.length, 12));
        expect(mirrored).toEqual(rocAuc === null ? null : expect.closeTo(1 - rocAuc, 12));
      }),
    );
  });

  test("the order of rows changes nothing", () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const sorted = rows.toSorted((left, right) => left.score - right.score || right.label - left.label);
        const { confusion, ...metrics } = binaryMetrics(labelsOf(rows), scoresOf(rows));
        const { confusion: sortedConfusion, ...sortedMetrics } = binaryMetrics(labelsOf(sorted), scoresOf(sorted));
        expect(sortedConfusion).toEqual(confusion);
        expect(sortedMetrics).toEqual(Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, within(value)])));
      }),
    );
  });

  test("no metric is NaN", () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const { confusion: _, ...metrics } = binaryMetrics(labelsOf(rows), scoresOf(rows));
        expect(Object.values(metrics).filter((value) => value !== null && !Number.isFinite(value))).toEqual([]);
      }),
    );
  });
});
