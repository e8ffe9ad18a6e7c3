import fc from "fast-check";
import { expect, test } from "vitest";
import {
  dialects,
  type FilterDialect,
  hasFixedKeys,
  isNumeric,
  keysOf,
  listOperators,
  numberOperators,
  operatorsFor,
  presenceOperators,
  rangeOperators,
  textOperators,
} from "./dialects.ts";
import {
  type Comparison,
  type FilterEntity,
  type FilterExpression,
  type FilterOperator,
  type FilterSubject,
  metricFigures,
} from "./expression.ts";
import { parseFilter } from "./filter.ts";
import { parseOrderBy } from "./order-by.ts";
import { printFilter, printKey, printOrderBy, printText } from "./print.ts";

const keys = fc.oneof(
  fc.stringMatching(/^[/\w.\- :]{0,20}$/),
  fc.constantFrom(
    "a",
    "mlflow.user",
    "select",
    "from",
    "in",
    "null",
    "not",
    "1",
    "5_fold",
    "loss.min",
    "a.count",
    "val/f1 score",
    "é",
    "'a'",
    "a`b",
  ),
  fc.string({ unit: "binary", maxLength: 10 }),
);
const values = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("", "it's", 'say "hi"', "x AND y", "%a_", "\\'", "''", "--", "/* */", "a\nb", "\\"),
);

const figures = metricFigures.filter((figure) => figure !== "last");

function subjects(dialect: FilterDialect): fc.Arbitrary<FilterSubject> {
  const rules = dialects[dialect];
  const attributes = rules.attributes.filter(({ tag }) => tag === undefined).map(({ key }) => ({ entity: "attribute" as const, key }));
  const keyed = (entity: Exclude<FilterEntity, "attribute">): fc.Arbitrary<FilterSubject> => {
    if (hasFixedKeys(entity)) return fc.constantFrom(...keysOf[entity]).map((key) => ({ entity, key }));
    if (entity !== "aggregate") return keys.map((key) => ({ entity, key }));
    const called = fc.record({ key: keys, figure: fc.constantFrom(...figures) });
    return called.map(({ key, figure }) => ({ entity, key, aggregate: { figure } }));
  };
  return fc.oneof(
    fc.constantFrom(...attributes),
    ...Object.keys(rules.operators).map((entity) => keyed(entity as Exclude<FilterEntity, "attribute">)),
  );
}

function valuesOf(dialect: FilterDialect, subject: FilterSubject): { number: fc.Arbitrary<number>; text: fc.Arbitrary<string> } {
  const isWhole = (dialect !== "runs" && dialect !== "logged-models") || subject.key === "duration";
  return {
    number: (isWhole ? fc.maxSafeInteger() : fc.double({ noNaN: true })).map((value) => value + 0),
    text: subject.key === "experiment_id" ? fc.nat().map(String) : values,
  };
}

const includes = (operators: readonly string[], operator: string) => operators.includes(operator);
const several = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 4 });

function operands(dialect: FilterDialect, subject: FilterSubject, operator: FilterOperator): fc.Arbitrary<object> {
  const { number, text } = valuesOf(dialect, subject);
  const typed = (valueType: Comparison["valueType"], value: fc.Arbitrary<unknown>) => value.map((one) => ({ valueType, value: one }));
  if (includes(presenceOperators, operator)) return typed("none", fc.constant(null));
  if (includes(rangeOperators, operator)) return typed("range", fc.tuple(number, number));
  const isListed = includes(listOperators, operator);
  if (isNumeric(dialects[dialect], subject)) return isListed ? typed("numbers", several(number)) : typed("number", number);
  return isListed ? typed("list", several(text)) : typed("text", text);
}

function comparisons(dialect: FilterDialect): fc.Arbitrary<Comparison> {
  return subjects(dialect)
    .chain((subject) => fc.constantFrom(...operatorsFor(dialects[dialect], subject)).map((operator) => ({ subject, operator })))
    .chain(({ subject, operator }) =>
      operands(dialect, subject, operator).map((operand) => ({ kind: "comparison", ...subject, operator, ...operand }) as Comparison),
    );
}

/** Filters as the parser makes them: no list of one, and none within a list of its own kind. */
function expressions(dialect: FilterDialect): fc.Arbitrary<FilterExpression> {
  const { inner } = fc.letrec<{ inner: FilterExpression; all: FilterExpression; any: FilterExpression; not: FilterExpression }>((tie) => {
    const terms = (kind: "all" | "any") =>
      fc
        .array(tie("inner"), { minLength: 2, maxLength: 3 })
        .map((list) => ({ kind, terms: list.flatMap((term) => (term.kind === kind ? term.terms : [term])) }));
    return {
      inner: fc.oneof({ maxDepth: 4, depthIdentifier: "filter" }, comparisons(dialect), tie("all"), tie("any"), tie("not")),
      all: terms("all"),
      any: terms("any"),
      not: tie("inner").map((term) => ({ kind: "not" as const, term })),
    };
  });
  return inner.map((filter) => (filter.kind === "all" ? filter : { kind: "all" as const, terms: [filter] }));
}

function expectSame(filter: FilterExpression, dialect: FilterDialect): void {
  const text = printFilter(filter, dialect);
  if (text === undefined) return;
  expect(parseFilter(text, dialect), text).toEqual({ ok: true, value: filter });
}

const everyDialect = ["runs", "experiments", "logged-models", "registered-models", "model-versions"] as const;

test.each(everyDialect)("%s: comparisons that are printed parse back to themselves", (dialect) => {
  const filters = fc.array(comparisons(dialect), { maxLength: 5 }).map((terms) => ({ kind: "all" as const, terms }));
  fc.assert(
    fc.property(filters, (filter) => expectSame(filter, dialect)),
    { numRuns: 1000 },
  );
});

test.each(everyDialect)("%s: whole expressions that are printed parse back to themselves", (dialect) => {
  fc.assert(
    fc.property(expressions(dialect), (filter) => expectSame(filter, dialect)),
    { numRuns: 500 },
  );
});

test.each([
  ["((params.a = '1') OR (params.b = '2'))", "params.a = '1' OR params.b = '2'"],
  ["(params.a = '1' OR params.b = '2') AND params.c = '3'", "(params.a = '1' OR params.b = '2') AND params.c = '3'"],
  ["(params.a = '1' AND params.b = '2') OR params.c = '3'", "params.a = '1' AND params.b = '2' OR params.c = '3'"],
  ["not (params.a = '1')", "NOT params.a = '1'"],
  ["NOT (params.a = '1' AND NOT (params.b = '2'))", "NOT (params.a = '1' AND NOT params.b = '2')"],
  ["metrics.loss.MIN > 1 OR metrics.`val/f1`.max between 0 and 1", "metrics.loss.MIN > 1 OR metrics.`val/f1`.max BETWEEN 0 AND 1"],
  ["metrics.`loss.min` > 1 AND max( metrics.loss.min ) in (1, 2)", "metrics.`loss.min` > 1 AND max(metrics.loss.min) IN (1, 2)"],
  ["last(metrics.loss) > 1", "metrics.loss > 1"],
  ["duration > 1h30m", "duration > 5400000ms"],
  ["child_of IS NULL", "tags.mlflow.parentRunId IS NULL"],
  ["run_name regexp '^a'", "run_name RLIKE '^a'"],
])("%s is printed as %s", (text, printed) => {
  const parsed = parseFilter(text, "runs");
  expect(parsed.ok && printFilter(parsed.value, "runs")).toBe(printed);
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
