import type { HistoryEntry } from "@plumbline/contracts/registry/history";
import { expect, test } from "vitest";
import { aliasMoves, bandAt, bandsOf, bandWindow, earlierHolders, lastedText, placeBands } from "./bands.ts";

const day = 86_400_000;
const by = { id: "u", name: "Ada" };
const entry = (at: number, version: number | null, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  kind: "alias",
  version,
  value: "champion",
  before: null,
  at: at * day,
  by,
  requestNumber: null,
  reason: "",
  ...more,
});

/** Newest first, as the history lists them. */
const history = [
  entry(40, 11, { requestNumber: 26 }),
  entry(33, 8),
  entry(31, 9, { value: "challenger" }),
  entry(30, 9, { requestNumber: 23 }),
  entry(30, 9, { kind: "stage", value: "production" }),
  entry(10, 8),
  entry(0, 5),
];

test("the moves of an alias tell a rollback from a promotion, and leave other entries out", () => {
  const moves = aliasMoves(history, "champion");
  expect(moves.map(({ from, to, isRollback }) => [from, to, isRollback])).toEqual([
    [undefined, 5, false],
    [5, 8, false],
    [8, 9, false],
    [9, 8, true],
    [8, 11, false],
  ]);
  expect(earlierHolders(moves)).toEqual([8, 9, 5]);
});

test("an alias that was taken away leaves a gap; one that was set again changes nothing", () => {
  const bands = bandsOf(aliasMoves([entry(9, 2), entry(6, null), entry(4, 1), entry(2, 1)], "champion"));
  expect(bands).toEqual([
    { version: 1, from: 2 * day, until: 6 * day },
    { version: 2, from: 9 * day, until: undefined },
  ]);
  expect(bandAt(bands, 7 * day)).toBeUndefined();
  expect(bandAt(bands, 6 * day - 1)?.version).toBe(1);
  expect(bandAt(bands, 9 * day)?.version).toBe(2);
});

test("bands fill the window without overlap, the short one is known to be too narrow for its number", () => {
  const bands = bandsOf(aliasMoves(history, "champion"));
  const placed = placeBands(bands, bandWindow(bands, 100 * day));
  expect(placed.map(({ version }) => version)).toEqual([5, 8, 9, 8, 11]);
  expect(placed.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(1);
  expect(placed.filter(({ isNarrow }) => isNarrow).map(({ version }) => version)).toEqual([9]);
  expect(placed.at(-1)).toMatchObject({ isCurrent: true, left: 0.4, width: 0.6 });
});

test("the window ends its view of the past; what was over by then is not drawn, what reaches into it is cut", () => {
  const bands = bandsOf(aliasMoves(history, "champion"));
  const placed = placeBands(bands, bandWindow(bands, 435 * day));
  expect(placed.map(({ version, isCut }) => [version, isCut])).toEqual([
    [8, true],
    [11, false],
  ]);
});

test("no holder, no band", () => {
  expect(placeBands([], bandWindow([], 5))).toEqual([]);
  expect(earlierHolders([])).toEqual([]);
});

test("how long it lasted is told in days", () => {
  expect([3 * day, day, 5_400_000].map(lastedText)).toEqual(["3 days", "1 day", "1h 30m"]);
});
