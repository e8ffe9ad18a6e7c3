import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LakeError, previewRows, profileTable, tableLimits, withTable } from "./index.ts";
import { openTestFiles, type TestFiles } from "./open-test-files.ts";

let files: TestFiles;
beforeAll(async () => {
  files = await openTestFiles();
});
afterAll(() => files.close());

describe("a Parquet file", () => {
  test("may hold nested and unusual types", async () => {
    const path = await files.copy(
      "kinds.parquet",
      `SELECT [1, 2] AS list, {'a': 1} AS struct, map {'k': 1} AS map, '\\x00'::BLOB AS bytes, TIME '10:00' AS time, 1.25::DECIMAL(5,2) AS price,
         18446744073709551615::UBIGINT AS huge, TIMESTAMP_NS '2024-01-02 03:04:05.123456789' AS nanos, TIMESTAMPTZ '2024-01-02 03:04:05+02' AS zoned,
         DATE '2024-01-02' AS day, 'nan'::DOUBLE AS nothing, true AS flag, uuid() AS id, 'a"b' AS "x""; DROP TABLE data; --"`,
    );
    const { columns } = await withTable({ path }, profileTable);
    expect(Object.fromEntries(columns.map(({ name, type, min }) => [name, [type, min]]))).toMatchObject({
      list: ["other", null],
      struct: ["other", null],
      map: ["other", null],
      bytes: ["other", null],
      time: ["other", null],
      price: ["number", 1.25],
      huge: ["integer", "18446744073709551615"],
      nanos: ["timestamp", "2024-01-02T03:04:05.123456789"],
      zoned: ["timestamp", "2024-01-02T01:04:05Z"],
      day: ["date", "2024-01-02"],
      nothing: ["number", null],
      flag: ["boolean", true],
      id: ["text", expect.any(String)],
      'x"; DROP TABLE data; --': ["text", 'a"b'],
    });
    const { rows } = await withTable({ path }, (table) => previewRows(table, { limit: 1 }));
    expect(rows[0]?.slice(0, 6)).toEqual(["[1, 2]", "{'a': 1}", "{k=1}", "\\x00", "10:00:00", 1.25]);
  });

  test("is known by its first bytes, whatever its name", async () => {
    const parquet = await files.damage(await files.copy("plain.parquet", "SELECT 1 AS a"), (bytes) => bytes);
    expect(await withTable({ path: parquet }, async ({ format }) => format)).toBe("parquet");
    const named = await files.write("named.parquet", "a\n1\n");
    await expect(withTable({ path: named }, profileTable)).rejects.toMatchObject({ code: "malformed" });
    expect(await withTable({ path: named, format: "csv" }, async ({ format }) => format)).toBe("csv");
  });

  test("may have as many columns as allowed and no more", async () => {
    const select = (columns: number) => `SELECT ${Array.from({ length: columns }, (_, index) => `${index} AS c${index}`).join(", ")}`;
    const path = await files.copy("wide.parquet", select(tableLimits.maxColumns));
    const { rows } = await withTable({ path }, (table) => previewRows(table, { limit: 1 }));
    expect([rows[0]?.length, rows[0]?.at(-1)]).toEqual([2_000, 1_999]);
    const wider = await files.copy("wider.parquet", select(tableLimits.maxColumns + 1));
    await expect(withTable({ path: wider }, profileTable)).rejects.toThrow("The file has 2001 columns; at most 2000 are read.");
  });
});

describe("a wrong Parquet file", () => {
  const sound = () =>
    files.copy("sound.parquet", "SELECT i AS id, i * 0.5 AS half, 'l' || i % 7 AS label, [i] AS list FROM range(3000) t(i)");

  test.each([
    ["truncated", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), "The Parquet file is incomplete: its end is missing."],
    ["cut after its first bytes", (bytes: Buffer) => bytes.subarray(0, 4), "The Parquet file is incomplete: its end is missing."],
    [
      "encrypted",
      (bytes: Buffer) => Buffer.concat([Buffer.from("PARE"), bytes.subarray(4)]),
      "The Parquet file is encrypted; encrypted files are not read.",
    ],
    [
      "lying about its description's length",
      (bytes: Buffer) => {
        bytes.writeUInt32LE(0x7f_ff_ff_ff, bytes.length - 8);
        return bytes;
      },
      "The Parquet file is damaged: its description would be longer than the file.",
    ],
    [
      "without its description",
      (bytes: Buffer) => bytes.fill(0, bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8), bytes.length - 8),
      "The Parquet file is damaged or incomplete.",
    ],
  ])("that is %s is refused", async (...[, change, message]) => {
    const path = await files.damage(await sound(), change);
    await expect(withTable({ path }, profileTable)).rejects.toMatchObject({ message });
  });

  test("answers or is refused, whichever of its bytes are false", async () => {
    const path = await sound();
    const outcomes = new Set<string>();
    for (let round = 0; round < 100; round++) {
      const damaged = await files.damage(path, (bytes) => {
        const footerBytes = bytes.readUInt32LE(bytes.length - 8);
        const start = round % 2 === 0 ? bytes.length - 8 - footerBytes : 4;
        const length = round % 2 === 0 ? footerBytes : bytes.length - 12;
        // Spread over the range without chance, so that a failure is found again.
        for (let change = 1; change <= 3; change++)
          bytes[start + ((round * 7_919 + change * 104_729) % length)] = (round * 31 + change * 97) % 256;
        return bytes;
      });
      const outcome = await withTable({ path: damaged, memoryLimitBytes: 134_217_728 }, profileTable).then(
        () => "answered",
        (error: unknown) => (error instanceof LakeError ? error.code : String(error)),
      );
      outcomes.add(outcome);
    }
    expect([...outcomes].filter((outcome) => !["answered", "malformed", "unsupported", "too-large"].includes(outcome))).toEqual([]);
    expect(outcomes).toContain("malformed");
  });
});
