import type { Clause } from "@plumbline/contracts/approvals/clause";
import { expect, test } from "vitest";
import { countStates, settlingOf, settlingSummary } from "./clause-order.ts";

const clause = (id: string, state: Clause["state"], canProduce = true) => ({ id, state, canProduce }) as Clause;

test("clauses are counted by state, without what there is none of", () => {
  expect(countStates([clause("a", "met"), clause("b", "expired"), clause("c", "met"), clause("d", "failed")])).toBe(
    "2 met, 1 failed, 1 expired",
  );
  expect(countStates([])).toBe("");
});

test.each([
  [[clause("a", "met")], undefined],
  [[clause("a", "missing")], "The platform can produce what is missing."],
  [[clause("a", "missing"), clause("b", "expired")], "The platform can produce all that is missing."],
  [[clause("a", "missing", false)], "1 clause needs evidence that somebody brings."],
  [
    [clause("a", "failed"), clause("b", "missing", false), clause("c", "missing", false)],
    "1 can be produced by the platform, 2 need evidence that somebody brings.",
  ],
])("%j takes: %s", (clauses, text) => {
  expect(settlingSummary(clauses)).toBe(text);
});

test("tables are asked for where rows are compared", () => {
  expect((["champion", "fairness", "security_scan", "model_card"] as const).map((kind) => settlingOf({ kind }))).toEqual([
    "table",
    "table",
    "at-once",
    "card",
  ]);
});
