import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeMetricBlock } from "./metric-block.ts";
import { encodeBundle } from "./metric-bundle.ts";
import { comparePoints, compareValues, type MetricPoint, toInt64 } from "./metric-point.ts";
import { columnsOf } from "./page-columns.ts";
import { firstWhere, pointAt } from "./point-list.ts";

const keyId = 5;
const small = fc.record({
  step: fc.nat(6),
  timestamp: fc.nat(30),
  value: fc.constantFrom(0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
});
const large = fc.constantFrom<MetricPoint>(
  { step: toInt64(2n ** 62n), timestamp: 1, value: 1 },
  { step: 1, timestamp: toInt64(2n ** 62n), value: 1 },
);
const points = fc.array(fc.oneof({ weight: 30, arbitrary: small }, { weight: 1, arbitrary: large }), { minLength: 1, maxLength: 6 });

const byTime = (left: MetricPoint, right: MetricPoint): number =>
  Number(left.timestamp) - Number(right.timestamp) || Number(left.step) - Number(right.step) || compareValues(left.value, right.value);

/** As they are stored: as a block, or as a bundle, alone or with another key. */
function stored(some: readonly MetricPoint[], kind: number) {
  const sorted = some
    .toSorted(comparePoints)
    .filter((point, index, all) => index === 0 || comparePoints(all[index - 1] ?? point, point) !== 0);
  if (kind === 0) return { sorted, part: { points: encodeMetricBlock(sorted).bytes, isBundle: false } };
  const others = kind === 1 ? [] : [{ keyId: keyId + 1, points: sorted.slice(0, 1) }];
  return { sorted, part: { points: encodeBundle([{ keyId, points: sorted }, ...others]).bytes, isBundle: true } };
}

test("parts become columns where side by side they are a history, and nowhere else", () => {
  let columns = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(points, fc.nat(2)), { maxLength: 3 }), (many) => {
      const rows = many
        .map(([some, kind]) => stored(some, kind))
        .sort((left, right) => Number(left.sorted[0]?.timestamp) - Number(right.sorted[0]?.timestamp));
      const all = rows.flatMap(({ sorted }) => sorted);
      const isSafe = all.every(({ step, timestamp }) => typeof step === "number" && typeof timestamp === "number");
      const isHistory = all.every((point, index) => index === 0 || byTime(all[index - 1] ?? point, point) < 0);
      const list = columnsOf(
        rows.map(({ part }) => part),
        keyId,
      );
      expect(list !== undefined).toBe(isSafe && isHistory);
      if (!list) return;
      columns += 1;
      expect(Array.from({ length: list.length }, (_, index) => pointAt(list, index))).toEqual(all);
    }),
    { numRuns: 1000 },
  );
  expect(columns).toBeGreaterThan(100);
});

test("parts of another key are passed over", () => {
  const { part } = stored([{ step: 1, timestamp: 1, value: 1 }], 1);
  expect(columnsOf([part], keyId + 1)?.length).toBe(0);
});

test("the first point for which something holds is found, or the end", () => {
  const line = Array.from({ length: 100 }, (_, step) => ({ step, timestamp: step, value: 0 }));
  for (const from of [0, 1, 50, 99, 100]) {
    const list = columnsOf([stored(line, 0).part], keyId);
    expect(list && firstWhere(list.length, (index) => pointAt(list, index).step >= from)).toBe(from);
  }
});
