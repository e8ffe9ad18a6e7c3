import { expect, test } from "vitest";
import { personName } from "./person-name.ts";

test("the reader is you, others go by their name, those who are gone by their id", () => {
  expect(personName({ id: "u1", name: "Ada" }, "u1")).toBe("you");
  expect(personName({ id: "u2", name: "Ada" }, "u1")).toBe("Ada");
  expect(personName({ id: "system", name: null })).toBe("the platform");
  expect(personName({ id: "0123456789", name: null })).toBe("01234567");
});
