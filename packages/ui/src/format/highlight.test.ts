import { expect, test } from "vitest";
import { highlight, type Language } from "./highlight.ts";

const samples: [Language, string][] = [
  ["python", 'import mlflow, lightgbm as lgb\nmlflow.set_experiment("it\'s \\"x\\"")  # note\nx = 1_000.5e-3\n'],
  ["shell", 'export A=https://host:3000\nexport B="q # no"\npip install mlflow # yes'],
  ["env", "# comment\nMLFLOW_TRACKING_URI=https://host\n"],
  ["json", '{"a": [1, -2.5e3, true, null], "b": "c\\"d"}'],
  ["yaml", "flavors:\n  sklearn: # x\n    code: null\n  - name: 'v'\n"],
  ["text", "anything # at all"],
];

test.each(samples)("%s pieces joined are the code", (language, code) => {
  expect(
    highlight(code, language)
      .map((token) => token.text)
      .join(""),
  ).toBe(code);
});

test("names the pieces of python", () => {
  const kinds = highlight('import os  # "not a string"\nname = "a"', "python").map((token) => [token.kind, token.text]);
  expect(kinds).toEqual([
    ["keyword", "import"],
    ["plain", " os  "],
    ["comment", '# "not a string"'],
    ["plain", "\nname = "],
    ["string", '"a"'],
  ]);
});

test("sets the secret apart wherever it stands", () => {
  const tokens = highlight("export T=plb_1\n", "shell", "plb_1");
  expect(tokens).toContainEqual({ kind: "secret", text: "plb_1" });
  expect(tokens.map((token) => token.text).join("")).toBe("export T=plb_1\n");
});
