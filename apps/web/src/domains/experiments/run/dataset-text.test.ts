import { expect, test } from "vitest";
import { profileText, sourceText } from "./dataset-text.ts";

test("a source is the place that its JSON names", () => {
  expect(sourceText({ source: '{"uri":"s3://bucket/loans.csv"}' })).toBe("s3://bucket/loans.csv");
  expect(sourceText({ source: '{"path":"a","split":"train"}' })).toBe("a");
  expect(sourceText({ source: "local.csv" })).toBe("local.csv");
  expect(sourceText({ source: '{"tags":{"mlflow.user":"x"}}' })).toBeUndefined();
  expect(sourceText({ source: "{broken" })).toBeUndefined();
});

test("a profile is told in rows and columns, as far as it was counted", () => {
  expect(profileText({ profile: '{"num_rows":482006}', schema: '{"mlflow_colspec":[{},{}]}' })).toBe("482,006 rows, 2 columns");
  expect(profileText({ profile: '{"features_shape":[1,2]}', schema: undefined })).toBeUndefined();
  expect(profileText({ profile: undefined, schema: undefined })).toBeUndefined();
});
