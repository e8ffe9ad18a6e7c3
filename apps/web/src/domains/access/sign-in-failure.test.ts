import type { Problem } from "@plumbline/contracts/problem";
import { expect, test } from "vitest";
import { failureOf, packFailure, unavailable, unpackFailure } from "./sign-in-failure.ts";

const problem: Problem = { type: "about:blank", title: "", status: 401, code: "unauthenticated", detail: "no", requestId: "r1" };

test("names what happened", () => {
  expect(failureOf(problem, 0).code).toBe("credentials");
  expect(failureOf({ ...problem, code: "rate-limited", retryAfterSeconds: 60 }, 1000)).toMatchObject({ code: "wait", retryAt: 61_000 });
  expect(failureOf({ ...problem, code: "forbidden" }, 0).code).toBe("refused");
  expect(failureOf({ ...problem, code: "internal" }, 0).code).toBe("unavailable");
});

test("travels through an address unchanged, and nonsense reads as unavailable", () => {
  const failure = failureOf({ ...problem, detail: "Gesperrt bis 10:00 – später" }, 0);
  expect(unpackFailure(encodeURIComponent(packFailure(failure)))).toEqual(failure);
  expect(unpackFailure("Configuration")).toEqual(unavailable);
  expect(unpackFailure(null)).toEqual(unavailable);
});
