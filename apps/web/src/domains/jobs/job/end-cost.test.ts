import type { Attempt } from "@plumbline/contracts/jobs/job";
import { expect, test } from "vitest";
import { endCost } from "./end-cost.ts";
import type { JobEnd } from "./job-end.ts";

const at = (text: string): string => `2026-11-28T${text}:00.000Z`;
const ms = (text: string): number => Date.parse(at(text));
const euros = (amount: number) => ({ amount, currency: "EUR" });
const attempt = (startingAt: string | null, amount: number) => ({ startingAt, endedAt: null, cost: euros(amount) }) as Attempt;
const job = { cost: { spent: euros(10), reserved: null }, attemptList: [attempt(at("12:00"), 6)] };
const end = (span: JobEnd["span"], basis: JobEnd["basis"] = "said"): JobEnd => ({ to: ms("15:00"), basis, span, count: 0, alike: "" });

test("it goes on at the pace of its attempt, to both ends of the range", () => {
  expect(endCost(job, end({ from: ms("14:00"), to: ms("16:00") }), ms("13:00"))).toEqual({ from: 16, to: 28 });
  expect(endCost(job, end(undefined), ms("13:00"))).toEqual({ from: 22, to: 22 });
  expect(endCost(job, end({ from: ms("12:30"), to: ms("14:00") }), ms("13:00"))).toEqual({ from: 10, to: 16 });
});

test("without a foreseen end, a price or a minute of pace nothing is said", () => {
  expect(endCost(job, end(undefined, "limit"), ms("13:00"))).toBeUndefined();
  expect(endCost(job, undefined, ms("13:00"))).toBeUndefined();
  expect(endCost({ ...job, cost: null }, end(undefined), ms("13:00"))).toBeUndefined();
  expect(endCost({ ...job, attemptList: [attempt(at("12:59"), 0)] }, end(undefined), ms("13:00"))).toBeUndefined();
  expect(endCost({ ...job, attemptList: [attempt(at("12:59"), 1)] }, end(undefined), ms("13:00"))).toBeDefined();
  expect(endCost({ ...job, attemptList: [attempt(at("13:00"), 1)] }, end(undefined), ms("13:00"))).toBeUndefined();
  expect(endCost({ ...job, attemptList: [attempt(null, 1)] }, end(undefined), ms("13:00"))).toBeUndefined();
});
