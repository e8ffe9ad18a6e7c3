import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { complete, type FilterVocabulary } from "./complete.ts";
import { textOperators } from "./dialects.ts";
import { metricFigures as figures } from "./expression.ts";
import { parseFilter } from "./filter.ts";

const vocabulary: FilterVocabulary = {
  dialect: "runs",
  keys: { metric: ["loss", "val/f1 score"], param: ["lr", "max_depth"], tag: ["mlflow.user"] },
  values: ({ entity, key }) => {
    if (key === "status") return ["FINISHED", "FAILED", "RUNNING"];
    return entity === "param" ? ["0.1", "it's", `both ' and "`] : [];
  },
};

/** `|` marks the cursor. */
function at(marked: string, words = vocabulary) {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const { from, to, items } = complete(text, offset, words);
  return { replaced: text.slice(from, to), inserts: items.map(({ insert }) => insert), text, from, to };
}

describe("what is offered", () => {
  test.each([
    ["met|", "met", ["metrics.loss", "metrics.`val/f1 score`", "metrics."]],
    ["los|", "los", ["metrics.loss"]],
    ["lo|", "lo", ["metrics.loss", "tags.mlflow.user"]],
    ["metrics.v|", "metrics.v", ["metrics.`val/f1 score`"]],
    ["metrics.`val/f|", "metrics.`val/f", ["metrics.`val/f1 score`"]],
    ["status |", "", [...textOperators]],
    ["status L|", "L", ["LIKE", "NOT LIKE", "ILIKE", "RLIKE", "NOT ILIKE", "NOT RLIKE"]],
    ["metrics.loss B|", "B", ["BETWEEN", "NOT BETWEEN"]],
    ["status = |", "", ["'FINISHED'", "'FAILED'", "'RUNNING'"]],
    ["status = 'F|", "'F", ["'FINISHED'", "'FAILED'"]],
    ["status = 'F|'", "'F'", ["'FINISHED'", "'FAILED'"]],
    ["status = 'FAILED' |", "", ["AND", "OR"]],
    ["(status = 'FAILED' |", "", ["AND", "OR", ")"]],
    ["((status = 'FAILED') |", "", ["AND", "OR", ")"]],
    ["(status = 'FAILED') |", "", ["AND", "OR"]],
    ["status = 'FAILED' OR NOT (met|", "met", ["metrics.loss", "metrics.`val/f1 score`", "metrics."]],
    ["metrics.loss.|", "metrics.loss.", figures.map((figure) => `metrics.loss.${figure}`)],
    ["metrics.loss.m|", "metrics.loss.m", ["metrics.loss.min", "metrics.loss.max", "metrics.loss.mean"]],
    ["metrics.`val/f1 score`.mi|", "metrics.`val/f1 score`.mi", ["metrics.`val/f1 score`.min"]],
    ["min(|", "", ["metrics.loss", "metrics.`val/f1 score`", "metrics."]],
    ["min(metrics.loss|", "metrics.loss", ["metrics.loss"]],
    ["min(metrics.loss |", "", [")"]],
    ["min(metrics.loss) B|", "B", ["BETWEEN", "NOT BETWEEN"]],
    ["metrics.loss BETWEEN 1 |", "", ["AND"]],
    ["metrics.loss BETWEEN 1 AND 2 |", "", ["AND", "OR"]],
    ["start_time > |", "", ["-1h", "-24h", "-7d", "-30d", "now"]],
    ["start_time > -|", "-", ["-1h", "-24h", "-7d", "-30d"]],
    ["start_time > -3|", "-3", ["-3d", "-3h", "-3m", "-3w", "-3s"]],
    ["start_time > -3h|", "-3h", ["-3h"]],
    ["start_time > -3h |", "", ["AND", "OR"]],
    ["start_time BETWEEN -3h |", "", ["AND"]],
    ["duration > |", "", ["30s", "10m", "1h", "1d"]],
    ["duration > 90|", "90", ["90s", "90m", "90h", "90d", "90w", "90ms"]],
    ["model.|", "model.", ["model.name", "model.version", "model.stage", "model.alias"]],
    ["model.stage = 'pr|", "'pr", ["'production'"]],
    ["art|", "art", ["artifact_uri", "artifact.path", "start_time"]],
    ["status = 'FAILED' AND metr| > 1", "metr", ["metrics.loss", "metrics.`val/f1 score`", "metrics."]],
    ["metrics.loss >|", ">", [">", ">="]],
    ["params.lr = |", "", ["'0.1'", `"it's"`]],
    ["params.lr IS |", "", ["NULL", "NOT NULL"]],
    ["params.lr IS NULL |", "", ["AND", "OR"]],
    ["run_id IN |", "", ["("]],
    ["run_id IN ('a'|", "", [",", ")"]],
    ["run_id NOT |", "", ["IN", "BETWEEN", "LIKE", "ILIKE", "RLIKE"]],
    ["run_id NOT IN ('a') |", "", ["AND", "OR"]],
    ["foo.bar |", "", []],
  ])("%s", (marked, replaced, inserts) => {
    expect(at(marked)).toMatchObject({ replaced, inserts });
  });

  test("an empty filter offers attributes, known keys and prefixes", () => {
    const { inserts } = at("|");
    expect(inserts).toEqual(expect.arrayContaining(["run_name", "start_time", "metrics.loss", "params.", "dataset.name"]));
  });

  test("experiments offer nothing they cannot be searched by", () => {
    const { inserts } = at("|", { ...vocabulary, dialect: "experiments" });
    expect(inserts).toEqual(["name", "experiment_id", "creation_time", "last_update_time", "tags.mlflow.user", "tags.", "NOT", "("]);
  });
});

test("choosing the first offer until nothing is missing makes a filter that parses", () => {
  let text = "";
  for (const typed of ["params.l", "=", "'0", "AN", "sta", "!=", "'R"]) {
    const marked = `${text} ${typed}`;
    const { from, items } = complete(marked, marked.length, vocabulary);
    text = marked.slice(0, from) + items[0]?.insert;
  }
  expect(parseFilter(text.trim(), "runs")).toMatchObject({
    ok: true,
    value: {
      terms: [
        { key: "lr", value: "0.1" },
        { key: "status", operator: "!=", value: "RUNNING" },
      ],
    },
  });
});

test("any text and cursor are answered, with a range around the cursor", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(), (text, seed) => {
      const offset = seed % (text.length + 1);
      const { from, to, items } = complete(text, offset, vocabulary);
      expect(from).toBeLessThanOrEqual(offset);
      expect(to).toBeGreaterThanOrEqual(offset);
      expect(items.length).toBeLessThanOrEqual(50);
    }),
  );
});
