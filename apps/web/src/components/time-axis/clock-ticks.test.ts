import { expect, test } from "vitest";
import { clockTicks } from "./clock-ticks.ts";

const at = (text: string): number => Date.parse(`2026-11-28T${text}Z`);
const utc = { most: 8, offsetMinutes: 0 };
const labels = (from: number, to: number, options = utc): string[] => clockTicks(from, to, options).map(({ label }) => label);

test("marks stand at full half hours of four hours", () => {
  expect(labels(at("12:15:00"), at("16:15:00"))).toEqual(["12:30", "13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00"]);
});

test("a few seconds are marked to the second", () => {
  expect(labels(at("12:00:00.500"), at("12:00:09"))).toEqual(["12:00:02", "12:00:04", "12:00:06", "12:00:08"]);
});

test("midnight carries the date, and many days only dates", () => {
  expect(labels(at("18:00:00"), at("18:00:00") + 86_400_000)).toContain("29 Nov");
  expect(labels(at("00:00:00"), at("00:00:00") + 5 * 86_400_000)).toEqual(["28 Nov", "29 Nov", "30 Nov", "1 Dec", "2 Dec", "3 Dec"]);
});

test("marks follow the clock of the reader, half-hour zones too", () => {
  const ticks = clockTicks(at("12:00:00"), at("18:00:00"), { most: 8, offsetMinutes: -330 });
  expect(ticks[0]).toEqual({ at: at("12:30:00"), label: "18:00" });
});

test("never more than were asked for, whatever the span", () => {
  for (const span of [1, 1000, 59_000, 3_600_000, 86_400_000, 40 * 86_400_000, 3 * 365 * 86_400_000])
    expect(clockTicks(at("07:31:13"), at("07:31:13") + span, utc).length).toBeLessThanOrEqual(utc.most + 1);
  expect(clockTicks(at("12:00:00"), at("11:00:00"), utc)).toEqual([]);
});
