import { expect, test } from "vitest";
import { wishOf } from "./wish.ts";

const formOf = (fields: Record<string, string>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ pool: "p", amount: "2", from: "", until: "", ...fields })) form.set(name, value);
  return form;
};

test("empty fields ask for nothing: from what is shared, for good, with limits as they are", () => {
  expect(wishOf(formOf({ borrowingLimit: "", lendingLimit: " " }))).toEqual({ pool: "p", amount: 2, from: null, until: null });
});

test("limits are numbers, or none", () => {
  expect(wishOf(formOf({ amount: "0", borrowingLimit: "4", lendingLimit: "None" }))).toMatchObject({
    ...{ amount: 0, borrowingLimit: 4, lendingLimit: null },
  });
});

test("a day ends with its last moment", () => {
  expect(new Date(wishOf(formOf({ until: "2027-03-31" })).until ?? "").getMinutes()).toBe(59);
});
