import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { previewRows, withTable } from "./index.ts";
import { openTestFiles, type TestFiles } from "./open-test-files.ts";
import { quoteLiteral } from "./quote.ts";

let files: TestFiles;
beforeAll(async () => {
  files = await openTestFiles();
});
afterAll(() => files.close());

describe("quoting", () => {
  test("makes any text one literal", async () => {
    const path = await files.write("one.csv", "a\n1\n");
    const text = fc.string({ unit: "grapheme" }).filter((value) => !value.includes("\0"));
    await withTable({ path }, async ({ engine }) => {
      const comesBack = async (value: string) => {
        expect(await engine.rows(`SELECT ${quoteLiteral(value)}`)).toEqual([[value]]);
      };
      await fc.assert(fc.asyncProperty(text, comesBack), { examples: [["'; DROP TABLE data; --"], ["\\'"], ["''"], ["$1"]] });
    });
  });

  test("refuses what a literal cannot hold", () => {
    expect(() => quoteLiteral("a\0b")).toThrow("NUL");
  });

  test.each(["it's.csv", "[a].csv", "*.csv", "a?b.csv", "x'; COPY data TO 'y.csv", "a=1.csv", "{a,b}.csv", "日本 é.csv"])(
    "opens the file called %s and no other",
    async (name) => {
      await files.write("a.csv", "wrong\n0\n");
      const path = await files.write(name, "right\n1\n");
      const preview = await withTable({ path }, (table) => previewRows(table, { limit: 5 }));
      expect(preview).toEqual({ columns: [{ name: "right", type: "text" }], rows: [["1"]], hasMore: false });
    },
  );
});
