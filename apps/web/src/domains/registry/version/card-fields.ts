import { type CardFields, cardFieldNames } from "@plumbline/contracts/registry/card";

export type CardField = keyof CardFields;

/** What each field of a card is called and asks for, in the order of the page. */
const words: Readonly<Record<CardField, { label: string; help: string }>> = {
  overview: { label: "Overview", help: "What it predicts, for whom, with what kind of model." },
  intendedUse: { label: "Intended use", help: "Who uses its answers for which decision." },
  outOfScopeUse: { label: "Out of scope", help: "Uses that look close but that it was not made or checked for." },
  factors: { label: "Factors", help: "Groups, conditions and instruments that its quality depends on." },
  trainingData: { label: "Training data", help: "Where it comes from, which period, what was left out and why." },
  evaluationData: { label: "Evaluation data", help: "What it was judged on, and how that differs from training." },
  performance: { label: "Performance", help: "Measures with their bounds or intervals, over all and for each group." },
  limitations: { label: "Limitations", help: "Where it is known to be weak." },
  ethicalConsiderations: { label: "Ethics", help: "Who can be harmed, and what was done about it." },
  humanOversight: { label: "Human oversight", help: "Who can stop or overrule it, and how they notice that they should." },
  monitoringPlan: { label: "Monitoring", help: "What is watched once it is live, with which bounds, and who is told." },
  contact: { label: "Contact", help: "Who answers questions about it." },
};

export const cardFields: readonly { name: CardField; label: string; help: string }[] = cardFieldNames.map((name) => ({
  name,
  ...words[name],
}));

export const cardLabel = (name: string): string => cardFields.find((field) => field.name === name)?.label ?? name;

/** The fields in which two texts of a card differ, in the order of the page. */
export function changedFields(before: CardFields, after: CardFields): CardField[] {
  return cardFieldNames.filter((name) => before[name] !== after[name]);
}

/** A field that two people changed at the same time, in different ways. */
export interface Collision {
  name: CardField;
  mine: string;
  theirs: string;
}

/**
 * Puts my changes on top of a newer card: what only one of us changed is taken from whoever did, what both changed stays
 * mine and is listed, so that I can look.
 */
export function rebase(base: CardFields, mine: CardFields, theirs: CardFields): { fields: CardFields; collisions: Collision[] } {
  const changed = new Set(changedFields(base, mine));
  const fields = { ...theirs };
  const collisions: Collision[] = [];
  for (const name of cardFieldNames) {
    if (!changed.has(name)) continue;
    fields[name] = mine[name];
    if (theirs[name] !== base[name] && theirs[name] !== mine[name]) collisions.push({ name, mine: mine[name], theirs: theirs[name] });
  }
  return { fields, collisions };
}
