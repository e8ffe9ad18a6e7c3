import type { Attempt } from "@plumbline/contracts/jobs/job";
import { expect, test } from "vitest";
import { machineKey } from "./machine.ts";
import { asPercent, attemptGaps, memoryUnit, mostOf, resourceCurves } from "./resource-curves.ts";

const keys = [0, 1].flatMap((gpu) => machineKey(`system/gpu_${gpu}_utilization_percentage`) ?? []);
const curve = {
  runId: "r",
  key: "system/gpu_1_utilization_percentage",
  total: 2,
  points: [
    { value: 40, timestamp: 11_000, step: 0 },
    { value: "NaN" as const, timestamp: 12_000, step: 1 },
  ],
};

test("each GPU has its curve and its colour, also one of which nothing has come yet", () => {
  const series = resourceCurves(keys, [curve], { from: 10_000, value: asPercent });
  expect(series.map(({ label, color, points }) => [label, color, points.length])).toEqual([
    ["0", 1, 0],
    ["1", 2, 2],
  ]);
  expect(series[1]?.points[0]).toEqual({ x: 1, y: 40 });
  expect(series[1]?.points[1]?.y).toBeNaN();
});

test("memory is drawn in GiB, a little of it in MiB", () => {
  expect(memoryUnit(2147.483648).value(2147.483648)).toBeCloseTo(2);
  expect(memoryUnit(1073.741824).name).toBe("GiB");
  expect(memoryUnit(1073)).toMatchObject({ name: "MiB" });
  expect(memoryUnit(1.048576).value(1.048576)).toBe(1);
});

test("the greatest value is one of the keys asked for, and no NaN", () => {
  expect(mostOf(keys, [curve, { ...curve, key: "other", points: [{ value: 900, timestamp: 0, step: 0 }] }])).toBe(40);
  expect(mostOf(keys, [])).toBe(0);
});

test("between two attempts that ran there is a gap, between others none", () => {
  const attempt = (number: number, runningAt: string | null, endedAt: string | null) => ({ number, runningAt, endedAt }) as Attempt;
  const from = Date.parse("2026-11-28T12:00:00Z");
  const attempts = [
    attempt(3, "2026-11-28T13:33:00Z", null),
    attempt(1, "2026-11-28T12:36:00Z", "2026-11-28T13:22:00Z"),
    attempt(2, null, "2026-11-28T13:30:00Z"),
  ];
  expect(attemptGaps(attempts, from)).toEqual([{ from: 4920, to: 5580, label: "gap" }]);
  expect(attemptGaps(attempts.slice(0, 1), from)).toEqual([]);
});
