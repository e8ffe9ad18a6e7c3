import { expect, test } from "vitest";
import { firstOfPage, pageLines, pagesFor, partLines, partOf, partRange, partsOf } from "./log-pages.ts";

test("pages are those that hold the lines in sight, at their very edges", () => {
  expect(pagesFor({ first: 1, last: 40 }, 9001)).toEqual([0]);
  expect(pagesFor({ first: pageLines, last: pageLines }, 9001)).toEqual([0]);
  expect(pagesFor({ first: pageLines, last: pageLines + 1 }, 9001)).toEqual([0, 1]);
  expect(firstOfPage(1)).toBe(pageLines + 1);
});

test("what the tail holds is not read again", () => {
  expect(pagesFor({ first: 8990, last: 9030 }, 9001)).toEqual([8]);
  expect(pagesFor({ first: 9001, last: 9030 }, 9001)).toEqual([]);
  expect(pagesFor({ first: 1, last: 10 }, 1)).toEqual([]);
});

test("a long log has parts, every line in one of them", () => {
  expect(partsOf(0)).toBe(1);
  expect(partsOf(partLines)).toBe(1);
  expect(partsOf(partLines + 1)).toBe(2);
  expect([partOf(1), partOf(partLines), partOf(partLines + 1)]).toEqual([0, 0, 1]);
  expect(partRange(1, partLines + 7)).toEqual({ before: partLines, count: 7 });
  expect(partRange(0, 12)).toEqual({ before: 0, count: 12 });
  expect(partRange(3, 12).count).toBe(0);
});
