import { describe, expect, test } from "vitest";
import intervals from "../../golden/intervals.json" with { type: "json" };
import golden from "../../golden/random.json" with { type: "json" };
import { drawBinomial, drawMultinomial } from "./binomial.ts";
import { createRandom, type Random, type RandomState, randomFrom } from "./xoshiro.ts";

const first = (random: Random, count: number): number[] => Array.from({ length: count }, random.uint32);

describe("xoshiro128**", () => {
  const published: readonly { readonly state: RandomState; readonly outputs: readonly number[] }[] = [
    { state: [1, 2, 3, 4], outputs: [11520, 0, 5927040, 70819200] },
    { state: [0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0], outputs: [0xf1391922, 0x6fe53806, 0xa5be2840, 0xf510ee70] },
  ];
  test.each(published)("gives the reference implementation's outputs from state $state", ({ state, outputs }) => {
    expect(first(randomFrom(state), outputs.length)).toEqual(outputs);
  });

  test("a seed decides the numbers, as in the second implementation", () => {
    expect(first(createRandom(42), golden.seed42.length)).toEqual(golden.seed42);
    const random = createRandom(2 ** 32 - 1);
    const counts = new Uint32Array(10);
    for (const expected of golden.seedHighestResamples) {
      random.resample(counts);
      expect([...counts]).toEqual(expected);
    }
  });

  test("seeds that are no 32-bit integers are refused", () => {
    for (const seed of [-1, 2 ** 32, 0.5, Number.NaN]) expect(() => createRandom(seed)).toThrow("give an integer from 0 to 4294967295");
  });

  test("beyond 2^21 rows a resample draws the same rows as whole numbers of any size give", () => {
    const { rows, sum } = golden.seed5SumOfRows;
    const counts = new Uint32Array(rows);
    createRandom(5).resample(counts);
    expect(counts.reduce((total, count) => total + count, 0)).toBe(rows);
    expect(counts.reduce((total, count, row) => total + count * row, 0)).toBe(sum);
  });
});

describe("binomial draws", () => {
  const draws = 20_000;

  test.each(intervals.binomial)("follow the distribution of $trials trials at $chance", ({ trials, chance, density }) => {
    const random = createRandom(1);
    const seen = new Float64Array(trials + 1);
    for (let draw = 0; draw < draws; draw++) {
      const successes = drawBinomial(random, trials, chance);
      seen[successes] = (seen[successes] ?? 0) + 1;
    }
    const { statistic, freedom } = chiSquare(seen, density);
    // Four standard deviations of a chi-square variable above its mean.
    expect(statistic).toBeLessThan(freedom + 4 * Math.sqrt(2 * freedom));
  });

  test("have the right mean and variance for a million trials", () => {
    const random = createRandom(2);
    const sample = Float64Array.from({ length: draws }, () => drawBinomial(random, 1_000_000, 0.2));
    const mean = sample.reduce((sum, value) => sum + value, 0) / draws;
    const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws;
    expect(Math.abs(mean - 200_000)).toBeLessThan(4 * Math.sqrt(160_000 / draws));
    expect(Math.abs(variance / 160_000 - 1)).toBeLessThan(4 * Math.sqrt(2 / draws));
  });

  test("edges are certain, and what is no trial or chance is refused", () => {
    const random = createRandom(3);
    expect([drawBinomial(random, 0, 0.5), drawBinomial(random, 7, 0), drawBinomial(random, 7, 1)]).toEqual([0, 0, 7]);
    expect(() => drawBinomial(random, 1.5, 0.5)).toThrow("the trials are 1.5");
    expect(() => drawBinomial(random, 1, 1.5)).toThrow("the chance is 1.5");
  });

  test("a multinomial draw spends its total on the cells that hold something", () => {
    const random = createRandom(4);
    const drawn = new Float64Array(4);
    const sums = new Float64Array(4);
    for (let draw = 0; draw < 2000; draw++) {
      drawMultinomial(random, Float64Array.of(10, 0, 30, 60), drawn);
      for (const [cell, count] of drawn.entries()) sums[cell] = (sums[cell] ?? 0) + count;
    }
    expect(sums.reduce((total, sum) => total + sum, 0)).toBe(200_000);
    expect(sums[1]).toBe(0);
    for (const [cell, share] of [0.1, 0, 0.3, 0.6].entries())
      expect(Math.abs((sums[cell] ?? 0) - share * 200_000)).toBeLessThanOrEqual(4 * Math.sqrt(200_000 * share * (1 - share)));
    drawMultinomial(random, new Float64Array(4), drawn);
    expect([...drawn]).toEqual([0, 0, 0, 0]);
  });

  /** Pearson's statistic over the values of which at least 5 are expected, the rest as one. */
  function chiSquare(seen: Float64Array, density: readonly number[]): { statistic: number; freedom: number } {
    let statistic = 0;
    let cells = 0;
    let rest = 0;
    let restExpected = 0;
    for (const [value, chance] of density.entries()) {
      const expected = draws * chance;
      const count = seen[value] ?? 0;
      if (expected >= 5) {
        statistic += (count - expected) ** 2 / expected;
        cells += 1;
      } else {
        rest += count;
        restExpected += expected;
      }
    }
    return { statistic: statistic + (restExpected > 0 ? (rest - restExpected) ** 2 / restExpected : 0), freedom: cells };
  }
});
