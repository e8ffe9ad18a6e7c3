import type { Holder } from "@plumbline/contracts/quotas/pending";
import { expect, test } from "vitest";
import { holderName, holdersChart } from "./holders-chart.ts";

const now = Date.parse("2026-11-28T14:36:00Z");
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
const holder = (workspace: string, end: [number, number] | null, values: Partial<Holder> = {}): Holder => ({
  workspace,
  isOwn: false,
  job: null,
  jobs: 2,
  amount: 4,
  borrowed: 0,
  expectedEnd: end && { from: at(end[0]), to: at(end[1]) },
  afterwards: "yours",
  ...values,
});

test("holders stand by when they end, those of whom nothing is known last", () => {
  const { bars } = holdersChart({ holders: [holder("a", null), holder("b", [60, 150]), holder("c", [10, 50])], forecast: null }, now);
  expect(bars.map((bar) => bar.holder.workspace)).toEqual(["c", "b", "a"]);
  expect(bars[2]).toMatchObject({ sure: undefined, unsure: undefined });
});

test("no bar goes back behind now", () => {
  const { bars, from } = holdersChart({ holders: [holder("late", [-30, -5])], forecast: null }, now);
  expect(bars[0]).toMatchObject({ sure: now, unsure: now });
  expect(from).toBe(now);
});

test("the axis has room for the words behind the last bar", () => {
  const { to } = holdersChart({ holders: [holder("b", [60, 140])], forecast: null }, now);
  expect(Math.round((to - now) / 60_000)).toBe(200);
});

test("a holder is named where the reader may know the job, else counted", () => {
  expect(holderName(holder("x", null, { job: { id: "1", title: "train-44", isMine: true }, jobs: 1 }))).toBe("train-44");
  expect(holderName(holder("x", null))).toBe("2 jobs");
  expect(holderName(holder("x", null, { jobs: 1, borrowed: 4 }))).toBe("1 job, borrowed");
});
