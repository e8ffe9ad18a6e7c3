import { describe, expect, test } from "vitest";
import golden from "../../golden/fairness.json" with { type: "json" };
import { encodeCategories } from "../columns.ts";
import { StatsError } from "../stats-error.ts";
import { assessFairness, type FairnessAssessment, type FairnessOptions } from "./assess-fairness.ts";
import { disparityAgainst } from "./disparity.ts";
import type { GroupedRows } from "./group-cells.ts";
import { ratesOf } from "./group-rates.ts";

const within = (expected: number | null) => (expected === null ? null : expect.closeTo(expected, 12));
const allWithin = (values: Readonly<Record<string, number | null>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, within(value)]));

function groupColumn(names: readonly (string | null)[]): GroupedRows["group"] {
  const [column] = encodeCategories(names);
  return column ?? { names: [], codes: new Int32Array() };
}

type Case = (typeof golden.cases)[number];
const rowsOf = ({ group, actual, scores }: Pick<Case, "group" | "actual" | "scores">): Required<GroupedRows> => ({
  group: groupColumn(group),
  actual: Uint8Array.from(actual),
  scores: Float64Array.from(scores),
  predicted: Uint8Array.from(scores, (score) => (score >= 0.5 ? 1 : 0)),
});
const everyGroup = { seed: 1, resamples: 200, minGroupRows: 1 } as const;

describe.each(golden.cases)("$name", (golden) => {
  const rows = rowsOf(golden);
  const assessment = assessFairness(rows, everyGroup);

  test("groups and their distance from the largest agree with fairlearn", () => {
    const expected = golden.groups.map(({ name, calibrationInterval: _, ...values }) => ({ name, ...allWithin(values) }));
    expect(assessment.reference).toBe(golden.reference);
    expect(assessment.groups).toMatchObject(expected);
  });

  test("intervals of calibration gaps are the means' normal ones", () => {
    const found = assessment.groups.map(({ intervals }) => [intervals.calibrationGap?.low, intervals.calibrationGap?.high]);
    expect(found).toEqual(golden.groups.map(({ calibrationInterval }) => calibrationInterval.map(within)));
  });

  test("disparities between groups are fairlearn's between_groups", () => {
    expect(assessment.between).toEqual(allWithin(golden.between));
  });

  test("disparities against all rows are fairlearn's to_overall", () => {
    const cells = new Float64Array(4);
    for (const [row, outcome] of rows.actual.entries())
      cells[2 * outcome + (rows.predicted[row] ?? 0)] = (cells[2 * outcome + (rows.predicted[row] ?? 0)] ?? 0) + 1;
    const found = disparityAgainst(ratesOf(cells, true), assessment.groups);
    expect("toOverall" in golden ? found : null).toEqual(golden.toOverall ? allWithin(golden.toOverall) : null);
  });

  test("the order of rows changes nothing", () => {
    const order = golden.group.map((_, row) => row).sort((left, right) => (golden.scores[left] ?? 0) - (golden.scores[right] ?? 0));
    const pick = <Value>(column: readonly Value[]) => order.flatMap((row) => column.slice(row, row + 1));
    const sorted = rowsOf({ group: pick(golden.group), actual: pick(golden.actual), scores: pick(golden.scores) });
    const again = assessFairness(sorted, everyGroup);
    expect(again.between).toEqual(assessment.between);
    expect(again.intervals).toEqual(assessment.intervals);
    expect(again.groups.map(({ name, intervals }) => [name, intervals.selectionRateRatio])).toEqual(
      assessment.groups.map(({ name, intervals }) => [name, intervals.selectionRateRatio]),
    );
  });
});

test("the interval of a ratio agrees with scipy's stratified bootstrap but for chance", () => {
  const [threeGroups] = golden.cases;
  const rows = rowsOf(threeGroups ?? { group: [], actual: [], scores: [] });
  const { groups } = assessFairness(rows, { seed: 3, resamples: 20_000, reference: { by: "name", name: "north" } });
  const [low = 0, high = 0] = golden.ratioOfWestToNorth;
  const ratio = groups.find(({ name }) => name === "west")?.intervals.selectionRateRatio;
  expect(Math.abs((ratio?.low ?? 0) - low)).toBeLessThan(0.03 * (high - low));
  expect(Math.abs((ratio?.high ?? 0) - high)).toBeLessThan(0.03 * (high - low));
});

