import { expect, test } from "vitest";
import { firstText, underName } from "./first-text.ts";

test("a copy has the new name and no number, and is otherwise the same", () => {
  expect(underName("# High\nname: production-high # ours\nversion: 3\nmatch:\n  name: x\n", "mine")).toBe(
    "# High\nname: mine # ours\nmatch:\n  name: x\n",
  );
});

test("a text from nothing names the policy", () => {
  expect(firstText("mine")).toMatch(/^name: mine\n/);
});
