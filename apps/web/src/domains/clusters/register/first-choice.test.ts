import { expect, test } from "vitest";
import { firstChoice } from "./first-choice.ts";

const context = (name: string, more: { isCurrent?: boolean; problem?: string } = {}) => ({
  ...{ name, server: "https://10.0.0.1", user: "reader", isCurrent: more.isCurrent ?? false, problem: more.problem ?? null },
});

test("the current context is chosen where it can be used, else the only one that can", () => {
  expect(firstChoice([context("a"), context("b", { isCurrent: true })])).toBe("b");
  expect(firstChoice([context("a"), context("b", { isCurrent: true, problem: "asks a program for a token" })])).toBe("a");
  expect(firstChoice([context("a"), context("b"), context("c", { isCurrent: true, problem: "no" })])).toBeUndefined();
  expect(firstChoice([context("a", { problem: "no" })])).toBeUndefined();
  expect(firstChoice([])).toBeUndefined();
});