/** Groups by counts of true negatives, false positives, false negatives and true positives. */
function rowsFrom(cells: Readonly<Record<string, readonly [number, number, number, number]>>): GroupedRows & { actual: Uint8Array } {
  const drawn = Object.entries(cells).flatMap(([name, counts]) =>
    counts.flatMap((count, cell) => new Array<{ name: string; cell: number }>(count).fill({ name, cell })),
  );
  return {
    group: groupColumn(drawn.map(({ name }) => name)),
    actual: Uint8Array.from(drawn, ({ cell }) => cell >> 1),
    predicted: Uint8Array.from(drawn, ({ cell }) => cell & 1),
  };
}

const outcomes = ({ findings }: FairnessAssessment) => findings.map(({ group, limit, outcome }) => `${group} ${limit} ${outcome}`);

describe("the verdict", () => {
  const judge = (cells: Parameters<typeof rowsFrom>[0], options: Partial<FairnessOptions>) =>
    assessFairness(rowsFrom(cells), { seed: 1, resamples: 200, ...options });
  const fair = { a: [50, 50, 50, 50], b: [35, 25, 35, 25] } as const;

  test("passes groups that keep every limit, and names what was tested", () => {
    const passed = judge(fair, { limits: { selectionRatioMin: 0.8, tprDifferenceMax: 0.1, fprDifferenceMax: 0.1 } });
    expect(passed.verdict).toBe("pass");
    expect(outcomes(passed)).toEqual(["b selectionRatioMin kept", "b tprDifferenceMax kept", "b fprDifferenceMax kept"]);
  });

  test("a value on its limit keeps it, also where rounding misses it", () => {
    // 0.04 / 0.05 is below 0.8 by rounding.
    const edge = { a: [95, 5, 0, 0], b: [96, 4, 0, 0] } as const;
    expect(0.04 / 0.05).toBeLessThan(0.8);
    expect(judge(edge, { limits: { selectionRatioMin: 0.8 } }).verdict).toBe("pass");
    expect(judge(edge, { limits: { selectionRatioMin: 0.8001 } }).verdict).toBe("fail");
  });

  test("a group that is favoured fails as one that is not", () => {
    const skewed = { a: [140, 60, 0, 0], b: [50, 50, 0, 0] } as const;
    const failed = judge(skewed, { limits: { selectionRatioMin: 0.8 } });
    expect(failed.verdict).toBe("fail");
    expect(failed.findings).toMatchObject([{ group: "b", outcome: "violated", value: expect.closeTo(0.6, 12), allowed: 0.8 }]);
  });

  test("limits of each rate are tested for themselves", () => {
    const uneven = { a: [50, 50, 50, 50], b: [50, 50, 20, 80] } as const;
    const limits = { tprDifferenceMax: 0.2, fprDifferenceMax: 0.2 };
    expect(outcomes(judge(uneven, { limits }))).toEqual(["b tprDifferenceMax violated", "b fprDifferenceMax kept"]);
  });

  test("the lower bound asks for more than the value", () => {
    const limits = { selectionRatioMin: 0.8 };
    expect(judge(fair, { limits }).verdict).toBe("pass");
    const strict = judge(fair, { limits: { ...limits, useLowerBound: true } });
    expect(strict.verdict).toBe("fail");
    expect(strict.findings[0]?.value).toBeCloseTo(50 / 60, 12);
    expect(strict.findings[0]?.tested).toBeLessThan(0.8);
    const many = { a: [5000, 5000, 5000, 5000], b: [3500, 2500, 3500, 2500] } as const;
    expect(judge(many, { limits: { ...limits, useLowerBound: true } }).verdict).toBe("pass");
  });

  test("with it, a favoured group and a lower rate fail by their own unfavourable ends", () => {
    const favoured = { a: [100, 100, 100, 100], b: [26, 34, 26, 34] } as const;
    const lower = { a: [50, 50, 50, 50], b: [35, 25, 32, 28] } as const;
    expect(outcomes(judge(favoured, { limits: { selectionRatioMin: 0.8, useLowerBound: true } }))).toEqual([
      "b selectionRatioMin violated",
    ]);
    expect(outcomes(judge(lower, { limits: { tprDifferenceMax: 0.16, useLowerBound: true } }))).toEqual(["b tprDifferenceMax violated"]);
    expect(outcomes(judge(favoured, { limits: { selectionRatioMin: 0.8 } }))).toEqual(["b selectionRatioMin kept"]);
    expect(outcomes(judge(lower, { limits: { tprDifferenceMax: 0.16 } }))).toEqual(["b tprDifferenceMax kept"]);
  });

  test("small groups are listed and fail nothing: 99 rows are small, 100 are not", () => {
    const limits = { selectionRatioMin: 0.8 };
    const small = judge({ ...fair, c: [99, 0, 0, 0] }, { limits });
    expect([small.verdict, small.insufficient, small.between]).toEqual(["pass", ["c"], judge(fair, {}).between]);
    expect(small.intervals).toEqual(judge(fair, {}).intervals);
    expect(judge({ ...fair, c: [100, 0, 0, 0] }, { limits })).toMatchObject({ verdict: "fail", insufficient: [] });
  });

  test("it is insufficient without two groups, without the reference, and where a limit cannot be measured", () => {
    const limits = { selectionRatioMin: 0.8 };
    expect(judge({ a: fair.a }, { limits }).verdict).toBe("insufficient");
    expect(judge({}, { limits })).toMatchObject({ verdict: "insufficient", reference: null, groups: [] });
    expect(judge(fair, { limits, reference: { by: "name", name: "z" } })).toMatchObject({ verdict: "insufficient", reference: null });
    expect(judge({ ...fair, c: [5, 5, 5, 5] }, { limits, reference: { by: "name", name: "c" } }).verdict).toBe("insufficient");
    const oneClass = judge({ a: fair.a, b: [60, 60, 0, 0] }, { limits: { ...limits, tprDifferenceMax: 0.1 } });
    expect(oneClass.verdict).toBe("insufficient");
    expect(outcomes(oneClass)).toEqual(["b selectionRatioMin kept", "b tprDifferenceMax unmeasured"]);
  });

  test("rates of an outcome count from 10 rows of it", () => {
    const limits = { tprDifferenceMax: 0.5 };
    expect(judge({ a: fair.a, b: [100, 100, 5, 4] }, { limits }).verdict).toBe("insufficient");
    expect(judge({ a: fair.a, b: [100, 100, 5, 5] }, { limits }).verdict).toBe("pass");
  });

  test("outcomes that are not known leave their limits unmeasured", () => {
    const { actual: _, ...rows } = rowsFrom(fair);
    const unknown = assessFairness(rows, { seed: 1, resamples: 100, limits: { selectionRatioMin: 0.8, fprDifferenceMax: 0.1 } });
    expect(unknown.verdict).toBe("insufficient");
    expect(outcomes(unknown)).toEqual(["b selectionRatioMin kept", "b fprDifferenceMax unmeasured"]);
    expect(unknown.groups[0]).toMatchObject({
      selectionRate: 0.5,
      truePositiveRate: null,
      falsePositiveRate: null,
      baseRate: null,
      positives: null,
    });
  });

  test("calibration is tested for every group, the reference as well", () => {
    const rows = rowsFrom(fair);
    const scores = Float64Array.from(rows.actual, (_, row) => (rows.group.codes[row] === 0 ? 0.7 : 0.5));
    const failed = assessFairness({ ...rows, scores }, { seed: 1, resamples: 100, limits: { calibrationGapMax: 0.1 } });
    expect(outcomes(failed)).toEqual(["a calibrationGapMax violated", "b calibrationGapMax kept"]);
  });

  test("one group is not enough, even where it keeps a limit of its own", () => {
    const rows = rowsFrom({ a: fair.a });
    const scores = new Float64Array(200).fill(0.5);
    const alone = assessFairness({ ...rows, scores }, { seed: 1, resamples: 100, limits: { calibrationGapMax: 0.1 } });
    expect([alone.verdict, outcomes(alone)]).toEqual(["insufficient", ["a calibrationGapMax kept"]]);
  });

  test("rates of 0 and 1 have intervals with a width", () => {
    const { groups } = judge({ a: [100, 0, 0, 100], b: [100, 0, 0, 12] }, {});
    expect(groups[1]?.truePositiveRateDifference).toBe(0);
    expect(groups[1]?.intervals.truePositiveRateDifference?.low).toBeLessThan(-0.2);
    expect(groups[0]?.intervals).toMatchObject({
      selectionRateRatio: null,
      truePositiveRateDifference: null,
      falsePositiveRateDifference: null,
    });
  });

  test("there is none without limits", () => {
    expect(judge(fair, {})).toMatchObject({ verdict: null, findings: [] });
  });

  test("nobody selected in the reference: the ratio is undefined, and the limit is violated by who is", () => {
    const none = judge({ a: [200, 0, 0, 0], b: [90, 10, 0, 0], c: [100, 0, 0, 0] }, { limits: { selectionRatioMin: 0.8 } });
    expect(none.groups[1]).toMatchObject({ selectionRateRatio: null, intervals: { selectionRateRatio: null } });
    expect(outcomes(none)).toEqual(["b selectionRatioMin violated", "c selectionRatioMin unmeasured"]);
    const bound = judge({ a: [200, 0, 0, 0], b: [90, 10, 0, 0] }, { limits: { selectionRatioMin: 0.8, useLowerBound: true } });
    expect(outcomes(bound)).toEqual(["b selectionRatioMin violated"]);
  });
});

