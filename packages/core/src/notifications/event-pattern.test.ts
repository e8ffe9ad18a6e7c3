import { EventPattern } from "@plumbline/contracts/notifications";
import { expect, test } from "vitest";
import { patternsOf } from "./event-pattern.ts";

test("an event fits itself, everything, and whatever it begins with", () => {
  expect(patternsOf("approvals.request.approve")).toEqual(["*", "approvals.*", "approvals.request.*", "approvals.request.approve"]);
  expect(patternsOf("webhook.test")).toEqual(["*", "webhook.*", "webhook.test"]);
});

test("each of them is a pattern that an endpoint may have", () => {
  for (const pattern of patternsOf("a.b-c.d1.e.f")) expect(EventPattern.safeParse(pattern).success).toBe(true);
});

test.each(["", "approvals", "Approvals.vote", "approvals..vote", "approvals.vote.", "approvals.*", "a.b.c.d.e.f", `a.${"b".repeat(99)}`])(
  "%j is no type",
  (type) => {
    expect(() => patternsOf(type)).toThrow(/is no type of an event/);
  },
);

test.each(["", "approvals.", "approvals.*.vote", "*.vote", "**", "Approvals.*", `${"a".repeat(99)}.*`])("%j is no pattern", (pattern) => {
  expect(EventPattern.safeParse(pattern).success).toBe(false);
});

test("a pattern has at most 100 characters, a type too", () => {
  expect(EventPattern.safeParse(`${"a".repeat(98)}.*`).success).toBe(true);
  expect(patternsOf(`a.${"b".repeat(98)}`)).toHaveLength(3);
});
