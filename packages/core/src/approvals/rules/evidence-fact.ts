import type { EvidenceKind } from "@plumbline/contracts/approvals/policy-document";
import type { NormalRequirement } from "../policy/requirement.ts";

export type EvidenceValue = number | string | boolean | null;

/** A piece of evidence, as far as clauses look at it. */
export interface EvidenceFact {
  readonly id: string;
  readonly digest: string;
  readonly kind: EvidenceKind;
  readonly subjectDigest: string;
  readonly verdict: "pass" | "fail" | "inconclusive" | "insufficient" | "info";
  /** One sentence. */
  readonly summary: string;
  /** By the names of the table of kinds; `id` holds the id of the requirement that it was made for, if that has one. */
  readonly values: Readonly<Record<string, EvidenceValue>>;
  readonly inputs: readonly { readonly kind: string; readonly name: string }[];
  readonly producer: { readonly kind: string; readonly id: string; readonly name: string | null };
  readonly producedAt: Date;
  readonly validUntil: Date | null;
}

/** Values that each compared metric has of its own. */
const ofMetric = new Set(["verdict", "difference"]);

/** A value by its name, as the metric that the requirement is about has it: `ks_verdict` before `verdict`. */
export function valueIn(evidence: EvidenceFact, key: string, metric: string | null): EvidenceValue | undefined {
  const { values } = evidence;
  const own = metric === null ? undefined : `${metric}_${key}`;
  if (own !== undefined && Object.hasOwn(values, own)) return values[own];
  if (metric !== null && ofMetric.has(key) && values.metric !== metric) return undefined;
  if (Object.hasOwn(values, key)) return values[key];
  return key === "verdict" ? evidence.verdict : undefined;
}

const text = (evidence: EvidenceFact, key: string): string | null => {
  const value = Object.hasOwn(evidence.values, key) ? evidence.values[key] : null;
  return typeof value === "string" ? value : null;
};

/** A dataset is named as a whole, or with a version: `loans-2026q3`, `loans-2026q3@7`. */
function isMadeFrom(evidence: EvidenceFact, dataset: string): boolean {
  const isIt = (name: string) => name === dataset || name.startsWith(`${dataset}@`);
  return evidence.inputs.some(({ kind, name }) => kind.startsWith("dataset") && isIt(name)) || isIt(text(evidence, "dataset") ?? "");
}

/** Whether evidence is what a requirement is about. One without an id takes only evidence that was made for no id. */
function isAbout(evidence: EvidenceFact, { kind, name, select }: NormalRequirement): boolean {
  if (evidence.kind !== kind || text(evidence, "id") !== name) return false;
  if (select.dataset !== null && !isMadeFrom(evidence, select.dataset)) return false;
  if (select.attribute !== null && text(evidence, "attribute") !== select.attribute) return false;
  if (select.title !== null && text(evidence, "title") !== select.title) return false;
  if (select.metric === null) return true;
  return text(evidence, "metric") === select.metric || Object.hasOwn(evidence.values, `${select.metric}_verdict`);
}

/** The newest evidence for these bytes that a requirement is about. Of two of an instant, the later id. */
export function newestFor(
  requirement: NormalRequirement,
  evidence: readonly EvidenceFact[],
  subjectDigest: string,
): EvidenceFact | undefined {
  return evidence
    .filter((fact) => fact.subjectDigest === subjectDigest && isAbout(fact, requirement))
    .reduce<EvidenceFact | undefined>((newest, fact) => (newest && isLater(newest, fact) ? newest : fact), undefined);
}

function isLater(left: EvidenceFact, right: EvidenceFact): boolean {
  const difference = left.producedAt.getTime() - right.producedAt.getTime();
  return difference > 0 || (difference === 0 && left.id > right.id);
}
