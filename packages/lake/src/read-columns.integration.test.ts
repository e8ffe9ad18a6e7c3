import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { previewLimits, previewRows, type ReadRequest, readColumns, readLimits, withTable } from "./index.ts";
import { openTestFiles, type TestFiles } from "./open-test-files.ts";

let files: TestFiles;
let csv: string;
let parquet: string;
beforeAll(async () => {
  files = await openTestFiles();
  csv = await files.write("few.csv", 'n,real,flag,label,"a ""b"\n1,1.5,true,x,é\n,NaN,false,,é\n3,-Infinity,true,y,\n');
  parquet = await files.copy(
    "many.parquet",
    "SELECT i AS n, i / 4 AS quarter, 'l' || i % 3 AS label, DATE '2024-01-01' AS day, [i] AS list FROM range(10000) t(i)",
  );
});
afterAll(() => files.close());

const read = (path: string, request: Partial<ReadRequest> & Pick<ReadRequest, "columns">) =>
  withTable({ path }, (table) => readColumns(table, { maxRows: 10_000, ...request }));

describe("columns", () => {
  test("come in the order asked for, with NaN and -1 for what is missing", async () => {
    const { rowCount, columns } = await read(csv, {
      columns: [
        { name: 'a "b', as: "label" },
        { name: "n", as: "number" },
        { name: "real", as: "number" },
        { name: "flag", as: "number" },
        { name: "label", as: "label" },
        { name: "n", as: "label" },
      ],
    });
    expect(rowCount).toBe(3);
    expect(columns).toEqual([
      { name: 'a "b', as: "label", codes: Int32Array.of(0, 0, -1), labels: ["é"] },
      { name: "n", as: "number", values: Float64Array.of(1, Number.NaN, 3) },
      { name: "real", as: "number", values: Float64Array.of(1.5, Number.NaN, Number.NEGATIVE_INFINITY) },
      { name: "flag", as: "number", values: Float64Array.of(1, 0, 1) },
      { name: "label", as: "label", codes: Int32Array.of(0, -1, 1), labels: ["x", "y"] },
      { name: "n", as: "label", codes: Int32Array.of(0, -1, 1), labels: ["1", "3"] },
    ]);
  });

  test("longer than a chunk keep the file's order", async () => {
    const { columns } = await read(parquet, {
      columns: [
        { name: "quarter", as: "number" },
        { name: "label", as: "label" },
      ],
    });
    expect(columns).toEqual([
      { name: "quarter", as: "number", values: Float64Array.from({ length: 10_000 }, (_, index) => index / 4) },
      { name: "label", as: "label", codes: Int32Array.from({ length: 10_000 }, (_, index) => index % 3), labels: ["l0", "l1", "l2"] },
    ]);
  });

  test("that are not there are answered with those that are", async () => {
    await expect(read(csv, { columns: [{ name: "N", as: "number" }] })).rejects.toMatchObject({
      code: "unknown-column",
      place: { column: "N" },
      message: 'There is no column "N"; the table has "n", "real", "flag", "label", "a "b".',
    });
  });

  test.each([
    [{ name: "label", as: "number" }, 'The column "label" holds text and cannot be read as numbers.'],
    [{ name: "day", as: "number" }, 'The column "day" holds dates and cannot be read as numbers.'],
    [{ name: "list", as: "label" }, 'The column "list" holds values of the type BIGINT[] and cannot be read as labels.'],
  ] as const)("of another type are refused: %j", async (column, message) => {
    await expect(read(parquet, { columns: [column] })).rejects.toMatchObject({ code: "wrong-type", message });
  });
});

describe("limits of reading", () => {
  const n = { name: "n", as: "number" } as const;

  test("rows", async () => {
    expect((await read(csv, { columns: [n], maxRows: 3 })).rowCount).toBe(3);
    await expect(read(csv, { columns: [n], maxRows: 2 })).rejects.toMatchObject({
      code: "too-large",
      message: "The table has more than 2 rows.",
    });
  });

  test("labels", async () => {
    const columns = [{ name: "label", as: "label" }] as const;
    expect((await read(parquet, { columns, maxLabels: 3 })).columns[0]).toMatchObject({ labels: ["l0", "l1", "l2"] });
    await expect(read(parquet, { columns, maxLabels: 2 })).rejects.toThrow('The column "label" holds more than 2 different labels.');
  });

  test("a label's length", async () => {
    const columns = [{ name: "a", as: "label" }] as const;
    const labelled = (length: number) => files.write(`label-${length}.csv`, `a,b\n${"x".repeat(length)},1\n`);
    const path = await labelled(readLimits.maxLabelCharacters);
    expect((await read(path, { columns })).columns[0]).toMatchObject({ labels: ["x".repeat(1_000)] });
    await expect(read(await labelled(readLimits.maxLabelCharacters + 1), { columns })).rejects.toThrow("is longer than 1000 characters");
  });

  test.each([
    ["no columns", { columns: [], maxRows: 1 }],
    ["too many columns", { columns: new Array(readLimits.maxColumns + 1).fill(n), maxRows: 1 }],
    ["no rows", { columns: [n], maxRows: 0 }],
    ["too many rows", { columns: [n], maxRows: readLimits.maxRows + 1 }],
    ["half a row", { columns: [n], maxRows: 1.5 }],
    ["too many labels", { columns: [n], maxRows: 1, maxLabels: readLimits.maxLabels + 1 }],
  ])("are not passed by asking for %s", async (_, request) => {
    await expect(read(csv, request)).rejects.toMatchObject({ code: "invalid" });
  });

  test("cells", async () => {
    const columns = new Array(5).fill(n);
    expect((await read(csv, { columns, maxRows: readLimits.maxCells / 5 })).rowCount).toBe(3);
    await expect(read(csv, { columns: [...columns, n], maxRows: readLimits.maxCells / 5 })).rejects.toMatchObject({ code: "too-large" });
  });
});

describe("a page of rows", () => {
  const page = (path: string, options: { limit: number; offset?: number }) => withTable({ path }, (table) => previewRows(table, options));

  test("says whether there are more", async () => {
    expect(await page(parquet, { limit: 2, offset: 9_997 })).toMatchObject({
      rows: [
        [9_997, 2_499.25, "l1", "2024-01-01", "[9997]"],
        [9_998, 2_499.5, "l2", "2024-01-01", "[9998]"],
      ],
      hasMore: true,
    });
    expect((await page(parquet, { limit: 2, offset: 9_998 })).hasMore).toBe(false);
    expect(await page(parquet, { limit: 2, offset: 10_000 })).toMatchObject({ rows: [], hasMore: false });
  });

  test("has as many rows as allowed and no more", async () => {
    expect((await page(parquet, { limit: previewLimits.maxRows })).rows).toHaveLength(200);
    await expect(page(parquet, { limit: previewLimits.maxRows + 1 })).rejects.toThrow(
      "The limit of a preview is a whole number from 0 to 200.",
    );
    await expect(page(parquet, { limit: 1, offset: previewLimits.maxOffset + 1 })).rejects.toMatchObject({ code: "invalid" });
    await expect(page(parquet, { limit: 1, offset: -1 })).rejects.toMatchObject({ code: "invalid" });
  });

  test("cuts long values", async () => {
    const path = await files.write(
      "long.csv",
      `a,b\n${"x".repeat(previewLimits.maxCharacters)},${"y".repeat(previewLimits.maxCharacters + 1)}\n`,
    );
    expect((await page(path, { limit: 1 })).rows).toEqual([["x".repeat(500), `${"y".repeat(500)}…`]]);
  });
});
