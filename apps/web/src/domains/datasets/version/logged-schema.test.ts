import { expect, test } from "vitest";
import { readLoggedSchema } from "./logged-schema.ts";

test("a schema as MLflow writes it becomes columns", () => {
  const text = JSON.stringify({ mlflow_colspec: [{ type: "double", name: "amount", required: true }, { type: "string" }] });
  expect(readLoggedSchema(text)).toEqual([
    { name: "amount", type: "double", isRequired: true },
    { name: "column 2", type: "string", isRequired: undefined },
  ]);
});

test.each([null, "", "{", "[]", '{"mlflow_tensorspec":[]}', "null"])("%j is no schema of columns", (text) => {
  expect(readLoggedSchema(text)).toBeUndefined();
});
