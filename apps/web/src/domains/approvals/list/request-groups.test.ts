import type { RequestSummary } from "@plumbline/contracts/approvals/request";
import { expect, test } from "vitest";
import { groupRequests, parseGroup, parseKind } from "./request-groups.ts";

const request = (number: number, expiresAt: string, isWaitingForMe = false) => ({ number, expiresAt, isWaitingForMe }) as RequestSummary;

test("what waits for the reader comes first, the next to expire on top", () => {
  const undecided = [
    request(3, "2026-10-05T00:00:00Z"),
    request(2, "2026-10-04T00:00:00Z", true),
    request(1, "2026-10-03T00:00:00Z", true),
  ];
  const groups = groupRequests(undecided, [request(9, "2026-09-01T00:00:00Z")]);
  expect(groups.map(({ id, rows }) => [id, rows.map(({ number }) => number)])).toEqual([
    ["waiting", [1, 2]],
    ["undecided", [3]],
    ["decided", [9]],
  ]);
});

test("an address that says nothing known shows everything", () => {
  expect(parseGroup("mine")).toBe("all");
  expect(parseGroup("decided")).toBe("decided");
  expect(parseKind("anything")).toBeUndefined();
  expect(parseKind("policy")).toBe("policy");
});
