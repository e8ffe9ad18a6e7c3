import type { LogLine } from "@plumbline/contracts/jobs/log";
import { expect, test } from "vitest";
import { grownTail, isAtEnd, type LogAnswer, mostKept, newTail } from "./log-tail.ts";

const lines = (from: number, to: number): LogLine[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ number: from + at, at: "", rank: 0, stream: "stdout", text: `line ${from + at}` }));
const answer = (from: number, to: number, last = to): LogAnswer => ({
  lines: lines(from, to),
  next: to + 1,
  last,
  lostLines: 0,
  isComplete: false,
});
const tail = newTail(answer(91, 100));

test("a tail grows by what came after it, and knows where it began", () => {
  const grown = grownTail(tail, { ...answer(101, 103), lostLines: 2, isComplete: true });
  expect(grown?.lines.map(({ number }) => number)).toEqual([91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103]);
  expect(grown).toMatchObject({ base: 91, next: 104, last: 103, lostLines: 2, isComplete: true });
});

test("a page that ended early is no end", () => {
  const grown = grownTail(tail, answer(101, 105, 9000));
  expect(grown && isAtEnd(grown)).toBe(false);
  expect(isAtEnd(tail)).toBe(true);
});

test("nothing new leaves the lines as they are", () => {
  expect(grownTail(tail, { lines: [], next: 101, last: 100, lostLines: 0, isComplete: true })?.lines).toEqual(tail.lines);
});

test("no more is kept than may be, and a log that went back is read anew", () => {
  expect(grownTail(tail, answer(101, 100 + mostKept - 10))).toBeDefined();
  expect(grownTail(tail, answer(101, 101 + mostKept - 10))).toBeUndefined();
  expect(grownTail(tail, { ...answer(1, 3), next: 4 })).toBeUndefined();
});

test("an empty log begins at its next line", () => {
  expect(newTail({ lines: [], next: 1, last: 0, lostLines: 0, isComplete: false })).toMatchObject({ base: 1, next: 1, last: 0 });
});
