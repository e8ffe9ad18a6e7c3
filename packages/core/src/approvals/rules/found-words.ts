import type { NormalRequirement } from "../policy/requirement.ts";
import { measuredNumber } from "../policy/requirement-words.ts";
import { type EvidenceFact, valueIn } from "./evidence-fact.ts";
import type { Held } from "./hold-test.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** How old something is, in the largest unit that fits. */
export function ageWords(producedAt: Date, now: Date): string {
  const ageMs = Math.max(0, now.getTime() - producedAt.getTime());
  const [count, unit] = ageMs >= 2 * dayMs ? [Math.floor(ageMs / dayMs), "day"] : [Math.floor(ageMs / hourMs), "hour"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

type Extra = (evidence: EvidenceFact, metric: string | null) => string | undefined;

const numberOf = (evidence: EvidenceFact, key: string, metric: string | null = null): number | undefined => {
  const value = valueIn(evidence, key, metric);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
};

function signedDifference(evidence: EvidenceFact, metric: string | null): string | undefined {
  const difference = numberOf(evidence, "difference", metric);
  return difference === undefined ? undefined : `${difference > 0 ? "+" : ""}${measuredNumber(difference)}`;
}

function smallGroups(evidence: EvidenceFact): string | undefined {
  const count = numberOf(evidence, "groups_too_small") ?? 0;
  return count > 0 ? `${count} group${count === 1 ? "" : "s"} too small` : undefined;
}

function outOf(part: string, whole: string, words: string): Extra {
  return (evidence) => {
    const [some, all] = [numberOf(evidence, part), numberOf(evidence, whole)];
    return some === undefined || all === undefined ? undefined : `${some} of ${all} ${words}`;
  };
}

const counted =
  (key: string, words: string): Extra =>
  (evidence) => {
    const count = numberOf(evidence, key);
    return count === undefined ? undefined : `${words} ${count} file${count === 1 ? "" : "s"}`;
  };

/** What a kind tells beside the values that are asked for. */
const extras: Partial<Record<EvidenceFact["kind"], Extra>> = {
  champion: signedDifference,
  fairness: smallGroups,
  data_validation: outOf("passed", "checks", "checks pass"),
  model_card: outOf("filled", "total", "fields"),
  security_scan: counted("files", "in"),
  business_impact: ({ summary }) => (summary === "" ? undefined : summary),
};

/** What there is, in words. */
export function foundWords(requirement: NormalRequirement, evidence: EvidenceFact, held: readonly Held[]): string {
  const extra = extras[evidence.kind]?.(evidence, requirement.select.metric);
  const shown = held.map(({ found }) => found).filter((found) => found !== "");
  const told = shown.join(", ");
  if (extra !== undefined) return told === "" ? extra : `${told}${extra.startsWith("in ") ? " " : ", "}${extra}`;
  if (told !== "") return told;
  return evidence.summary === "" ? verdictWords[evidence.verdict] : evidence.summary;
}

export const verdictWords: Readonly<Record<EvidenceFact["verdict"], string>> = {
  pass: "Passed",
  fail: "Failed",
  inconclusive: "Inconclusive",
  insufficient: "Not enough data",
  info: "Recorded",
};
