import { expect, test } from "vitest";
import { inputText, usualPath } from "./input-text.ts";

test.each([
  [{ dataset: "loans", version: 3, path: "data" }, "loans, version 3"],
  [{ model: "risk", version: 2, path: "m" }, "model risk, version 2"],
  [{ run: "0123456789abcdef", artifact: "plots/roc.png", path: "p" }, "plots/roc.png of run 01234567"],
  [{ dataset: "loans" }, "loans"],
  [{}, "an input without a name"],
  ["loans", "loans"],
  [null, "something that is no input"],
])("%j is %s", (input, name) => {
  expect(inputText(input).name).toBe(name);
});

test("a usual path is one that can be written", () => {
  expect(usualPath("data", "credit loans")).toBe("data/credit-loans");
  expect(usualPath("files", "plots/roc.png")).toBe("files/roc.png");
});
