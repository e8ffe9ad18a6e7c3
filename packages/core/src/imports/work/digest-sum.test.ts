import fc from "fast-check";
import { expect, test } from "vitest";
import { DigestSum, pointText } from "./digest-sum.ts";

const sumOf = (members: readonly string[]): DigestSum => {
  const sum = new DigestSum();
  for (const member of members) sum.add(member);
  return sum;
};

test("the order of members does not count, their number does", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (members) => {
      const [forward, backward] = [sumOf(members), sumOf(members.toReversed())];
      expect(forward.bytes).toEqual(backward.bytes);
      expect(sumOf([...members, members[0] ?? ""]).bytes).not.toEqual(forward.bytes);
    }),
  );
});

test("sums add up as their collections do", () => {
  const all = new DigestSum();
  for (const part of [
    ["a", "b"],
    ["c", "a"],
  ]) {
    const sum = sumOf(part);
    all.addSum(sum.bytes, sum.count);
  }
  expect([all.count, all.bytes]).toEqual([4, sumOf(["a", "b", "c", "a"]).bytes]);
});

test("a point is told from any other, NaN and infinities too", () => {
  const point = { step: 1, timestamp: 2, value: Number.NaN };
  const texts = [
    pointText("k", point),
    pointText("k", { ...point, value: Number.POSITIVE_INFINITY }),
    pointText("k", { ...point, step: 2 }),
    pointText("l", point),
  ];
  expect(new Set(texts).size).toBe(texts.length);
  expect(pointText("k", { ...point, step: 2n ** 62n })).toBe(pointText("k", { ...point, step: 2 ** 62 }));
});
