import { describe, expect, test } from "vitest";
import golden from "../../golden/comparison.json" with { type: "json" };
import { createRandom } from "../random/xoshiro.ts";
import { StatsError } from "../stats-error.ts";
import type { PairedRows } from "./canonical-rows.ts";
import { type CompareOptions, compareModels, verdictOf } from "./compare-models.ts";
import type { PairedMetric } from "./paired-metric.ts";

const rowsFrom = (columns: Record<keyof PairedRows, readonly number[]>): PairedRows => ({
  actual: Float64Array.from(columns.actual),
  champion: Float64Array.from(columns.champion),
  candidate: Float64Array.from(columns.candidate),
});
const classifier = rowsFrom(golden.sets.classifier);
const regression = rowsFrom(golden.sets.regression);
const cases = golden.cases.map(({ metric, sameResamples, scipy, ...expected }) => ({
  ...expected,
  metric: metric as PairedMetric,
  rows: expected.rows === "regression" ? regression : classifier,
  same: interval(sameResamples),
  scipy: interval(scipy),
}));

function interval([low = Number.NaN, high = Number.NaN]: readonly number[]) {
  return { low, high };
}

describe.each(cases)("$metric", ({ metric, rows, champion, candidate, improvement, same, scipy }) => {
  test("agrees with scikit-learn on the same resamples", () => {
    expect(compareModels(rows, { metric, seed: golden.seed, resamples: golden.resamples })).toMatchObject({
      champion: expect.closeTo(champion, 12),
      candidate: expect.closeTo(candidate, 12),
      improvement: expect.closeTo(improvement, 12),
      interval: { low: expect.closeTo(same.low, 12), high: expect.closeTo(same.high, 12) },
      undefinedResamples: 0,
      withoutInterval: null,
    });
  });

  test("agrees with scipy's bootstrap but for chance", () => {
    const ours = compareModels(rows, { metric, seed: 1, resamples: golden.scipyResamples }).interval ?? interval([]);
    // Each end has a standard error of about 1 % of the width with 10,000 resamples: four of the difference of two.
    const tolerance = 0.04 * (scipy.high - scipy.low);
    expect(Math.abs(ours.low - scipy.low)).toBeLessThan(tolerance);
    expect(Math.abs(ours.high - scipy.high)).toBeLessThan(tolerance);
  });

  test("swapped models give the mirrored result", () => {
    const options: CompareOptions = { metric, seed: 9, resamples: 200, thresholds: { champion: 0.5, candidate: 0.45 } };
    const straight = compareModels(rows, options);
    const swapped = compareModels(
      { actual: rows.actual, champion: rows.candidate, candidate: rows.champion },
      { ...options, thresholds: { champion: 0.45, candidate: 0.5 } },
    );
    const mirrors = { better: "worse", worse: "better", equivalent: "equivalent", inconclusive: "inconclusive" };
    expect(swapped.champion).toBe(straight.candidate);
    expect(swapped.improvement).toBe(-(straight.improvement ?? 0));
    expect(swapped.interval?.low).toBeCloseTo(-(straight.interval?.high ?? 0), 14);
    expect(swapped.interval?.high).toBeCloseTo(-(straight.interval?.low ?? 0), 14);
    expect(swapped.verdict).toBe(mirrors[straight.verdict]);
  });

  test("the order of rows changes nothing, the seed the resamples", () => {
    const options: CompareOptions = { metric, seed: 9, resamples: 200 };
    const straight = compareModels(rows, options);
    expect(compareModels(shuffled(rows), options)).toEqual(straight);
    expect(compareModels(rows, { ...options, seed: 10 }).interval).not.toEqual(straight.interval);
  });

  test("a model is equivalent to itself", () => {
    const {
      improvement: none,
      interval: point,
      verdict,
      isNonInferior,
    } = compareModels({ ...rows, candidate: rows.champion }, { metric, seed: 1 });
    expect({ none, point, verdict, isNonInferior }).toEqual({
      none: 0,
      point: { low: 0, high: 0 },
      verdict: "equivalent",
      isNonInferior: true,
    });
  });
});

function shuffled(rows: PairedRows): PairedRows {
  const random = createRandom(77);
  const order = Array.from(rows.actual, (_, row) => ({ row, key: random.unit() })).sort((left, right) => left.key - right.key);
  const pick = (column: Float64Array) => Float64Array.from(order, ({ row }) => column[row] ?? 0);
  return { actual: pick(rows.actual), champion: pick(rows.champion), candidate: pick(rows.candidate) };
}

describe("the verdict", () => {
  test.each([
    [{ low: 0.01, high: 0.05 }, 0, "better"],
    [{ low: 0.01, high: 0.05 }, 0.04, "better"],
    [{ low: 0.01, high: 0.05 }, 0.05, "equivalent"],
    [{ low: -0.05, high: -0.01 }, 0.04, "worse"],
    [{ low: -0.05, high: -0.01 }, 0.05, "equivalent"],
    [{ low: -0.02, high: 0.05 }, 0.04, "inconclusive"],
    [{ low: 0, high: 0.05 }, 0, "inconclusive"],
    [{ low: -0.05, high: 0 }, 0, "inconclusive"],
    [{ low: 0, high: 0 }, 0, "equivalent"],
  ] as const)("of %o with margin %d is %s", (ends, margin, verdict) => {
    expect(verdictOf(ends, margin)).toBe(verdict);
  });

  test("a clearly better model is better and not inferior, its opposite worse and inferior", () => {
    const actual = Float64Array.from({ length: 200 }, (_, row) => row % 2);
    const good = Float64Array.from(actual, (value, row) => (row % 10 === 0 ? 0.5 : 0.1 + 0.8 * value));
    const bad = Float64Array.from(actual, (_, row) => (row % 7) / 7);
    const better = compareModels({ actual, champion: bad, candidate: good }, { metric: "auc", seed: 1, margin: 0.01 });
    const worse = compareModels({ actual, champion: good, candidate: bad }, { metric: "auc", seed: 1, margin: 0.01 });
    expect([better.verdict, better.isNonInferior, worse.verdict, worse.isNonInferior]).toEqual(["better", true, "worse", false]);
  });
});

