import type { PolicyVersion } from "@plumbline/contracts/approvals/policy";
import { expect, test } from "vitest";
import { sourceBefore } from "./policy-before.ts";

const version = (number: number, part: Partial<PolicyVersion> = {}) =>
  ({
    version: number,
    source: `text ${number}`,
    requestNumber: null,
    isInForce: false,
    publishedAt: `2026-0${number}-01T00:00:00Z`,
    ...part,
  }) as PolicyVersion;
const versions = [version(3, { isInForce: true, requestNumber: 30 }), version(2, { requestNumber: 20 }), version(1)];

test.each([
  ["undecided: what is in force", { number: 40, decidedAt: null }, "text 3"],
  ["approved: the version before the one it made", { number: 30, decidedAt: "2026-03-01T00:00:00Z" }, "text 2"],
  ["rejected: what was in force then", { number: 25, decidedAt: "2026-02-15T00:00:00Z" }, "text 2"],
])("%s", (_, request, source) => {
  expect(sourceBefore(versions, request)).toBe(source);
});

test("a first version replaces nothing", () => {
  expect(sourceBefore([version(1, { requestNumber: 7 })], { number: 7, decidedAt: "2026-01-01T00:00:00Z" })).toBe("");
  expect(sourceBefore([], { number: 7, decidedAt: null })).toBe("");
});
