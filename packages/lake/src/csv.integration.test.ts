import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { previewRows, profileTable, tableLimits, withTable } from "./index.ts";
import { openTestFiles, type TestFiles } from "./open-test-files.ts";

let files: TestFiles;
beforeAll(async () => {
  files = await openTestFiles();
});
afterAll(() => files.close());

const rowsOf = async (path: string) => (await withTable({ path }, (table) => previewRows(table, { limit: 10 }))).rows;
const typesOf = async (path: string) =>
  (await withTable({ path }, (table) => table.typed(table.columns))).map(({ name, storedType }) => [name, storedType]);

describe("a CSV file", () => {
  test("may have quotes, delimiters and lines within cells, and a byte order mark", async () => {
    const path = await files.write("quotes.csv", '\uFEFFid,text\n1,"a ""quoted"", word"\n2,"two\nlines"\n3,\n');
    expect(await rowsOf(path)).toEqual([
      ["1", 'a "quoted", word'],
      ["2", "two\nlines"],
      ["3", null],
    ]);
  });

  test.each(["\n", "\r\n", "\r"])("may end its lines with %j", async (end) => {
    const path = await files.write("ends.csv", ["a;b", "1;x", "2;y", ""].join(end));
    expect(await rowsOf(path)).toEqual([
      ["1", "x"],
      ["2", "y"],
    ]);
  });

  test.each(["a,b\n", "a,b", "\uFEFFa,b\r\n"])("of a first line alone has no rows: %j", async (text) => {
    const path = await files.write("header.csv", text);
    const profile = await withTable({ path }, profileTable);
    expect(profile.rowCount).toBe(0);
    expect(profile.columns).toMatchObject([
      { name: "a", type: "text", nullCount: 0, distinctCount: 0, min: null, topValues: [] },
      { name: "b" },
    ]);
  });

  test("gives a column the narrowest type that all its cells have", async () => {
    const path = await files.write(
      "types.csv",
      [
        "flag,whole,huge,real,odd,day,moment,zoned,code,none,mixed",
        "true,1,123456789012345678901234567890,1,NaN,2024-01-31,2024-01-31,2024-01-31T10:00:00Z,007,,1",
        "False,-2,1,2.5e3,-Infinity,2024-02-29,2024-01-31 10:00:00.5,2024-01-31 10:00:00+02:00,12,,x",
      ].join("\n"),
    );
    expect(Object.fromEntries(await typesOf(path))).toEqual({
      flag: "BOOLEAN",
      whole: "BIGINT",
      huge: "HUGEINT",
      real: "DOUBLE",
      odd: "DOUBLE",
      day: "DATE",
      moment: "TIMESTAMP",
      zoned: "TIMESTAMP WITH TIME ZONE",
      code: "VARCHAR",
      none: "VARCHAR",
      mixed: "VARCHAR",
    });
  });

  test.each([
    ["0x1F", "VARCHAR"],
    ["1_000", "VARCHAR"],
    ["1,5", "VARCHAR"],
    ["+.5", "DOUBLE"],
    ["1.", "DOUBLE"],
    ["1e400", "DOUBLE"],
    ["2024-02-30", "VARCHAR"],
    ["01/02/2024", "VARCHAR"],
    ["9223372036854775808", "HUGEINT"],
    ["999999999999999999999999999999999999999", "DOUBLE"],
    ["yes", "VARCHAR"],
  ])("takes %s for %s", async (cell, type) => {
    expect(await typesOf(await files.write("cell.csv", `a\n"${cell}"\n`))).toEqual([["a", type]]);
  });

  test("that changes its mind in the last line is looked at to the end", async () => {
    const path = await files.write("late.csv", `a,b,c,d\n${"1,2,2024-01-01,\n".repeat(30_000)}1.5,x,2024-01-01 10:00,7\n`);
    expect(await typesOf(path)).toEqual([
      ["a", "DOUBLE"],
      ["b", "VARCHAR"],
      ["c", "TIMESTAMP"],
      ["d", "BIGINT"],
    ]);
  });

  test("whose cells and names look like statements is only data", async () => {
    const path = await files.write(
      "code.csv",
      "\"a\"\"; DROP TABLE data; --\",'x' OR 1=1\n\"read_csv('/etc/passwd')\",'; COPY data TO '/etc/x'\n",
    );
    expect(await rowsOf(path)).toEqual([["read_csv('/etc/passwd')", "'; COPY data TO '/etc/x'"]]);
    const { columns } = await withTable({ path }, profileTable);
    expect(columns.map(({ name, topValues }) => [name, topValues?.[0]?.value])).toEqual([
      ['a"; DROP TABLE data; --', "read_csv('/etc/passwd')"],
      ["'x' OR 1=1", "'; COPY data TO '/etc/x'"],
    ]);
  });
});

