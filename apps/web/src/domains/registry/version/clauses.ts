import type { Clause, ClauseState } from "@plumbline/contracts/approvals/clause";

const order: readonly ClauseState[] = ["failed", "missing", "expired", "met"];

/** What needs doing first; within a state, as the policy lists them. */
export function worstFirst(clauses: readonly Clause[]): Clause[] {
  return order.flatMap((state) => clauses.filter((clause) => clause.state === state));
}

export function metCount(clauses: readonly Clause[]): { met: number; all: number } {
  return { met: clauses.filter(({ state }) => state === "met").length, all: clauses.length };
}
