import { expect, test } from "vitest";
import { changeAfter, changeBefore, changesBetween, fieldValue, fromFieldValue, type InventoryChange, timeLine } from "./time-line.ts";

const day = 86_400_000;
const now = Date.UTC(2026, 8, 18, 12);
const change = (daysAgo: number, kind: InventoryChange["kind"] = "promotion"): InventoryChange => ({
  at: new Date(now - daysAgo * day).toISOString(),
  kind,
  model: "default-risk",
  version: 8,
});
/** Newest first, as the inventory lists them. */
const changes = [change(3), change(148, "rollback"), change(151), change(365)];

test("marks lie in order between the line's ends, the oldest a little inside", () => {
  const { marks, from, to } = timeLine(changes, now);
  expect(marks.map(({ kind }) => kind)).toEqual(["promotion", "promotion", "rollback", "promotion"]);
  expect(marks.every(({ place }) => place > 0 && place < 1)).toBe(true);
  expect(to).toBe(now);
  expect(from).toBeLessThan(now - 365 * day);
});

test("a year has a tick for each month, the first and each January with the year", () => {
  const { ticks } = timeLine(changes, now);
  expect(ticks.length).toBeGreaterThanOrEqual(12);
  expect(ticks[0]?.label).toMatch(/^\w+ 2025$/);
  expect(ticks.map(({ label }) => label)).toContain("Jan 2026");
  expect(ticks.every(({ place }) => place >= 0 && place <= 1)).toBe(true);
});

test("a new workspace has a line of days, and never none", () => {
  const { ticks, marks, from } = timeLine([], now);
  expect(marks).toEqual([]);
  expect(now - from).toBeGreaterThanOrEqual(14 * day);
  expect(ticks.length).toBeGreaterThan(4);
});

test("many years have no more ticks than fit", () => {
  expect(timeLine([change(4000)], now).ticks.length).toBeLessThanOrEqual(14);
});

test("from an instant one goes to the change before and the one after; a change is not beside itself", () => {
  const { marks } = timeLine(changes, now);
  const at = now - 151 * day;
  expect(changeBefore(marks, at)?.at).toBe(now - 365 * day);
  expect(changeAfter(marks, at)?.kind).toBe("rollback");
  expect(changeAfter(marks, now)).toBeUndefined();
  expect(changesBetween(changes, at, now)).toHaveLength(2);
});

test("a field's text and an instant are each other's, to the minute", () => {
  expect(fromFieldValue(fieldValue(now))).toBe(now);
  expect(fromFieldValue("")).toBeUndefined();
  expect(fromFieldValue("2026-03")).toBeUndefined();
});
