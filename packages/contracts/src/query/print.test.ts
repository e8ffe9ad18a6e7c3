import fc from "fast-check";
import { expect, test } from "vitest";
import { dialects, type FilterDialect, listOperators, numberOperators, presenceOperators, textOperators } from "./dialects.ts";
import type { Comparison } from "./expression.ts";
import { parseFilter } from "./filter.ts";
import { parseOrderBy } from "./order-by.ts";
import { printFilter, printKey, printOrderBy, printText } from "./print.ts";

const keys = fc.oneof(
  fc.stringMatching(/^[/\w.\- :]{0,20}$/),
  fc.constantFrom("a", "mlflow.user", "select", "from", "in", "null", "not", "1", "5_fold", "val/f1 score", "é", "'a'", "a`b"),
  fc.string({ unit: "binary", maxLength: 10 }),
);
const values = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("", "it's", 'say "hi"', "x AND y", "%a_", "\\'", "''", "--", "/* */", "a\nb", "\\"),
);

function comparisons(dialect: FilterDialect): fc.Arbitrary<Comparison> {
  const rules = dialects[dialect];
  const subjects = fc.oneof(
    ...rules.attributes.map(({ key, operators }) =>
      fc.record({
        entity: fc.constant("attribute" as const),
        key: fc.constant(key),
        operator: fc.constantFrom(...operators),
      }),
    ),
    ...Object.entries(rules.operators).map(([entity, operators]) =>
      fc.record({
        entity: fc.constant(entity as Comparison["entity"]),
        key: entity === "dataset" ? fc.constantFrom("name", "digest", "context") : keys,
        operator: fc.constantFrom(...(operators ?? [])),
      }),
    ),
  );
  return subjects.chain(({ entity, key, operator }) => {
    const start = { kind: "comparison" as const, entity, key, operator };
    const isNumber =
      entity === "metric" || rules.attributes.some((rule) => rule.key === key && entity === "attribute" && rule.valueType === "number");
    const id = key === "experiment_id" ? fc.nat().map(String) : values;
    const number = dialect === "experiments" ? fc.maxSafeInteger() : fc.double({ noNaN: true });
    if (presenceOperators.some((one) => one === operator)) return fc.constant({ ...start, valueType: "none", value: null } as Comparison);
    if (listOperators.some((one) => one === operator))
      return fc.array(id, { minLength: 1, maxLength: 4 }).map((value) => ({ ...start, valueType: "list", value }) as Comparison);
    return isNumber
      ? number.map((value) => ({ ...start, valueType: "number", value: value + 0 }) as Comparison)
      : id.map((value) => ({ ...start, valueType: "text", value }) as Comparison);
  });
}

test.each(["runs", "experiments", "logged-models"] as const)("%s: what is printed parses back to itself", (dialect) => {
  fc.assert(
    fc.property(fc.array(comparisons(dialect), { maxLength: 5 }), (terms) => {
      const filter = { kind: "all" as const, terms };
      const text = printFilter(filter, dialect);
      if (text === undefined) return;
      expect(parseFilter(text, dialect), text).toEqual({ ok: true, value: filter });
    }),
    { numRuns: 1000 },
  );
});

test("printing what was parsed settles after one round", () => {
  const text = 'metric.a>1 and tag."a b" like "x\'" AND Created <= 5 AND run_id not in (\'a\' \'b\', "c",)';
  const once = parseFilter(text, "runs");
  if (!once.ok) throw new Error(once.problem.message);
  expect(printFilter(once.value, "runs")).toBe(
    "metrics.a > 1 AND tags.`a b` LIKE \"x'\" AND start_time <= 5 AND run_id NOT IN ('ab', 'c')",
  );
});

test("what the language cannot say is not printed", () => {
  expect(printText(`it's "so"`)).toBeUndefined();
  expect(printText("C:\\")).toBeUndefined();
  expect(printKey('a`b"c')).toBeUndefined();
});

test("an order prints and parses back", () => {
  const orders = fc.record({
    entity: fc.constantFrom("metric" as const, "param" as const, "tag" as const),
    key: fc.stringMatching(/^[/\w.\- :]{0,20}$/),
    direction: fc.constantFrom("asc" as const, "desc" as const),
  });
  fc.assert(
    fc.property(orders, (order) => {
      expect(parseOrderBy([printOrderBy(order, "runs") ?? ""], "runs")).toEqual({ ok: true, value: [order] });
    }),
  );
});

test("every operator has been exercised", () => {
  const known = new Set<string>([...numberOperators, ...textOperators, ...listOperators, ...presenceOperators]);
  const used = Object.values(dialects).flatMap(({ attributes, operators }) => [
    ...attributes.flatMap((rule) => rule.operators),
    ...Object.values(operators).flat(),
  ]);
  expect(new Set(used)).toEqual(known);
});
