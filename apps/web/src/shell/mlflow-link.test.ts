import { expect, test } from "vitest";
import { fromMlflowLink } from "./mlflow-link.ts";

test.each([
  ["#/experiments/1/runs/4f2cab", "/w/main/runs/4f2cab"],
  ["#/experiments/1/runs/4f2cab/model-metrics", "/w/main/runs/4f2cab"],
  ["#/experiments/12", "/w/main/experiments/12"],
  ["#content", undefined],
  ["", undefined],
])("%j leads to %s", (hash, path) => {
  expect(fromMlflowLink(hash, "main")).toBe(path);
});
