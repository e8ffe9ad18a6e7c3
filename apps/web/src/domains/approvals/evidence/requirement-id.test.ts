import { expect, test } from "vitest";
import { requirementId } from "./requirement-id.ts";

test.each([
  ["champion", {}],
  ["champion:holdout", { id: "holdout" }],
  ["champion:a:b", { id: "a:b" }],
])("the clause %s is of the requirement %j", (id, own) => {
  expect(requirementId({ id, kind: "champion" })).toEqual(own);
});
