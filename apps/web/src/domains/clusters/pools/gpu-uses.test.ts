import { expect, test } from "vitest";
import { countsOf, nodeCounts, segmentsOf, shownUses, sizeOf, totalsOf, usesOf, usesText } from "./gpu-uses.ts";

const h100 = { guaranteed: 49, borrowed: 8, outside: 0, idle: 4, free: 3, closed: 0 };
const unmeasured = { guaranteed: 1, borrowed: 0, outside: 2, idle: null, free: 1, closed: 4 };

test("letters of a node are uses in their order; what is no letter of ours is nothing", () => {
  expect(usesOf("ggbo?ifc")).toEqual(["guaranteed", "guaranteed", "borrowed", "outside", "idle", "free", "closed"]);
  expect(countsOf("ggbif")).toEqual({ guaranteed: 2, borrowed: 1, outside: 0, idle: 1, free: 1, closed: 0 });
  expect(countsOf("")).toEqual({ guaranteed: 0, borrowed: 0, outside: 0, idle: 0, free: 0, closed: 0 });
});

test("totals are those of all pools; idle is unknown only where no pool measures it", () => {
  expect(totalsOf([h100, unmeasured])).toEqual({ guaranteed: 50, borrowed: 8, outside: 2, idle: 4, free: 4, closed: 4 });
  expect(totalsOf([unmeasured]).idle).toBeNull();
  expect(totalsOf([]).idle).toBeNull();
});

test("nodes that take nothing have a figure only where there are some", () => {
  expect(shownUses(totalsOf([h100]))).not.toContain("closed");
  expect(shownUses(totalsOf([h100, unmeasured]))).toContain("closed");
});

test("a bar has a part for each use that there is, in the scale of the largest pool", () => {
  expect(sizeOf(h100)).toBe(64);
  const parts = segmentsOf(h100, 128);
  expect(parts.map(({ use, count }) => [use, count])).toEqual([
    ["guaranteed", 49],
    ["borrowed", 8],
    ["idle", 4],
    ["free", 3],
  ]);
  expect(parts.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(50);
  expect(segmentsOf({ ...h100, guaranteed: 0, borrowed: 0, idle: 0, free: 0 }, 0)).toEqual([]);
});

test("whoever does not see the drawing hears it", () => {
  expect(usesText(h100)).toBe("49 guaranteed, 8 borrowed, 4 idle, 3 free");
  expect(usesText(countsOf(""))).toBe("no GPUs");
});

test("nothing is said to be idle or not on a node of a pool that nothing measures", () => {
  expect(nodeCounts("ggf", { idle: null })).toMatchObject({ guaranteed: 2, idle: null, free: 1 });
  expect(nodeCounts("gif", { idle: 1 }).idle).toBe(1);
  expect(nodeCounts("gf", { idle: 1 }).idle).toBe(0);
});