describe("a wrong CSV file", () => {
  test.each([
    ["has a short line", "a,b\n1,2\n3\n", 3, "Line 3 of the CSV file has 1 cells where the first line names 2 columns."],
    ["has a long line", "a,b\n1,2,3\n4,5,6\n", 2, "Line 2 of the CSV file has 3 cells where the first line names 2 columns."],
    [
      "has a long line far down",
      `a,b\n${"1,2\n".repeat(100_000)}1,2,3\n`,
      100_002,
      "Line 100002 of the CSV file has 3 cells where the first line names 2 columns.",
    ],
    [
      "is not UTF-8",
      Buffer.from("a,b\n1,2\n1,caf\xe9\n", "latin1"),
      3,
      "Line 3 of the CSV file is not UTF-8; save the file with the encoding UTF-8.",
    ],
    ["has an open quote", 'a,b\n1,"x\n2,y\n', 2, "Line 2 of the CSV file has a quote that is not closed, or text after a closing quote."],
    [
      "mixes line ends",
      "a,b\r\n1,x\n2,y\r\n",
      undefined,
      "The CSV file does not follow CSV; see that all lines end alike and that quotes within cells are doubled.",
    ],
  ])("that %s says so", async (...[, content, line, message]) => {
    const path = await files.write("wrong.csv", content);
    await expect(withTable({ path }, profileTable)).rejects.toMatchObject({ code: "malformed", place: { line }, message });
  });

  test.each([
    ["empty", "", "malformed", "The file is empty."],
    [
      "UTF-16",
      Buffer.from("\uFEFFa,b\n", "utf16le"),
      "unsupported",
      "The file is UTF-16 or binary; save it as CSV with the encoding UTF-8.",
    ],
    [
      "compressed",
      Buffer.from([0x1f, 0x8b, 8, 0]),
      "unsupported",
      "The file is compressed with gzip; CSV and Parquet files are read as they are.",
    ],
    [
      "a spreadsheet",
      "PK\x03\x04",
      "unsupported",
      "The file is a ZIP archive or a spreadsheet; CSV and Parquet files are read as they are.",
    ],
  ])("that is %s is refused", async (...[, content, code, message]) => {
    const path = await files.write("no.csv", content);
    await expect(withTable({ path }, profileTable)).rejects.toMatchObject({ code, message });
  });
});

describe("limits of a CSV file", () => {
  const wide = (columns: number) =>
    `${Array.from({ length: columns }, (_, index) => `c${index}`).join(",")}\n${"1,".repeat(columns - 1)}1\n`;

  test("columns", async () => {
    const path = await files.write("wide.csv", wide(tableLimits.maxColumns));
    const { columns, rows } = await withTable({ path }, (table) => previewRows(table, { limit: 1 }));
    expect([columns.length, columns.at(-1)?.name, rows[0]?.at(-1)]).toEqual([2_000, "c1999", "1"]);
    const wider = await files.write("wider.csv", wide(tableLimits.maxColumns + 1));
    await expect(withTable({ path: wider }, profileTable)).rejects.toThrow("The file has 2001 columns; at most 2000 are read.");
  });

  test("columns that are more than one statement takes", async () => {
    const { columns } = await withTable({ path: await files.write("many.csv", wide(205)) }, profileTable);
    expect(columns.map(({ name, type, max, numbers }) => [name, type, max, numbers?.mean])).toEqual(
      Array.from({ length: 205 }, (_, index) => [`c${index}`, "integer", 1, 1]),
    );
  });

  test("a first line of delimiters alone", async () => {
    const path = await files.write("commas.csv", ",".repeat(4_000_000));
    await expect(withTable({ path }, profileTable)).rejects.toMatchObject({ code: "too-large", place: { line: 1 } });
  });

  test("bytes", async () => {
    const path = await files.write("bytes.csv", "a\n1\n");
    expect(await withTable({ path, maxBytes: 4 }, async ({ sizeBytes }) => sizeBytes)).toBe(4);
    await expect(withTable({ path, maxBytes: 3 }, profileTable)).rejects.toThrow("The file has 4 bytes; at most 3 are read.");
  });

  test("a line", async () => {
    const line = (bytes: number) => `a,b\n${"1,2\n".repeat(10)}1,${"x".repeat(bytes - 2)}\n`;
    // With its line feed.
    const path = await files.write("line.csv", line(tableLimits.maxLineBytes - 1));
    const { columns } = await withTable({ path }, profileTable);
    expect(columns[1]?.max).toBe(`${"x".repeat(200)}…`);
    const longer = await files.write("longer.csv", line(tableLimits.maxLineBytes + 1));
    await expect(withTable({ path: longer }, profileTable)).rejects.toMatchObject({ code: "too-large", place: { line: 12 } });
  });
});
