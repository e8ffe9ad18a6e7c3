import { parseFilter } from "@plumbline/contracts/query/filter";
import { describe, expect, test } from "vitest";
import { createBindings } from "../../../kernel/index.ts";
import { indexedConjuncts, successor } from "./indexed-conjuncts.ts";

const boundsOf = (filter: string) => {
  const parsed = parseFilter(filter, "runs");
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return indexedConjuncts(parsed.value).map(({ field, bounds }) => {
    const bindings = createBindings();
    return { name: field.name, bounds: bounds("c", bindings).join(" AND "), values: bindings.values };
  });
};

describe("what an index can find", () => {
  test.each([
    ["metrics.m > 1", "metrics.m", "c > $1::float8 AND c < 'NaN'::float8", ["1"]],
    ["metrics.m <= 1e999", "metrics.m", "c <= $1::float8", ["Infinity"]],
    ["params.p = 'a'", "params.p", "c = $1::text", ["a"]],
    ["tags.t IS NOT NULL", "tags.t", "", []],
    ["params.p LIKE 'ab_d%'", "params.p", "c >= $1::text AND c < $2::text", ["ab", "ac"]],
    ["run_id IN ('a', 'b')", "attributes.run_id", "c = ANY($1::text[])", [["a", "b"]]],
    ["start_time > 5", "attributes.start_time", "c > $1::float8 AND c < 'NaN'::float8", ["5"]],
  ])("%s", (filter, ...[name, bounds, values]) => {
    expect(boundsOf(filter)).toEqual([{ name, bounds, values }]);
  });

  test.each([
    "metrics.m != 1",
    "params.p != 'a'",
    "params.p IS NULL",
    "params.p LIKE '%a'",
    "params.p ILIKE 'a%'",
    "run_id NOT IN ('a')",
    "dataset.name = 'd'",
  ])("not %s", (filter) => {
    expect(boundsOf(filter)).toEqual([]);
  });

  test("a text is compared by as many characters as are kept, whatever their length in bytes", () => {
    const [conjunct] = boundsOf(`params.p = '${"😀".repeat(301)}'`);
    expect(conjunct?.values).toEqual(["😀".repeat(300)]);
  });

  test("no more than eight are measured", () => {
    expect(boundsOf(Array.from({ length: 9 }, (_, index) => `metrics.m${index} > 0`).join(" AND "))).toHaveLength(8);
  });
});

test.each([
  ["a", "b"],
  ["a\u{10ffff}", "b"],
  ["\ud7ff", "\ue000"],
  ["\u{10ffff}", undefined],
])("the first text above all that begin with %j is %j", (prefix, expected) => {
  expect(successor(prefix)).toBe(expected);
});
