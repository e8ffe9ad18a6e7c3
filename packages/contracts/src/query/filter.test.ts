import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FilterDialect, textOperators } from "./dialects.ts";
import type { FilterExpression } from "./expression.ts";
import { parseFilter } from "./filter.ts";
import { printFilter } from "./print.ts";
import stockAnswers from "./stock-answers.json" with { type: "json" };

function termsOf(filter: FilterExpression): readonly FilterExpression[] {
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

/** What the stock server refuses and we understand, as we would print it; or what we say of it in words of our own. */
const deliberate: Readonly<Partial<Record<FilterDialect, Readonly<Record<string, string>>>>> = {
  runs: {
    "tags.a = 'x' OR tags.b = 'y'": "tags.a = 'x' OR tags.b = 'y'",
    "tags.a = 'x' or tags.b = 'y'": "tags.a = 'x' OR tags.b = 'y'",
    "tags.a IS NULL OR tags.b = 'c'": "tags.a IS NULL OR tags.b = 'c'",
    "params.a = 'x' AND (params.b = 'y' OR params.c = 'z')": "params.a = 'x' AND (params.b = 'y' OR params.c = 'z')",
    "NOT tags.a = 'x'": "NOT tags.a = 'x'",
    "params.a = 'x' AND NOT params.b = 'y'": "params.a = 'x' AND NOT params.b = 'y'",
    "(tags.a = 'x')": "tags.a = 'x'",
    "((metrics.a > 1))": "metrics.a > 1",
    "(tags.a = 'x') AND tags.b = 'y'": "tags.a = 'x' AND tags.b = 'y'",
    "metrics.accuracy BETWEEN 1 AND 2": "metrics.accuracy BETWEEN 1 AND 2",
    "metrics.a IN (1)": "metrics.a IN (1)",
    "metrics.a IS NULL": "metrics.a IS NULL",
    "dataset.name IS NULL": "dataset.name IS NULL",
    "params.a IN ('x')": "params.a IN ('x')",
    "status IN ('a')": "status IN ('a')",
    "attribute.status IN ('a')": "status IN ('a')",
    "start_time IN (1,2)": "start_time IN (1, 2)",
    "params.a NOT LIKE '%x%'": "params.a NOT LIKE '%x%'",
    "params.a RLIKE 'x'": "params.a RLIKE 'x'",
    "metrics.a > 1 OR OR metrics.b > 2": "Invalid filter at character 18, 'OR': expected a comparison.",
    "(metrics.a > 1": "The filter ends too early: expected AND or OR or ).",
  },
  experiments: {
    "name = 'x' OR name = 'y'": "name = 'x' OR name = 'y'",
    "(name = 'x')": "name = 'x'",
    "name IN ('x')": "name IN ('x')",
    "tags.a IN ('x')": "tags.a IN ('x')",
  },
  "logged-models": {
    "name = 'x' OR name = 'y'": "name = 'x' OR name = 'y'",
    "NOT name = 'x'": "NOT name = 'x'",
    "(name = 'x')": "name = 'x'",
    "metrics.a IN (1)": "metrics.a IN (1)",
    "name NOT LIKE 'x'": "name NOT LIKE 'x'",
    "name RLIKE 'x'": "name RLIKE 'x'",
  },
};

function printed(text: string, dialect: FilterDialect): string | undefined {
  const result = parseFilter(text, dialect);
  return result.ok ? printFilter(result.value, dialect) : result.problem.message;
}

// Recorded from MLflow 3.17.2: what its parser made of each filter, aliases resolved.
describe("filters the stock server was asked", () => {
  test.each(stockAnswers as [FilterDialect, string, unknown][])("%s: %s", (dialect, text, expected) => {
    const ours = deliberate[dialect]?.[text];
    if (ours === undefined) return expect(answer(dialect, text)).toEqual(expected);
    expect(expected).toBeTypeOf("string");
    expect(printed(text, dialect)).toBe(ours);
  });

  test("every deliberate difference is one of them", () => {
    const asked = new Set((stockAnswers as [FilterDialect, string, unknown][]).map(([dialect, text]) => `${dialect} ${text}`));
    const listed = Object.entries(deliberate).flatMap(([dialect, texts]) => Object.keys(texts ?? {}).map((text) => `${dialect} ${text}`));
    expect(listed.filter((one) => !asked.has(one))).toEqual([]);
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
    ["metrics.a > 1 foo", { offset: 17, length: 0, expected: ["a comparison operator"] }],
    ["metrics.a > 1 )", { offset: 14, length: 1, expected: ["AND", "OR"] }],
    ["metrics.a > 1 OR", { offset: 16, length: 0, expected: ["a comparison"] }],
    ["metrics.a > 1 OR metrics.b >", { offset: 28, length: 0, expected: ["a value"] }],
    ["metrics.a > 1 OR metrics.b > 2 metrics.c > 3", { offset: 31, length: 9, expected: ["AND", "OR"] }],
    ["(metrics.a > 1 AND metrics.b", { offset: 28, length: 0, expected: ["a comparison operator"] }],
    ["(metrics.a > 1", { offset: 14, length: 0, expected: ["AND", "OR", ")"] }],
    ["metrics.a > 1 AND ()", { offset: 19, length: 1, expected: ["a comparison"] }],
    ["NOT", { offset: 3, length: 0, expected: ["a comparison"] }],
    ["NOT params.a NOT 'x'", { offset: 17, length: 3, expected: ["IN", "BETWEEN", "LIKE", "ILIKE", "RLIKE"] }],
    ["NOT params.a = 'x", { offset: 17, length: 0, expected: ["a closing '"] }],
    ["NOT params.a IS 'x'", { offset: 16, length: 3, expected: ["NULL", "NOT NULL"] }],
    ["NOT params.a IN 'x'", { offset: 16, length: 3, expected: ["a list in parentheses"] }],
    ["NOT params.a IN ('x'", { offset: 20, length: 0, expected: [")"] }],
    ["metrics.a BETWEEN 1", { offset: 19, length: 0, expected: ["AND"] }],
    ["metrics.a BETWEEN 1 AND 'x'", { offset: 24, length: 3, expected: ["a number"] }],
    ["params.a BETWEEN '1' AND '2'", { offset: 9, length: 7 }],
    ["min(params.a) > 1", { offset: 4, length: 8, expected: ["metrics.<name>"] }],
    ["min(metrics.a > 1", { offset: 14, length: 1, expected: [")"] }],
    ["start_time > 7d", { offset: 13, length: 2, expected: expect.arrayContaining(["a time such as -7d or now"]) }],
    ["start_time > -", { offset: 13, length: 1, expected: ["a value"] }],
    ["NOT start_time > - 7", { offset: 19, length: 1, expected: ["a length of time such as 7d"] }],
    ["start_time > '2026-02-30'", { offset: 13, length: 12 }],
    ["duration > 5", { offset: 11, length: 1, expected: ["a duration such as 90s, 45m or 2h"] }],
    ["metrics.a IN (1, 'x')", { offset: 17, length: 3, expected: ["a number"] }],
    ["metrics.a IN (1, , 2)", { offset: 13, length: 8, expected: ["a number"] }],
    ["artifact.path != 'x'", { offset: 14, length: 2 }],
    ["artifact.size > 1", { offset: 9, length: 4, expected: ["path"] }],
    ["model.owner = 'x'", { offset: 6, length: 5, expected: ["name", "version", "stage", "alias"] }],
    [`run_name RLIKE '${"x".repeat(501)}'`, { offset: 15, length: 503, expected: ["at most 500 characters"] }],
    ["foo.bar = 'x' OR status = 'y'", { offset: 0, length: 3 }],
    ["metrics.a", { offset: 9, length: 0, expected: ["a comparison operator"] }],
    ["metrics.a >", { offset: 11, length: 0, expected: ["a value"] }],
    ["metrics.a > AND metrics.b > 1", { offset: 12, length: 3, expected: ["a value"] }],
    ["tags.a IS 'x'", { offset: 10, length: 3, expected: ["NULL", "NOT NULL"] }],
    ["run_id IN 'x'", { offset: 10, length: 3, expected: ["a list of quoted strings in parentheses"] }],
    ["params.a = 'x", { offset: 13, length: 0, expected: ["a closing '"] }],
    ["metrics.a > 'x'", { offset: 12, length: 3, expected: ["a number"] }],
    ["params.a = x", { offset: 11, length: 1, expected: ["a quoted string"] }],
    ["tags.a-b = 'x'", { offset: 0, length: 8, expected: ["a key with special characters in backticks"] }],
    ["params.a > 'x'", { offset: 9, length: 1, expected: [...textOperators, "IS NULL", "IS NOT NULL"] }],
  ])("%s", (text, problem) => {
    expect(problemOf(text)).toMatchObject(problem);
  });

  test("an unknown prefix and an unknown attribute point at themselves", () => {
    expect(problemOf("status = 'x' AND foo.bar = 'y'")).toMatchObject({ offset: 17, length: 3 });
    expect(problemOf("attributes.lifetime > 5")).toMatchObject({ offset: 11, length: 8 });
  });

  test("the structure is judged before names, names before operators", () => {
    expect(problemOf("foo.bar = 'x' status = ").message).toBe("Invalid clause(s) in filter string: 'status', '='");
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
    expect(problemOf("source_path = ('a')", "model-versions").message).toContain("Only ['name', 'run_id'] attributes support comparison");
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

describe("depth", () => {
  const nested = (depth: number) => `${"(".repeat(depth)}metrics.a > 1${")".repeat(depth)}`;
  const negated = (depth: number) => `${"NOT ".repeat(depth)}metrics.a > 1`;

  test.each([nested, negated])("fifty parentheses and NOT within each other, no more", (of) => {
    expect(parseFilter(of(50), "runs").ok).toBe(true);
    expect(problemOf(of(51))).toMatchObject({ message: "Parentheses and NOT may be nested at most 50 deep." });
  });

  test("the limit counts what is open, not what there is", () => {
    const text = Array.from({ length: 80 }, (_, index) => `(metrics.a > ${index})`).join(" OR ");
    expect(parseFilter(text, "runs").ok).toBe(true);
    expect(problemOf(`${nested(50)} OR ${nested(51)}`)).toMatchObject({ offset: nested(50).length + 4 + 50, length: 1 });
  });
});

describe("times and durations", () => {
  const now = Date.parse("2026-11-28T12:00:00Z");
  const valuesOf = (text: string) => {
    const result = parseFilter(text, "runs", now);
    if (!result.ok) throw new Error(result.problem.message);
    return termsOf(result.value).flatMap((term) => (term.kind === "comparison" ? [term.value] : []));
  };
  const hour = 3_600_000;

  test.each([
    ["start_time > -7d", [now - 168 * hour]],
    ["start_time > - 7d", [now - 168 * hour]],
    ["start_time > -1h30m", [now - 1.5 * hour]],
    ["start_time > -1.5h", [now - 1.5 * hour]],
    ["start_time > now", [now]],
    ["start_time > NOW - 2w", [now - 336 * hour]],
    ["start_time < now+1d", [now + 24 * hour]],
    ["start_time < +1d", [now + 24 * hour]],
    ["end_time >= '2026-11-01'", [Date.parse("2026-11-01T00:00:00Z")]],
    ["end_time >= '2026-11-01 10:30'", [Date.parse("2026-11-01T10:30:00Z")]],
    ['end_time >= "2026-11-01T10:30:05.25+02:00"', [Date.parse("2026-11-01T08:30:05.25Z")]],
    ["start_time BETWEEN -7d AND -1d", [[now - 168 * hour, now - 24 * hour]]],
    ["start_time BETWEEN '2026-11-01' AND now - 1d", [[Date.parse("2026-11-01"), now - 24 * hour]]],
    ["duration > 2h", [2 * hour]],
    ["duration > 90s AND duration < 1d12h", [90_000, 36 * hour]],
    ["duration BETWEEN 100ms AND 0.5s", [[100, 500]]],
    ["(duration >= -1s)", [-1000]],
  ])("%s", (text, expected) => {
    expect(valuesOf(text)).toEqual(expected);
  });

  test("times of every kind of search may be relative", () => {
    for (const [dialect, key] of [
      ["experiments", "creation_time"],
      ["logged-models", "creation_timestamp"],
      ["registered-models", "last_updated_timestamp"],
      ["model-versions", "creation_timestamp"],
    ] as const) {
      expect(parseFilter(`${key} > -1d`, dialect, now), dialect).toMatchObject({
        ok: true,
        value: { terms: [{ value: now - 24 * hour }] },
      });
    }
  });
});

describe("figures of a metric", () => {
  const subjectOf = (text: string) => {
    const result = parseFilter(text, "runs");
    const term = result.ok && result.value.kind === "all" ? result.value.terms[0] : undefined;
    return term?.kind === "comparison" ? { entity: term.entity, key: term.key, aggregate: term.aggregate } : undefined;
  };

  test.each([
    ["metrics.loss.min > 1", { entity: "aggregate", key: "loss", aggregate: { figure: "min", literal: "loss.min" } }],
    ["metrics.a.b.count > 1", { entity: "aggregate", key: "a.b", aggregate: { figure: "count", literal: "a.b.count" } }],
    ["metrics.`val/f1`.mean > 1", { entity: "aggregate", key: "val/f1", aggregate: { figure: "mean", literal: "`val/f1`.mean" } }],
    ["mean(metrics.`val/f1`) > 1", { entity: "aggregate", key: "val/f1", aggregate: { figure: "mean" } }],
    ["MIN(metrics.loss.max) > 1", { entity: "aggregate", key: "loss.max", aggregate: { figure: "min" } }],
    ["metrics.`loss.min` > 1", { entity: "metric", key: "loss.min", aggregate: undefined }],
    ["metrics.min > 1", { entity: "metric", key: "min", aggregate: undefined }],
    ["metrics.loss.minimum > 1", { entity: "metric", key: "loss.minimum", aggregate: undefined }],
  ])("%s", (text, expected) => {
    expect(subjectOf(text)).toEqual(expected);
  });
});

const dialects = ["runs", "experiments", "logged-models", "registered-models", "model-versions"] as const;
const fragments = fc.constantFrom(
  ..."metrics. params. tags.a run_id = != IN NOT LIKE RLIKE BETWEEN IS NULL AND OR ( ) min( -7d 2h now , ; 'x' \" ' ` 1 -2.5 . - / \\ é 😀 -- /*".split(
    " ",
  ),
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
  ["many alternatives", Array.from({ length: 5000 }, (_, i) => `(metrics.m${i} > ${i})`).join(" OR ")],
  ["many negations", "NOT ".repeat(100_000)],
  ["one long number list", `metrics.a IN (${"1,".repeat(100_000)})`],
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
