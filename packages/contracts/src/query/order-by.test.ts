import { describe, expect, test } from "vitest";
import { parseLoggedModelOrderBy, parseOrderBy } from "./order-by.ts";

describe("order_by of runs", () => {
  test.each([
    ["metrics.a", { entity: "metric", key: "a", direction: "asc" }],
    ["metrics.a desc", { entity: "metric", key: "a", direction: "desc" }],
    ["metrics.a  ASC", { entity: "metric", key: "a", direction: "asc" }],
    ["metrics.`a b` DESC", { entity: "metric", key: "a b", direction: "desc" }],
    ["params.'a b'", { entity: "param", key: "a b", direction: "asc" }],
    ['tags."a/b" DESC', { entity: "tag", key: "a/b", direction: "desc" }],
    ["start_time", { entity: "attribute", key: "start_time", direction: "asc" }],
    ["Created DESC", { entity: "attribute", key: "start_time", direction: "desc" }],
    ["attributes.run_name", { entity: "attribute", key: "run_name", direction: "asc" }],
    ["metrics.loss.min DESC", { entity: "aggregate", key: "loss", aggregate: { figure: "min", literal: "loss.min" }, direction: "desc" }],
    ["min(metrics.loss) DESC", { entity: "aggregate", key: "loss", aggregate: { figure: "min" }, direction: "desc" }],
    ["Max( metrics.`a b` )", { entity: "aggregate", key: "a b", aggregate: { figure: "max" }, direction: "asc" }],
    ["last(metrics.loss)", { entity: "metric", key: "loss", direction: "asc" }],
    ["duration DESC", { entity: "attribute", key: "duration", direction: "desc" }],
    ["metrics.end desc", { entity: "metric", key: "end", direction: "desc" }],
  ])("%s", (text, order) => {
    expect(parseOrderBy([text], "runs")).toEqual({ ok: true, value: [order] });
  });

  test.each([
    ["metrics.a FOO", "Invalid ordering key in order_by clause 'metrics.a FOO'."],
    ["metrics.a DESC ASC", "Invalid order_by clause 'metrics.a DESC ASC'. Could not be parsed."],
    ["metrics.a, metrics.b", "Invalid order_by clause 'metrics.a, metrics.b'. Could not be parsed."],
    ["metrics.a-b", "Invalid order_by clause 'metrics.a-b'. Could not be parsed."],
    ["DESC", "Invalid order_by clause 'DESC'. Could not be parsed."],
    ["", "Invalid order_by clause ''. Could not be parsed."],
    ["'a'", "Invalid order_by clause ''a''. Could not be parsed."],
    ["foo.bar", "Invalid entity type 'foo'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']"],
    ["dataset.name", "Invalid identifier type 'dataset'"],
    ["model.stage", "Invalid identifier type 'model'"],
    ["min(params.a)", "Only a metric has a figure such as min: 'params.a' is none."],
    ["min(metrics.a) FOO", "Invalid ordering key in order_by clause 'min(metrics.a) FOO'."],
    ["min(metrics.a", "Invalid order_by clause 'min(metrics.a'. Could not be parsed."],
  ])("%s is refused", (text, message) => {
    expect(parseOrderBy(["start_time", text], "runs")).toMatchObject({
      ok: false,
      problem: { message, index: 1 },
    });
  });

  test("aliases that only filters know are refused", () => {
    expect(parseOrderBy(["`Run Name`"], "runs")).toMatchObject({
      problem: { message: expect.stringMatching(/^Invalid attribute key 'Run Name' specified/) },
    });
  });

  test("one metric by two of its figures is two fields", () => {
    expect(parseOrderBy(["metrics.loss", "min(metrics.loss)", "max(metrics.loss) DESC"], "runs").ok).toBe(true);
    expect(parseOrderBy(["min(metrics.loss)", "metrics.loss.min"], "runs").ok).toBe(false);
  });

  test("one field twice is refused, under any of its names", () => {
    expect(parseOrderBy(["created", "start_time DESC"], "runs")).toMatchObject({
      problem: { message: "`order_by` contains duplicate fields: ['created', 'start_time DESC']" },
    });
  });
});

describe("order_by of experiments", () => {
  test("attributes alone", () => {
    expect(parseOrderBy(["name DESC", "attribute.creation_time"], "experiments")).toEqual({
      ok: true,
      value: [
        { entity: "attribute", key: "name", direction: "desc" },
        { entity: "attribute", key: "creation_time", direction: "asc" },
      ],
    });
    expect(parseOrderBy(["tags.a"], "experiments")).toMatchObject({
      problem: { message: "Invalid order_by entity: tag" },
    });
  });
});

describe("order_by of logged models", () => {
  test("attributes and metrics, on a dataset where asked", () => {
    const metric = {
      field_name: "metrics.f1 score",
      ascending: false,
      dataset_name: "d",
      dataset_digest: "x",
    };
    expect(parseLoggedModelOrderBy([{ field_name: "creation_time" }, metric])).toEqual({
      ok: true,
      value: [
        { entity: "attribute", key: "creation_timestamp", direction: "asc" },
        { entity: "metric", key: "f1 score", direction: "desc", datasetName: "d", datasetDigest: "x" },
      ],
    });
  });

  test.each([
    [{ field_name: "params.a" }, "Invalid order by field name: params.a. Only metrics are supported."],
    [{ field_name: "foo" }, "Invalid order by field name: foo"],
    [{}, "`field_name` in the `order_by` clause must be specified."],
  ])("%j is refused", (item, message) => {
    expect(parseLoggedModelOrderBy([item])).toMatchObject({ ok: false, problem: { message, index: 0 } });
  });
});
