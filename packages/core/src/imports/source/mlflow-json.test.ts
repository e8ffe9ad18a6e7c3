import { expect, test } from "vitest";
import { BulkHistory, ExperimentPage, RunPage } from "./entities.ts";
import { readMlflowJson } from "./mlflow-json.ts";

test("integers beyond 2^53 are exact, others are numbers", () => {
  const text = '{"metrics": [{"run_id": "r", "key": "k", "value": 1.5, "timestamp": 1700000000000, "step": 4611686018427387905}]}';
  expect(BulkHistory.parse(readMlflowJson(text)).metrics).toEqual([
    { run_id: "r", key: "k", value: 1.5, timestamp: 1_700_000_000_000, step: 4_611_686_018_427_387_905n },
  ]);
});

test("bare NaN and infinities are taken, and the greatest float64 is an infinity", () => {
  const text =
    '{"metrics": [{"run_id": "r", "key": "a\\"value\\": NaN", "value": NaN}, {"run_id": "r", "key": "b", "value": -Infinity}, {"run_id": "r", "key": "c", "value": -1.7976931348623157e308}]}';
  expect(BulkHistory.parse(readMlflowJson(text)).metrics.map(({ key, value }) => [key, value])).toEqual([
    ['a"value": NaN', Number.NaN],
    ["b", Number.NEGATIVE_INFINITY],
    ["c", Number.NEGATIVE_INFINITY],
  ]);
});

test.each(["<html>", "", '{"a": NaN}'])("%j is refused", (text) => {
  expect(() => readMlflowJson(text)).toThrow(SyntaxError);
});

test("what servers leave out is nothing, and numbers may be text", () => {
  expect(ExperimentPage.parse({})).toEqual({ experiments: [], next_page_token: null });
  const info = { run_id: "r", experiment_id: 7, status: 3, start_time: "1700000000000", lifecycle_stage: "deleted" };
  const [run] = RunPage.parse({ runs: [{ info }] }).runs;
  expect(run?.info).toMatchObject({ experiment_id: "7", status: "FINISHED", start_time: 1_700_000_000_000, lifecycle_stage: "deleted" });
  expect(run?.data).toEqual({ metrics: [], params: [], tags: [] });
});
