import type { Clause, ClauseState } from "@plumbline/contracts/approvals/clause";
import { countText } from "@plumbline/ui/format/number";

export const isMet = ({ state }: Pick<Clause, "state">): boolean => state === "met";

/** `6 met, 1 failed, 1 missing`, without what there is none of. */
export function countStates(clauses: readonly Pick<Clause, "state">[]): string {
  const states: readonly ClauseState[] = ["met", "failed", "missing", "expired"];
  return states
    .map((state) => [clauses.filter((clause) => clause.state === state).length, state] as const)
    .filter(([count]) => count > 0)
    .map(([count, state]) => `${count} ${state}`)
    .join(", ");
}

/** How the button of a clause settles it: at once, after a table or a form is given, or by filling in the card. */
export type Settling = "at-once" | "table" | "dataset" | "document" | "form" | "card";

const settlings: Readonly<Record<Clause["kind"], Settling>> = {
  metrics: "at-once",
  security_scan: "at-once",
  model_card: "card",
  champion: "table",
  fairness: "table",
  data_validation: "dataset",
  document: "document",
  explainability: "form",
  robustness: "form",
  reproducibility: "form",
  business_impact: "form",
};

export const settlingOf = ({ kind }: Pick<Clause, "kind">): Settling => settlings[kind];

/** What the unmet clauses take together, in a sentence; undefined while all are met. */
export function settlingSummary(clauses: readonly Pick<Clause, "state" | "canProduce">[]): string | undefined {
  const unmet = clauses.filter((clause) => !isMet(clause));
  if (unmet.length === 0) return undefined;
  const byPlatform = unmet.filter(({ canProduce }) => canProduce).length;
  const byPeople = unmet.length - byPlatform;
  if (byPeople === 0)
    return unmet.length === 1 ? "The platform can produce what is missing." : "The platform can produce all that is missing.";
  if (byPlatform === 0) return `${countText(byPeople, "clause needs", "clauses need")} evidence that somebody brings.`;
  return `${byPlatform} can be produced by the platform, ${byPeople} ${byPeople === 1 ? "needs" : "need"} evidence that somebody brings.`;
}
