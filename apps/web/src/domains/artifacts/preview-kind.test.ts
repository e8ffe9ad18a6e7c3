import { expect, test } from "vitest";
import { layOut, previewKind } from "./preview-kind.ts";

test.each([
  ["model/MLmodel", "text"],
  ["plots/Confusion Matrix.PNG", "image"],
  ["report.html", "document"],
  ["data/part.tsv", "table"],
  ["model/model.pkl", "none"],
  ["no-extension", "none"],
  ["config.yaml", "text"],
])("%s is shown as %s", (path, kind) => {
  expect(previewKind(path).kind).toBe(kind);
});

test("JSON is set out; what is not whole stays", () => {
  expect(layOut('{"a":[1]}', "json")).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(layOut('{"a":', "json")).toBe('{"a":');
  expect(layOut('{"a":1}', "text")).toBe('{"a":1}');
});
