import { expect, test } from "vitest";
import { readBatch } from "./batch.ts";

const see = " See the API docs for more information about request parameters.";
const withMetric = (metric: string) => `{"run_id":"r","metrics":[{"key":"ok","value":1,"timestamp":1},${metric}]}`;

test("a whole batch", () => {
  const source = JSON.stringify({
    run_id: "r",
    metrics: [
      { key: "loss", value: 0.5, timestamp: 7, step: 3, run_id: "r" },
      { key: "acc", value: "NaN", timestamp: "8", model_id: "m", dataset_name: "iris", datasetDigest: "d" },
    ],
    params: [{ key: "depth", value: "3" }, { key: "empty" }],
    tags: [{ key: "stage", value: "draft" }],
  });
  expect(readBatch(source)).toEqual({
    runId: "r",
    metrics: [
      { key: "loss", value: 0.5, timestamp: 7, step: 3 },
      { key: "acc", value: Number.NaN, timestamp: 8, step: 0, modelId: "m", datasetName: "iris", datasetDigest: "d" },
    ],
    params: [
      { key: "depth", value: "3" },
      { key: "empty", value: "" },
    ],
    tags: [{ key: "stage", value: "draft" }],
  });
});

test("absent and null lists are empty; run_uuid will do", () => {
  expect(readBatch('{"run_uuid":"r","metrics":null}')).toEqual({ runId: "r", metrics: [], params: [], tags: [] });
});

test.each([
  ["{}", `Missing value for required parameter 'run_id'.${see}`],
  ['{"run_id":5}', `Invalid value 5 for parameter 'run_id' supplied:  Hint: Value was of type 'int'.${see}`],
  ['{"run_id":"r","runId":"r"}', "Request specifies both 'run_id' and 'runId'; provide only one of them."],
  [
    '{"run_id":"r","metrics":{"key":"a"}}',
    `Invalid value {"key":"a"} for parameter 'metrics' supplied:  Hint: Value was of type 'dict'.${see}`,
  ],
  ['{"run_id":"r","metrics":["a"]}', `Invalid value "a" for parameter 'metrics[0]' supplied:  Hint: Value was of type 'str'.${see}`],
  [withMetric('{"value":1,"timestamp":1}'), `Missing value for required parameter 'metrics[1].key'.${see}`],
  [withMetric('{"key":"a","timestamp":1}'), `Missing value for required parameter 'metrics[1].value'.${see}`],
  [withMetric('{"key":"a","value":1}'), `Missing value for required parameter 'metrics[1].timestamp'.${see}`],
  [
    withMetric('{"key":"a","value":"high","timestamp":1}'),
    `Invalid value "high" for parameter 'metrics[1].value' supplied:  Hint: Value was of type 'str'.${see}`,
  ],
  [
    withMetric('{"key":"a","value":2,"timestamp":-5}'),
    "Invalid value -5 for parameter 'metrics[1].timestamp' supplied: metric 'a' (value=2.0). Timestamp must be a nonnegative long (64-bit integer) ",
  ],
  ['{"run_id":"r","params":[{"value":"1"}]}', `Missing value for required parameter 'params[0].key'.${see}`],
  [
    '{"run_id":"r","tags":[{"key":"t","value":1}]}',
    `Invalid value 1 for parameter 'tags[0].value' supplied:  Hint: Value was of type 'int'.${see}`,
  ],
])("%s is refused", (source, refusal) => {
  expect(() => readBatch(source)).toThrow(refusal);
});
