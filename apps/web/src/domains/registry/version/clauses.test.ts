import type { Clause } from "@plumbline/contracts/approvals/clause";
import { expect, test } from "vitest";
import { metCount, worstFirst } from "./clauses.ts";

const clause = (id: string, state: Clause["state"]) => ({ id, state }) as Clause;

test("what failed comes first and what is met last, each in the policy's order", () => {
  const clauses = [clause("a", "met"), clause("b", "expired"), clause("c", "failed"), clause("d", "missing"), clause("e", "met")];
  expect(worstFirst(clauses).map(({ id }) => id)).toEqual(["c", "d", "b", "a", "e"]);
  expect(metCount(clauses)).toEqual({ met: 2, all: 5 });
});
