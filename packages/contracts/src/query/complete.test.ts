import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { complete, type FilterVocabulary } from "./complete.ts";
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
    ["status |", "", ["=", "!=", "LIKE", "ILIKE"]],
    ["status L|", "L", ["LIKE", "ILIKE"]],
    ["status = |", "", ["'FINISHED'", "'FAILED'", "'RUNNING'"]],
    ["status = 'F|", "'F", ["'FINISHED'", "'FAILED'"]],
    ["status = 'F|'", "'F'", ["'FINISHED'", "'FAILED'"]],
    ["status = 'FAILED' |", "", ["AND"]],
    ["status = 'FAILED' AND metr| > 1", "metr", ["metrics.loss", "metrics.`val/f1 score`", "metrics."]],
    ["metrics.loss >|", ">", [">", ">="]],
    ["params.lr = |", "", ["'0.1'", `"it's"`]],
    ["params.lr IS |", "", ["NULL", "NOT NULL"]],
    ["params.lr IS NULL |", "", ["AND"]],
    ["run_id IN |", "", ["("]],
    ["run_id IN ('a'|", "", [",", ")"]],
    ["run_id NOT |", "", ["IN"]],
    ["run_id NOT IN ('a') |", "", ["AND"]],
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
    expect(inserts).toEqual(["name", "experiment_id", "creation_time", "last_update_time", "tags.mlflow.user", "tags."]);
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
