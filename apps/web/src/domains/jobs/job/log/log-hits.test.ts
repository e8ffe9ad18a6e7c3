import type { LogLine } from "@plumbline/contracts/jobs/log";
import { expect, test } from "vitest";
import { hitsWith, hitText, stepHit } from "./log-hits.ts";

const line = (number: number, text: string): LogLine => ({ number, at: "", rank: 0, stream: "stdout", text });
const found = { lines: [3, 8], total: 2, isCut: false, upTo: 10 };

test("lines that came after the search are searched here, those before are not counted twice", () => {
  const tail = [line(8, "AUC 0.8"), line(10, "auc 0.81"), line(11, "loss"), line(12, "best AUC")];
  expect(hitsWith(found, tail, "auc")).toEqual({ lines: [3, 8, 10, 12], total: 4, isCut: false });
});

test("a line that came while the search was under way counts once", () => {
  const late = { ...found, lines: [3, 8, 10], total: 3 };
  expect(hitsWith(late, [line(10, "auc 0.81"), line(11, "auc 0.82")], "auc")).toMatchObject({ lines: [3, 8, 10, 11], total: 4 });
});

test("a search that was cut keeps its list and goes on counting", () => {
  const cut = { lines: [1, 2], total: 1200, isCut: true, upTo: 10 };
  expect(hitsWith(cut, [line(11, "auc")], "auc")).toEqual({ lines: [1, 2], total: 1201, isCut: true });
});

test("steps go to the next and the last one before, around the ends", () => {
  const lines = [3, 8, 12];
  expect([stepHit(lines, undefined, 1), stepHit(lines, undefined, -1)]).toEqual([0, 2]);
  expect([stepHit(lines, 3, 1), stepHit(lines, 5, 1), stepHit(lines, 12, 1)]).toEqual([1, 1, 0]);
  expect([stepHit(lines, 3, -1), stepHit(lines, 5, -1), stepHit(lines, 90, -1)]).toEqual([2, 0, 2]);
  expect(stepHit([], 3, 1)).toBeUndefined();
});

test("where one is among the hits is said in words", () => {
  expect(hitText({ lines: [3, 8], total: 2, isCut: false }, 8)).toBe("2 of 2");
  expect(hitText({ lines: [3, 8], total: 2, isCut: false }, undefined)).toBe("2 found");
  expect(hitText({ lines: [], total: 0, isCut: false }, 8)).toBe("none");
  expect(hitText({ lines: [1], total: 1204, isCut: true }, 1)).toBe("1 of 1,204");
});
