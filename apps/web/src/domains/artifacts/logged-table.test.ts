import { expect, test } from "vitest";
import { readLoggedTable } from "./logged-table.ts";

test("a table of log_table is read row by row", () => {
  expect(readLoggedTable('{"columns":["q","score"],"data":[["a",0.5],[null,{"type":"image"}]]}')).toEqual({
    head: ["q", "score"],
    rows: [
      ["a", "0.5"],
      ["", '{"type":"image"}'],
    ],
  });
});

test.each(["[1]", '{"columns":[],"data":[]}', '{"columns":["a"],"data":[["b","c"]]}', '{"columns":["a"],"data":{"a":1}}', "{", "null"])(
  "%s is no such table",
  (text) => {
    expect(readLoggedTable(text)).toBeUndefined();
  },
);
