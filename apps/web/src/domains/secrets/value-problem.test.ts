import { secretMaxBytes } from "@plumbline/contracts/secrets/secret";
import { expect, test } from "vitest";
import { valueProblem } from "./value-problem.ts";

test("a value may have as many bytes as there may be, letters outside ASCII count more than one", () => {
  expect(valueProblem("x".repeat(secretMaxBytes))).toBeUndefined();
  expect(valueProblem("x".repeat(secretMaxBytes + 1))).toMatch(/has 65537 bytes/);
  expect(valueProblem("é".repeat(secretMaxBytes / 2))).toBeUndefined();
  expect(valueProblem("é".repeat(secretMaxBytes / 2 + 1))).toMatch(/65538/);
});
