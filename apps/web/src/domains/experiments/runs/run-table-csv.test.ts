import type { Run } from "@plumbline/contracts/experiments/run";
import { expect, test } from "vitest";
import { runsCsv } from "./run-table-csv.ts";

const run = {
  runId: "4f2c",
  name: 'calm "lynx"',
  status: "FINISHED",
  createdBy: "u1",
  owner: "Ada",
  startTime: Date.UTC(2026, 8, 22, 9, 10),
  endTime: Date.UTC(2026, 8, 22, 9, 10, 12, 500),
  params: [{ key: "lr", value: "0.03" }],
  tags: [{ key: "mlflow.source.git.commit", value: "a41f9c2e" }],
  metrics: [
    {
      key: "auc",
      last: { value: 0.1 + 0.2, timestamp: 0, step: 0 },
      first: { value: 1, timestamp: 0, step: 0 },
      min: "NaN",
      max: null,
      mean: 0.5,
      count: 2,
    },
  ],
  inputs: [],
  modelOutputs: [],
} as unknown as Run;

test("a row holds every digit, and nothing where nothing is", () => {
  const csv = runsCsv(
    [run],
    [
      { kind: "metric", key: "auc", aggregate: "last" },
      { kind: "metric", key: "auc", aggregate: "max" },
      { kind: "metric", key: "loss", aggregate: "last" },
      { kind: "param", key: "lr" },
      { kind: "attribute", key: "duration" },
      { kind: "attribute", key: "user" },
    ],
  );
  expect(csv.split("\r\n")).toEqual([
    'run_id,name,auc,"auc, max",loss,lr,Duration,User',
    '4f2c,"calm ""lynx""",0.30000000000000004,,,0.03,12.5,Ada',
    "",
  ]);
});
