import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { previewRows, withTable, writeParquet } from "./index.ts";

const columns = [
  { name: 'a "quoted"; name', type: "text" },
  { name: "metrics.loss", type: "number" },
  { name: "count", type: "integer" },
  { name: "started", type: "timestamp" },
] as const;

async function* batches(...groups: (string | number | null)[][][]) {
  yield* groups;
}

test("what is written is read back with its types; missing cells stay missing", async () => {
  const written = await writeParquet({
    columns,
    batches: batches(
      [["x'y", 0.1, 7, 1_700_000_000_123]],
      [],
      [
        [null, Number.NaN, null, null],
        ["", Number.POSITIVE_INFINITY, -9_007_199_254_740_991, -1],
      ],
    ),
  });
  await withTable({ path: written.path }, async (table) => {
    expect((await table.typed(table.columns)).map(({ name, storedType }) => [name, storedType])).toEqual([
      ['a "quoted"; name', "VARCHAR"],
      ["metrics.loss", "DOUBLE"],
      ["count", "BIGINT"],
      ["started", "TIMESTAMP WITH TIME ZONE"],
    ]);
    expect((await previewRows(table, { limit: 10 })).rows).toEqual([
      ["x'y", 0.1, 7, "2023-11-14T22:13:20.123Z"],
      [null, "NaN", null, null],
      ["", "Infinity", -9_007_199_254_740_991, "1969-12-31T23:59:59.999Z"],
    ]);
  });
  await written.remove();
  expect(existsSync(path.dirname(written.path))).toBe(false);
});

test("a table without rows has its columns", async () => {
  const written = await writeParquet({ columns, batches: batches() });
  await withTable({ path: written.path }, async (table) => expect(table.columns).toHaveLength(4));
  await written.remove();
});

test("rows that fail half-way, and work that is given up, leave nothing behind", async () => {
  const before = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("plumbline-export-")).length;
  const count = await before();
  async function* failing() {
    yield [["x", 1, 1, 1]];
    throw new Error("the source is gone");
  }
  await expect(writeParquet({ columns, batches: failing() })).rejects.toThrow("the source is gone");
  const stop = new AbortController();
  async function* stopped() {
    stop.abort();
    yield [["x", 1, 1, 1]];
  }
  await expect(writeParquet({ columns, batches: stopped(), signal: stop.signal })).rejects.toMatchObject({ code: "aborted" });
  expect(await before()).toBe(count);
});
