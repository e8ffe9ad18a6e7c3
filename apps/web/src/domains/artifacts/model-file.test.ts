import { expect, test } from "vitest";
import { readModelFile } from "./model-file.ts";

test("flavors and signature of a model with columns", async () => {
  const text = [
    "flavors:",
    "  python_function: {loader_module: mlflow.sklearn}",
    "  sklearn: {code: null}",
    "mlflow_version: 3.1.0",
    "signature:",
    `  inputs: '[{"type": "double", "name": "income", "required": true}, {"type": "array", "items": {"type": "long"}, "name": "ids", "required": false}]'`,
    `  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'`,
    "  params: null",
  ].join("\n");
  expect(await readModelFile(text)).toEqual({
    flavors: ["python_function", "sklearn"],
    mlflowVersion: "3.1.0",
    signature: {
      inputs: [
        { name: "income", type: "double", shape: null, isRequired: true, example: null },
        { name: "ids", type: "array<long>", shape: null, isRequired: false, example: null },
      ],
      outputs: [{ name: null, type: "int64", shape: [-1], isRequired: true, example: null }],
      params: [],
    },
  });
});

test("a model without a signature, and what is no model", async () => {
  expect(await readModelFile("flavors: {onnx: {}}")).toEqual({ flavors: ["onnx"], mlflowVersion: undefined, signature: undefined });
  expect(await readModelFile("- a\n- b")).toBeUndefined();
  expect(await readModelFile("a: [")).toBeUndefined();
  expect(await readModelFile("signature: {inputs: '{'}")).toBeUndefined();
});