test("the reference is the largest, the most selected or the named group; rows without a group are counted", () => {
  const rows = rowsFrom({ a: [60, 60, 0, 0], b: [100, 50, 0, 0], c: [0, 20, 0, 0] });
  const reference = (options: Partial<FairnessOptions>) => assessFairness(rows, { seed: 1, resamples: 100, ...options }).reference;
  expect(reference({})).toBe("b");
  expect(reference({ reference: { by: "highest-selection-rate" } })).toBe("a");
  expect(reference({ reference: { by: "name", name: "c" } })).toBe("c");
  const partly = { predicted: Uint8Array.of(1, 0, 1), group: groupColumn(["a", null, "a"]) };
  expect(assessFairness(partly, { seed: 1, resamples: 100 })).toMatchObject({ rowsWithoutGroup: 1, groups: [{ name: "a", rows: 2 }] });
});

describe("refuses", () => {
  const rows = rowsFrom({ a: [1, 1, 1, 1], b: [1, 1, 1, 1] });
  test.each([
    [{ minGroupRows: 0 }, /least rows of a group is 0/],
    [{ minClassRows: 0 }, /least rows of an outcome is 0/],
    [{ resamples: 99 }, /from 100 to 100000/],
    [{ resamples: 100_001 }, /from 100 to 100000/],
    [{ confidence: 0 }, /the confidence is 0/],
    [{ limits: { selectionRatioMin: 1.2 } }, /the limit selectionRatioMin is 1.2/],
    [{ seed: 1.5 }, /the seed is 1.5/],
  ])("options %o", (options, message) => {
    expect(() => assessFairness(rows, { seed: 1, ...options })).toThrow(message);
  });

  test("columns of unlike length, and values that are not accepted", () => {
    const assess = (changes: Partial<GroupedRows>) => () => assessFairness({ ...rows, ...changes }, { seed: 1 });
    expect(assess({ actual: Uint8Array.of(1) })).toThrow('"actual" has 1 rows and "predicted" has 8');
    expect(assess({ predicted: new Uint8Array(8).fill(2) })).toThrow(StatsError);
    expect(assess({ scores: new Float64Array(8).fill(7) })).toThrow("a probability between 0 and 1");
    expect(assess({ group: { names: ["a"], codes: new Int32Array(8).fill(1) } })).toThrow("-1 or an index below 1");
  });

  test("more than 1,000 groups", () => {
    const many = (count: number) => ({
      predicted: new Uint8Array(count),
      group: groupColumn(Array.from({ length: count }, (_, row) => `g${row}`)),
    });
    expect(() => assessFairness(many(1001), { seed: 1 })).toThrow("there are 1001 groups: compare at most 1000");
    expect(assessFairness(many(1000), { seed: 1, resamples: 100 }).insufficient).toHaveLength(1000);
  });
});
