import { expect, test } from "vitest";
import { limitOf, nullable, numberOf, wordOf } from "./form-values.ts";

const form = new FormData();
form.set("some", " 2.5 ");
form.set("none", "");

test("an empty field is no limit, not nought", () => {
  expect([limitOf(form, "some"), limitOf(form, "none"), limitOf(form, "missing")]).toEqual([2.5, null, null]);
  expect(numberOf(form, "none")).toBe(0);
  expect([nullable(form, "some"), nullable(form, "none")]).toEqual(["2.5", null]);
});

test("a word is one of those that there are", () => {
  form.set("state", "held");
  expect(wordOf(form, "state", ["open", "held"])).toBe("held");
  expect(wordOf(form, "state", ["open"])).toBeUndefined();
});
