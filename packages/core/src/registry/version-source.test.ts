import { expect, test } from "vitest";
import { readSource } from "./version-source.ts";

test.each([
  ["mlflow-artifacts:/1/abc/artifacts/model", { kind: "path", path: "1/abc/artifacts/model" }],
  ["mlflow-artifacts:///1/abc/artifacts/model/", { kind: "path", path: "1/abc/artifacts/model" }],
  ["runs:/abc/model", { kind: "run", runId: "abc", path: "model" }],
  ["runs:/abc", { kind: "run", runId: "abc", path: "" }],
  ["models:/m-0123", { kind: "logged-model", modelId: "m-0123" }],
  ["models:/credit risk/12", { kind: "version", model: "credit risk", version: 12 }],
  ["models:/m-lookalike/3", { kind: "version", model: "m-lookalike", version: 3 }],
  ["models:/credit@champion", { kind: "alias", model: "credit", alias: "champion" }],
  ["models:/a@b@champion", { kind: "alias", model: "a@b", alias: "champion" }],
  ["s3://bucket/model", { kind: "foreign", uri: "s3://bucket/model" }],
  ["mlflow-artifacts://elsewhere:5000/1/model", { kind: "foreign", uri: "mlflow-artifacts://elsewhere:5000/1/model" }],
])("%s", (source, meant) => {
  expect(readSource(source)).toEqual(meant);
});

test.each([
  "/models/x",
  "./model",
  "model",
  "C:\\models\\x",
  "c:/models/x",
  "file:///models/x",
  "FILE:/models/x",
  "mlflow-artifacts:/1/../2/model",
  "mlflow-artifacts:/1/%2e%2e/2",
  "mlflow-artifacts:/1/%252e%252e/2",
  "s3://bucket/a/../b",
  "runs:/abc/../../x",
  "runs:/",
  "mlflow-artifacts:/",
  "models:/credit",
  "models:/credit/0",
  "models:/credit/Production",
  "models:/",
])("%s is refused", (source) => {
  expect(() => readSource(source)).toThrow(expect.objectContaining({ code: "invalid" }));
});
