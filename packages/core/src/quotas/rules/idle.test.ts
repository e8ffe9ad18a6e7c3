import { expect, test } from "vitest";
import { gapMs, idleAfterMs, idleSince, type Sample, takeSample, type UnitState } from "./idle.ts";

const minute = 60_000;
const sample = (at: number, given: Partial<Sample> = {}): Sample => ({
  at,
  unit: "gpu-0",
  busyPercent: 0,
  smActivePercent: null,
  ...given,
});
const follow = (samples: readonly Sample[]): { state: UnitState | undefined; idleSeconds: number } =>
  samples.reduce<{ state: UnitState | undefined; idleSeconds: number }>(
    ({ state, idleSeconds }, one) => {
      const next = takeSample(state, one);
      return { state: next.state, idleSeconds: idleSeconds + (next.use?.idleSeconds ?? 0) };
    },
    { state: undefined, idleSeconds: 0 },
  );
const every = (minutes: number, count: number, given: Partial<Sample> = {}) =>
  Array.from({ length: count }, (_, index) => sample(index * minutes * minute, given));

test("a unit is idle after half an hour without work, and the time from then on counts", () => {
  const almost = follow(every(1, 30));
  expect(almost.state && idleSince(almost.state)).toBeNull();
  const idle = follow(every(1, 41));
  expect(idle.state && idleSince(idle.state)).toBe(0);
  expect(idle.idleSeconds).toBe(11 * 60);
  expect(idleAfterMs).toBe(30 * minute);
});

test("at five percent it works", () => {
  const works = follow([...every(1, 40), sample(40 * minute, { busyPercent: 5 }), sample(41 * minute)]);
  expect(works.state).toMatchObject({ workedAt: 40 * minute });
  expect(works.state && idleSince(works.state)).toBeNull();
  const still = follow([...every(1, 40), sample(40 * minute, { busyPercent: 4.9 })]);
  expect(still.state && idleSince(still.state)).toBe(0);
});

test("a gap says nothing: it is measured anew", () => {
  const { state, idleSeconds } = follow([...every(1, 36), sample(35 * minute + gapMs + 1)]);
  expect(state).toMatchObject({ since: 35 * minute + gapMs + 1, workedAt: null });
  expect(idleSeconds).toBe(6 * 60);
});

test("where the active part is measured it decides, and one measure says nothing of the other", () => {
  const { state } = follow([...every(1, 40, { busyPercent: 100 }), sample(40 * minute, { busyPercent: 100, smActivePercent: 1 })]);
  expect(state).toMatchObject({ measure: "sm-active", percent: 1, since: 40 * minute, workedAt: null });
});

test("without a measure, or from the past, a sample changes nothing", () => {
  const { state } = follow([sample(minute, { busyPercent: 50 })]);
  expect(takeSample(state, sample(minute))).toEqual({ state, use: undefined });
  expect(takeSample(state, sample(2 * minute, { busyPercent: null }))).toEqual({ state, use: undefined });
});

test("while DCGM measures a unit, what only says busy is not taken in turns with it; once DCGM is silent, it is", () => {
  const measured = [0, 1, 2].map((at) => sample(at * minute, { busyPercent: 90, smActivePercent: 30 }));
  const { state } = follow(measured);
  const busy = { busyPercent: 100 };
  expect(takeSample(state, sample(2 * minute + gapMs, busy))).toEqual({ state, use: undefined });
  const late = takeSample(state, sample(2 * minute + gapMs + 1, busy));
  expect(late).toMatchObject({
    state: { measure: "busy", since: 2 * minute + gapMs + 1 },
    use: { busyPercent: 100, smActivePercent: null },
  });
});
