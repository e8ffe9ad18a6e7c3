import { expect, test } from "vitest";
import { expectedEnd } from "./expected-end.ts";

const running = { admittedAt: 0, timeLimitSeconds: 1000 };

test("with too few that ran as long, only the time limit says something", () => {
  expect(expectedEnd(running, { durations: [10, 20, 600, 700, 800, 900], now: 500_000 })).toEqual({
    ...{ from: 500_000, middle: 1_000_000, to: 1_000_000, basis: 0, longer: 4 },
  });
});

test("of those that ran longer, 8 in 10 ended between the two", () => {
  const made = expectedEnd(running, { durations: [10, 500, 600, 700, 800, 900], now: 100_000 });
  expect(made).toMatchObject({ middle: 700_000, basis: 5, longer: 5 });
  expect([made.from, made.to]).toEqual([540_000, 860_000].map((at) => expect.closeTo(at, 0)));
});

test("nothing is expected beyond its time limit, and what is past it ends now at the latest", () => {
  expect(expectedEnd(running, { durations: new Array<number>(9).fill(5000), now: 0 })).toMatchObject({ from: 1_000_000, to: 1_000_000 });
  expect(expectedEnd(running, { durations: [], now: 2_000_000 })).toMatchObject({ from: 2_000_000, to: 2_000_000 });
});
