import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FilterDialect } from "./dialects.ts";
import type { FilterExpression } from "./expression.ts";
import { parseFilter } from "./filter.ts";
import stockAnswers from "./stock-answers.json" with { type: "json" };

function termsOf(filter: FilterExpression): FilterExpression[] {
  return filter.kind === "all" ? filter.terms.flatMap(termsOf) : [filter];
}

/** The stock server prints its sets in a different order each time it starts. */
const withoutSets = (message: string) => message.replace(/'\{[^}]*\}'?/g, "'{…}'");

function answer(dialect: FilterDialect, text: string) {
  const result = parseFilter(text, dialect);
  if (!result.ok) return withoutSets(result.problem.message);
  return termsOf(result.value).map((term) => (term.kind === "comparison" ? [term.entity, term.key, term.operator, term.value] : term));
}

function problemOf(text: string, dialect: FilterDialect = "runs") {
  const result = parseFilter(text, dialect);
  if (result.ok) throw new Error(`accepted: ${text}`);
  return result.problem;
}

// Recorded from MLflow 3.17.2: what its parser made of each filter, aliases resolved.
describe("filters the stock server was asked", () => {
  test.each(stockAnswers as [FilterDialect, string, unknown][])("%s: %s", (dialect, text, expected) => {
    expect(answer(dialect, text)).toEqual(expected);
  });
});

describe("beyond the stock grammar", () => {
  test.each([
    ["params.from = 'x'", [["param", "from", "=", "x"]]],
    ["metrics.5 > 1", [["metric", "5", ">", 1]]],
    ["metrics.a < 1e+5", [["metric", "a", "<", 100_000]]],
    ["tags.a IS  NOT  NULL", [["tag", "a", "IS NOT NULL", null]]],
  ])("%s", (text, expected) => {
    expect(answer("runs", text)).toEqual(expected);
  });

  test("an empty filter matches everything", () => {
    expect(parseFilter("", "runs")).toEqual({ ok: true, value: { kind: "all", terms: [] } });
  });
});

