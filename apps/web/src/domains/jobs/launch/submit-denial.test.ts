import { expect, test } from "vitest";
import { submitDenial } from "./submit-denial.ts";

const sound = { isCurrent: true, problems: [], failure: null };

test("only what is read, checked and sound is submitted, and what nobody could check", () => {
  expect(submitDenial({ value: {} }, sound)).toBeUndefined();
  expect(submitDenial({ value: undefined }, sound)).toMatch(/cannot be read/);
  expect(submitDenial({ value: {} }, { ...sound, isCurrent: false })).toMatch(/being checked/);
  expect(submitDenial({ value: {} }, { ...sound, problems: [{ path: [], message: "" }] })).toMatch(/has 1 problem,/);
  expect(submitDenial({ value: {} }, { isCurrent: false, problems: [], failure: new Error("down") })).toBeUndefined();
});
