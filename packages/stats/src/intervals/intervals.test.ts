import { describe, expect, test } from "vitest";
import golden from "../../golden/intervals.json" with { type: "json" };
import { newcombeInterval } from "./newcombe.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { percentileInterval, quantile, quantileOfSorted } from "./percentile.ts";
import { wilsonInterval } from "./wilson.ts";

describe("normal quantile", () => {
  test("agrees with scipy from the far tail to the centre", () => {
    const { probabilities, quantiles } = golden.normal;
    expect(probabilities.map(normalQuantile)).toEqual(quantiles.map((z) => expect.closeTo(z, 12)));
  });

  test("ends are infinite, and what is no probability is refused", () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(() => normalQuantile(-0.1)).toThrow("give a number from 0 to 1");
    expect(() => normalQuantile(Number.NaN)).toThrow("give a number from 0 to 1");
  });
});

describe("quantiles of a column", () => {
  test.each([golden.percentile, golden.percentileOfTwo])("agree with numpy to the last bit", ({ column, fractions, quantiles }) => {
    expect(fractions.map((fraction) => quantile(Float64Array.from(column), fraction))).toEqual(quantiles);
  });

  test("one value is every quantile, no value none", () => {
    expect(quantileOfSorted(Float64Array.of(4), 0.3)).toBe(4);
    expect(quantileOfSorted(new Float64Array(), 0.3)).toBeNull();
    expect(percentileInterval(new Float64Array(), 0.95)).toBeNull();
  });

  test("the column keeps its order", () => {
    const column = Float64Array.of(3, 1, 2);
    expect(quantile(column, 0.5)).toBe(2);
    expect([...column]).toEqual([3, 1, 2]);
  });

  test("fractions and confidences outside their range are refused", () => {
    expect(() => quantile(Float64Array.of(1), 1.1)).toThrow("the fraction is 1.1");
    expect(() => percentileInterval(Float64Array.of(1), 1)).toThrow("the confidence is 1");
    expect(() => percentileInterval(Float64Array.of(1), 0)).toThrow("the confidence is 0");
  });
});

describe("Wilson's interval", () => {
  test.each(golden.wilson)("agrees with scipy: $successes of $trials at $confidence", ({ successes, trials, confidence, low, high }) => {
    const interval = wilsonInterval(successes, trials, confidence);
    expect(interval).toEqual({ low: expect.closeTo(low, 12), high: expect.closeTo(high, 12) });
  });

  test("there is none without trials, and counts that are none are refused", () => {
    expect(wilsonInterval(0, 0)).toBeNull();
    for (const [successes, trials] of [
      [2, 1],
      [-1, 1],
      [0.5, 1],
    ] as const)
      expect(() => wilsonInterval(successes, trials)).toThrow("give whole numbers with 0 <= successes <= trials");
  });
});

describe("Newcombe's interval of a difference", () => {
  test.each(golden.newcombe)("agrees with statsmodels: $left and $right", ({ left, right, low, high }) => {
    expect(newcombeInterval(left, right)).toEqual({ low: expect.closeTo(low, 12), high: expect.closeTo(high, 12) });
  });

  test("agrees with the published table", () => {
    const interval = newcombeInterval({ successes: 56, trials: 70 }, { successes: 48, trials: 80 });
    expect(interval).toEqual({ low: expect.closeTo(0.0524, 4), high: expect.closeTo(0.3339, 4) });
  });

  test("there is none where either has no trials", () => {
    expect(newcombeInterval({ successes: 0, trials: 0 }, { successes: 1, trials: 2 })).toBeNull();
    expect(newcombeInterval({ successes: 1, trials: 2 }, { successes: 0, trials: 0 })).toBeNull();
  });
});