describe("refusals", () => {
  test.each([
    ["metrics.a > 1 OR metrics.b > 2", { offset: 14, length: 2, expected: ["AND"] }],
    ["NOT metrics.a > 1", { offset: 0, length: 3, expected: ["a comparison"] }],
    ["metrics.a > 1 AND (metrics.b > 2)", { offset: 18, length: 15, expected: ["a comparison"] }],
    ["metrics.a", { offset: 9, length: 0, expected: ["a comparison operator"] }],
    ["metrics.a >", { offset: 11, length: 0, expected: ["a value"] }],
    ["metrics.a > AND metrics.b > 1", { offset: 12, length: 3, expected: ["a value"] }],
    ["tags.a IS 'x'", { offset: 10, length: 3, expected: ["NULL", "NOT NULL"] }],
    ["run_id IN 'x'", { offset: 10, length: 3, expected: ["a list of quoted strings in parentheses"] }],
    ["params.a = 'x", { offset: 13, length: 0, expected: ["a closing '"] }],
    ["metrics.a > 'x'", { offset: 12, length: 3, expected: ["a number"] }],
    ["params.a = x", { offset: 11, length: 1, expected: ["a quoted string"] }],
    ["tags.a-b = 'x'", { offset: 0, length: 8, expected: ["a key with special characters in backticks"] }],
    ["params.a > 'x'", { offset: 9, length: 1, expected: ["=", "!=", "LIKE", "ILIKE", "IS NULL", "IS NOT NULL"] }],
  ])("%s", (text, problem) => {
    expect(problemOf(text)).toMatchObject(problem);
  });

  test("an unknown prefix and an unknown attribute point at themselves", () => {
    expect(problemOf("status = 'x' AND foo.bar = 'y'")).toMatchObject({ offset: 17, length: 3 });
    expect(problemOf("attributes.duration > 5")).toMatchObject({ offset: 11, length: 8 });
  });

  test("the structure is judged before names, names before operators", () => {
    expect(problemOf("foo.bar = 'x' OR status = 'y'").message).toContain("'OR'");
    expect(problemOf("params.a > 'x' AND foo.bar = 'y'").message).toContain("Invalid entity type 'foo'");
  });

  test("experiments: ids are integers and times whole", () => {
    expect(problemOf("experiment_id = 'x'", "experiments").message).toBe(
      "Invalid experiment ID 'x'. Experiment ID must be a valid integer.",
    );
    expect(problemOf("creation_time > 5.5", "experiments").message).toBe("Invalid value for numeric attribute 'creation_time': '5.5'");
  });

  test("the registry: names, tags and times, versions also by run, source and number", () => {
    const client = "name = 'm' AND tag.`mlflow.prompt.is_prompt` != 'true'";
    const parsed = [
      ["attribute", "name", "=", "m"],
      ["tag", "mlflow.prompt.is_prompt", "!=", "true"],
    ];
    expect([answer("registered-models", client), answer("model-versions", client)]).toEqual([parsed, parsed]);
    expect(answer("model-versions", "version_number > 1 AND run_id IN ('a','b')")).toEqual([
      ["attribute", "version_number", ">", 1],
      ["attribute", "run_id", "IN", ["a", "b"]],
    ]);
    expect(answer("model-versions", "name NOT IN ('a') AND version_number >= '2'")).toEqual([
      ["attribute", "name", "NOT IN", ["a"]],
      ["attribute", "version_number", ">=", 2],
    ]);
    expect(answer("registered-models", "name IN ('a', 'b')")).toEqual([["attribute", "name", "IN", ["a", "b"]]]);
    expect(problemOf("source_path IN ('a')", "model-versions").message).toContain("Only ['name', 'run_id'] attributes support comparison");
    expect(problemOf("version_number = 'a'", "model-versions").message).toContain("Expected numeric value type");
    expect(problemOf("run_id = 'a'", "registered-models").message).toContain("Invalid attribute key 'run_id'");
    expect(problemOf("metrics.a > 1", "model-versions").message).toContain("Invalid entity type 'metrics'");
    expect(problemOf("version_number = 1.5", "model-versions").message).toContain("Invalid value for numeric attribute");
    expect(problemOf("tags.a IS NULL", "registered-models").message).toBe("Invalid comparator for tag: IS NULL");
  });

  test("prefixes named like object members are not prefixes", () => {
    expect(problemOf("constructor.a = 'x'").message).toContain("Invalid entity type 'constructor'");
  });
});

const dialects = ["runs", "experiments", "logged-models", "registered-models", "model-versions"] as const;
const fragments = fc.constantFrom(
  ..."metrics. params. tags.a run_id = != IN NOT LIKE IS NULL AND OR ( ) , ; 'x' \" ' ` 1 -2.5 . - / \\ é 😀 -- /*".split(" "),
);

test("any text is answered, with a problem inside it", () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(fragments, { maxLength: 24 }).map((parts) => parts.join(" ")),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(...dialects), (source, dialect) => {
      const result = parseFilter(source, dialect);
      if (result.ok) return;
      const { offset, length, message } = result.problem;
      expect(message).not.toBe("");
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset + length).toBeLessThanOrEqual(source.length);
    }),
  );
});

test.each([
  ["unclosed quotes", "'".repeat(100_001)],
  ["unclosed comments", "/* ".repeat(50_000)],
  ["escaped quotes", `params.a = '${"\\'".repeat(50_000)}`],
  ["open parentheses", "(".repeat(100_000)],
  ["a long list", `run_id IN (${"'0123456789abcdef',".repeat(20_000)})`],
  ["many comparisons", Array.from({ length: 20_000 }, (_, i) => `metrics.m${i} > ${i}`).join(" AND ")],
  ["digits that turn out to be a word", `${"1".repeat(100_000)}x`],
  ["escaped double quotes", `params.a = "${'\\"'.repeat(50_000)}`],
  ["one long value", `params.a = '${"x".repeat(3_000_000)}'`],
])(
  "hostile lengths are answered at once: %s",
  (_, text) => {
    expect(parseFilter(text, "runs")).toHaveProperty("ok");
  },
  2000,
);
