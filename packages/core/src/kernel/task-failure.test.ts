import { OutboundError } from "@plumbline/outbound";
import { StorageError } from "@plumbline/storage";
import { expect, test } from "vitest";
import { AppError } from "./app-error.ts";
import { describeFailure } from "./task-failure.ts";

const database = (message: string, code: string) => Object.assign(new Error(message), { code });

test.each([
  ["what was written for people", new AppError("conflict", "The file is gone."), "The file is gone."],
  ["a lost database", database("terminating connection due to administrator command", "57P01"), "The database did not answer. Try again."],
  [
    "a lost storage",
    new StorageError("unavailable", "the storage failed (ECONNREFUSED)"),
    "The artifact storage failed or did not answer.",
  ],
  ["what a mail server said", new OutboundError("The mail server did not answer in time."), "The mail server did not answer in time."],
  ["an end of time", AbortSignal.abort(new DOMException("", "TimeoutError")).reason, "It was not done within 30 minutes."],
])("%s is told", (_what, error, text) => {
  expect(describeFailure(error, 30 * 60_000)).toBe(text);
});

test.each([
  ["a statement", database("syntax error at or near \"FORM\": SELECT * FORM token WHERE secret = 'hush'", "42601")],
  ["an address with a password", new Error("connect ECONNREFUSED smtp://plumbline:hush@mail.internal")],
  ["no error at all", "hush"],
])("%s is not repeated", (_what, error) => {
  const text = describeFailure(error, 5000);
  expect(text).toMatch(/unexpectedly/);
  expect(text).not.toMatch(/hush|SELECT|mail/);
});

test("a short time is told in seconds, and a long text is cut", () => {
  expect(describeFailure(new DOMException("", "TimeoutError"), 30_000)).toBe("It was not done within 30 seconds.");
  expect(describeFailure(new AppError("invalid", "x".repeat(9000)), 1)).toHaveLength(500);
});
