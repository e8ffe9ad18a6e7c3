import { type CardFields, cardFieldNames } from "@plumbline/contracts/registry/card";
import { expect, test } from "vitest";
import { cardFields, cardLabel, changedFields, rebase } from "./card-fields.ts";

const base = Object.fromEntries(cardFieldNames.map((name) => [name, `${name} as it was`])) as CardFields;

test("every field of a card has a label of its own", () => {
  expect(new Set(cardFields.map(({ label }) => label)).size).toBe(cardFieldNames.length);
  expect(cardLabel("outOfScopeUse")).toBe("Out of scope");
});

test("changes on either side meet; a field that both changed stays mine and is shown", () => {
  const mine = { ...base, overview: "mine", limitations: "mine too", contact: "the same" };
  const theirs = { ...base, limitations: "theirs", factors: "theirs too", contact: "the same" };
  const { fields, collisions } = rebase(base, mine, theirs);
  expect(changedFields(base, fields)).toEqual(["overview", "factors", "limitations", "contact"]);
  expect(fields).toMatchObject({ overview: "mine", factors: "theirs too", limitations: "mine too" });
  expect(collisions).toEqual([{ name: "limitations", mine: "mine too", theirs: "theirs" }]);
});

test("nothing of mine, nothing to collide", () => {
  expect(rebase(base, base, { ...base, overview: "theirs" })).toEqual({ fields: { ...base, overview: "theirs" }, collisions: [] });
});