test("a candidate is not inferior as long as the interval's lower end is within the margin", () => {
  const judge = (margin: number) => compareModels(classifier, { metric: "brier", seed: 1, confidence: 0.999_9, margin });
  const low = judge(0).interval?.low ?? 0;
  expect(low).toBeLessThan(0);
  expect(judge(-low)).toMatchObject({ verdict: "inconclusive", isNonInferior: true });
  expect(judge(-low * 0.999)).toMatchObject({ verdict: "inconclusive", isNonInferior: false });
});

describe("without an interval the verdict is inconclusive, and says why", () => {
  const labelled = (positives: number, rows = 200): PairedRows => ({
    actual: Float64Array.from({ length: rows }, (_, row) => (row < positives ? 1 : 0)),
    champion: Float64Array.from({ length: rows }, (_, row) => row / rows),
    candidate: Float64Array.from({ length: rows }, (_, row) => 1 - row / rows),
  });
  const outcome = (rows: PairedRows, options: Partial<CompareOptions> = {}) => {
    const { interval: ends, verdict, withoutInterval, isNonInferior } = compareModels(rows, { metric: "auc", seed: 1, ...options });
    return { ends: ends !== null, verdict, withoutInterval, isNonInferior };
  };
  const none = { ends: false, verdict: "inconclusive", isNonInferior: false };

  test("one class alone", () => {
    expect(outcome(labelled(0))).toEqual({ ...none, withoutInterval: "undefined" });
    expect(compareModels(labelled(0), { metric: "auc", seed: 1 })).toMatchObject({ champion: null, candidate: null, improvement: null });
  });

  test("too few rows of one class: 9 are, 10 are not", () => {
    expect(outcome(labelled(9))).toEqual({ ...none, withoutInterval: "too-few-rows" });
    expect(outcome(labelled(191))).toEqual({ ...none, withoutInterval: "too-few-rows" });
    expect(outcome(labelled(10))).toEqual({ ends: true, verdict: "better", withoutInterval: null, isNonInferior: true });
    expect(outcome(labelled(9), { metric: "brier" }).ends).toBe(true);
  });

  test("a class that many resamples miss: of 4 rows one in 50 does, of 6 one in 400", () => {
    expect(outcome(labelled(4), { minClassRows: 1 })).toEqual({ ...none, withoutInterval: "undefined-resamples" });
    expect(outcome(labelled(6), { minClassRows: 1 }).ends).toBe(true);
  });

  test("too few rows: 29 are, 30 are not", () => {
    expect(outcome(labelled(10, 29))).toEqual({ ...none, withoutInterval: "too-few-rows" });
    expect(outcome(labelled(10, 30)).ends).toBe(true);
  });

  test("no rows", () => {
    expect(outcome(labelled(0, 0))).toEqual({ ...none, withoutInterval: "undefined" });
  });

  test("a target that does not vary has no r2", () => {
    const constant = { ...labelled(0), actual: new Float64Array(200).fill(0.1) };
    expect(outcome(constant, { metric: "r2" })).toEqual({ ...none, withoutInterval: "undefined" });
  });
});

test("a resample whose target does not vary has no r2, whatever rounding leaves", () => {
  const rows = { ...regression, actual: regression.actual.map((_, row) => (row === 7 ? 0.3 : 0.1)) };
  const { improvement, withoutInterval, undefinedResamples } = compareModels(rows, { metric: "r2", seed: 1 });
  expect(improvement).not.toBeNull();
  expect(withoutInterval).toBe("undefined-resamples");
  // One row is missed by (1 - 1/80)^80 of the resamples.
  expect(Math.abs(undefinedResamples / 2000 - 0.366)).toBeLessThan(0.04);
});

describe("refuses", () => {
  const valid: CompareOptions = { metric: "auc", seed: 1, resamples: 100 };
  test.each([
    [{ resamples: 99 }, /from 100 to 100000/],
    [{ resamples: 100_001 }, /from 100 to 100000/],
    [{ margin: -0.1 }, /the margin is -0.1/],
    [{ margin: Number.POSITIVE_INFINITY }, /the margin is Infinity/],
    [{ confidence: 1 }, /the confidence is 1/],
    [{ minRows: 1 }, /give a whole number from 2/],
    [{ minClassRows: 0 }, /give a whole number from 1/],
    [{ seed: -1 }, /the seed is -1/],
  ])("options %o", (options, message) => {
    expect(() => compareModels(classifier, { ...valid, ...options })).toThrow(message);
  });

  test("columns of unlike length, labels that are none, and scores that are no probabilities where they must be", () => {
    const short = { ...classifier, candidate: classifier.candidate.slice(1) };
    const far = { ...classifier, candidate: classifier.candidate.map((score) => score * 10) };
    expect(() => compareModels(short, valid)).toThrow('"candidate" has 119 rows and "actual" has 120');
    expect(() => compareModels({ ...classifier, actual: classifier.champion }, valid)).toThrow(StatsError);
    expect(() => compareModels(far, { ...valid, metric: "brier" })).toThrow("a probability between 0 and 1");
    expect(compareModels(far, valid).candidate).toBe(compareModels(classifier, valid).candidate);
  });
});
