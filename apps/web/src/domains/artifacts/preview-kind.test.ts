import { expect, test } from "vitest";
import { layOut, previewKind } from "./preview-kind.ts";

test.each([
  ["model/MLmodel", "text"],
  ["plots/Confusion Matrix.PNG", "image"],
  ["report.html", "document"],
  ["data/part.tsv", "table"],
  ["scores.PARQUET", "table"],
  ["README.md", "markdown"],
  ["paper.pdf", "pdf"],
  ["sample.wav", "audio"],
  ["rollout.mp4", "video"],
  ["model/model.pkl", "none"],
  ["no-extension", "none"],
  ["config.yaml", "text"],
])("%s is shown as %s", (path, kind) => {
  expect(previewKind(path).kind).toBe(kind);
});

test("JSON is set out; what is not whole stays", () => {
  expect(layOut('{"a":[],"b":{}}', "json")).toBe('{\n  "a": [],\n  "b": {}\n}');
  expect(layOut('[[812,64],[71,"x"]]', "json")).toBe('[\n  [812, 64],\n  [71, "x"]\n]');
  expect(layOut('{"a":{"b":[{"c":null}]}}', "json")).toBe(JSON.stringify({ a: { b: [{ c: null }] } }, null, 2));
  expect(layOut('{"a":', "json")).toBe('{"a":');
  expect(layOut('{"id":12345678901234567890}', "json")).toBe('{"id":12345678901234567890}');
  expect(layOut('{"a":1}', "text")).toBe('{"a":1}');
});
