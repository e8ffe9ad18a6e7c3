import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { profileLimits, profileTable, withTable } from "./index.ts";
import { openTestFiles, type TestFiles } from "./open-test-files.ts";

let files: TestFiles;
beforeAll(async () => {
  files = await openTestFiles();
});
afterAll(() => files.close());

const columnOf = async (path: string) => {
  const { columns } = await withTable({ path }, profileTable);
  const [column] = columns;
  if (!column) throw new Error("the table has no column");
  return column;
};
const ofCells = async (cells: readonly (string | number)[]) =>
  await columnOf(await files.write("cells.csv", `a,b\n${cells.map((cell) => `${cell},1\n`).join("")}`));

describe("the profile of numbers", () => {
  test("tells mean, spread, quantiles and a histogram of twenty bins", async () => {
    const cells = Array.from({ length: 101 }, (_, index) => index);
    expect(await ofCells([...cells, "", ""])).toEqual({
      name: "a",
      type: "integer",
      storedType: "BIGINT",
      nullCount: 2,
      distinctCount: 101,
      isDistinctExact: true,
      min: 0,
      max: 100,
      numbers: {
        notANumberCount: 0,
        infiniteCount: 0,
        mean: 50,
        standardDeviation: expect.closeTo(Math.sqrt((101 * 102) / 12), 10),
        quantiles: { p5: 5, p25: 25, p50: 50, p75: 75, p95: 95 },
        areQuantilesExact: true,
        // The last bin holds its upper end.
        histogram: { from: 0, to: 100, counts: [...new Array(19).fill(5), 6] },
      },
      topValues: cells.slice(0, 10).map((value) => ({ value, count: 1 })),
    });
  });

  test("counts what is not finite apart", async () => {
    expect(await ofCells(["1.5", "NaN", "Infinity", "-inf", "2.5", ""])).toMatchObject({
      nullCount: 1,
      distinctCount: 5,
      min: 1.5,
      max: 2.5,
      numbers: { notANumberCount: 1, infiniteCount: 2, mean: 2, histogram: { from: 1.5, to: 2.5 } },
      topValues: expect.arrayContaining([
        { value: "NaN", count: 1 },
        { value: "Infinity", count: 1 },
      ]),
    });
    expect(await ofCells(["NaN", "NaN"])).toMatchObject({ type: "number", min: null, max: null, numbers: null });
  });

  test("does not overflow", async () => {
    expect((await ofCells(["1.7e308", "-1.7e308", "1.7e308", "-1.7e308"])).numbers).toMatchObject({
      mean: 0,
      standardDeviation: null,
      histogram: { from: -1.7e308, to: 1.7e308, counts: [2, ...new Array(18).fill(0), 2] },
    });
    expect((await ofCells(["1e300", "3e300"])).numbers).toMatchObject({
      mean: 2e300,
      standardDeviation: expect.closeTo(Math.SQRT2 * 1e300, -290),
    });
  });

  test("stays exact on a large offset", async () => {
    expect((await ofCells(["1000000000.25", "1000000000.75"])).numbers).toMatchObject({
      mean: 1_000_000_000.5,
      standardDeviation: expect.closeTo(Math.sqrt(0.125), 6),
    });
  });

  test("of one value has one bin", async () => {
    expect((await ofCells([0, 0])).numbers).toMatchObject({ mean: 0, standardDeviation: 0, histogram: { from: 0, to: 0, counts: [2] } });
    expect((await ofCells([7])).numbers).toMatchObject({ mean: 7, standardDeviation: null, histogram: { counts: [1] } });
  });

  test("writes integers that a double cannot hold as text", async () => {
    expect(await ofCells(["9007199254740993", "-170141183460469231731687303715884105727"])).toMatchObject({
      type: "integer",
      min: "-170141183460469231731687303715884105727",
      max: "9007199254740993",
      topValues: [{ value: "-170141183460469231731687303715884105727" }, { value: "9007199254740993" }],
    });
  });

  test("of many rows estimates its quantiles and says so", async () => {
    const path = await files.copy("many.parquet", "SELECT i AS a FROM range(100001) t(i)");
    const { numbers, distinctCount, isDistinctExact, topValues } = await columnOf(path);
    expect(numbers).toMatchObject({ areQuantilesExact: false, mean: 50_000 });
    expect(Math.abs((numbers?.quantiles.p25 ?? 0) - 25_000)).toBeLessThan(1_000);
    expect([isDistinctExact, topValues]).toEqual([false, null]);
    expect(Math.abs((distinctCount ?? 0) - 100_001)).toBeLessThan(10_000);
    const exact = await columnOf(await files.copy("fewer.parquet", "SELECT i AS a FROM range(100000) t(i)"));
    expect(exact.numbers).toMatchObject({ areQuantilesExact: true, quantiles: { p50: 49_999.5 } });
  });
});

describe("the most frequent values", () => {
  test("are ten at most, the frequent first", async () => {
    const { topValues, distinctCount } = await ofCells(["b", "b", "a", ..."cdefghijklm"]);
    expect(distinctCount).toBe(13);
    expect(topValues).toEqual([
      { value: "b", count: 2 },
      { value: "a", count: 1 },
      ...[..."cdefghij"].map((value) => ({ value, count: 1 })),
    ]);
  });

  test("are told of columns with few different ones alone", async () => {
    const cells = (count: number) => Array.from({ length: count }, (_, index) => `v${index}`);
    expect(await ofCells(cells(profileLimits.maxDistinctForTopValues))).toMatchObject({ distinctCount: 1_000, isDistinctExact: true });
    expect(await ofCells(cells(profileLimits.maxDistinctForTopValues + 1))).toMatchObject({ isDistinctExact: false, topValues: null });
  });

  test("are cut where they are long, yet counted whole", async () => {
    const long = "x".repeat(profileLimits.maxCharacters);
    expect((await ofCells([long, `${long}a`, `${long}b`])).topValues?.map(({ value }) => value)).toEqual([long, `${long}…`, `${long}…`]);
  });

  test("are JSON", async () => {
    const path = await files.write(
      "json.csv",
      "a,b,c,d,e\n1,NaN,2024-01-01,2024-01-01T00:00:00Z,x\0y\n99999999999999999999,Infinity,2024-01-02,2024-01-01 10:00,\n",
    );
    const profile = await withTable({ path }, profileTable);
    expect(JSON.parse(JSON.stringify(profile))).toEqual(profile);
    expect(JSON.stringify(profile)).not.toContain("\\u0000");
  });
});
