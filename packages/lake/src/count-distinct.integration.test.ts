import { afterAll, beforeAll, expect, test } from "vitest";
import { countDistinct, countRows, withTable } from "./index.ts";
import { openTestFiles, type TestFiles } from "./open-test-files.ts";

let files: TestFiles;
beforeAll(async () => {
  files = await openTestFiles();
});
afterAll(() => files.close());

const table = "SELECT i AS id, i % 3000 AS many, CASE WHEN i % 4 > 0 THEN i % 4 END AS gaps, 'x' AS same FROM range(20000) t(i)";

test.each(["a.csv", "a.parquet"])("rows and different values of %s are counted exactly, however many there are", async (name) => {
  const path = await files.copy(name, table);
  await withTable({ path }, async (opened) => {
    expect(await countRows(opened)).toBe(20_000);
    expect(Object.fromEntries(await countDistinct(opened, ["id", "many", "gaps", "same", "id"]))).toEqual({
      id: 20_000,
      many: 3000,
      gaps: 3,
      same: 1,
    });
    await expect(countDistinct(opened, ["nobody"])).rejects.toMatchObject({ code: "unknown-column", place: { column: "nobody" } });
  });
});

test("values of a CSV file count by what they mean, and an empty file has none", async () => {
  const path = await files.write("b.csv", "n\n1\n1.0\n01.50\n1.5\n\n");
  await withTable({ path }, async (opened) => expect((await countDistinct(opened, ["n"])).get("n")).toBeLessThanOrEqual(4));
  const empty = await files.write("c.csv", "a,b\n");
  await withTable({ path: empty }, async (opened) => {
    expect([await countRows(opened), (await countDistinct(opened, ["a"])).get("a")]).toEqual([0, 0]);
  });
});
