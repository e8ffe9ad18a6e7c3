import type { EvidenceKind } from "@plumbline/contracts/approvals/policy-document";
import { listWords } from "./near-name.ts";
import type { Expected, NormalRequirement, Operator } from "./requirement.ts";
import { requirementKey, requirementKinds } from "./requirement-kinds.ts";

const signs: Readonly<Record<Operator, string>> = { ">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=" };
const spanUnits: Readonly<Record<string, string>> = { h: "hour", d: "day", w: "week" };

/** `14d` as "14 days". */
export function spanWords(span: string): string {
  const count = Number(span.slice(0, -1));
  return `${count} ${spanUnits[span.slice(-1)] ?? ""}${count === 1 ? "" : "s"}`;
}

/** A number of a policy, as exact as it is written. */
export const exactNumber = (value: number): string =>
  (Number.isInteger(value) ? value.toLocaleString("en") : String(value)).replace("-", "−");

/** A measured number with four significant digits. */
export function measuredNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return exactNumber(value);
  const rounded = Number(value.toPrecision(4));
  return exactNumber(rounded);
}

/** A measured number with as many digits as show on which side of a bound it is: rounded to the other side it would read like a mistake. */
export function numberBeside(value: number, bound: number): string {
  if (Number.isInteger(value)) return measuredNumber(value);
  const isSame = value === bound;
  for (let digits = 4; digits <= 17; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (isSame || Math.sign(rounded - bound) === Math.sign(value - bound)) return exactNumber(rounded);
  }
  return exactNumber(value);
}

const intervalEnd = /_(lower|upper)$/;

/** What a key of the evidence is called in a sentence. */
export function keyWords(kind: EvidenceKind, key: string): string {
  const own = requirementKinds[kind].keys[key];
  if (own) return own.words;
  const end = intervalEnd.exec(key);
  const estimate = end ? requirementKinds[kind].keys[key.slice(0, end.index)] : undefined;
  if (end && estimate) return `${end[1]} bound of the ${estimate.words}`;
  return kind === "robustness" ? key.replace(/_drop$/, " drop") : key;
}

export const boundWords = (operator: Operator, value: number): string => `${signs[operator]} ${exactNumber(value)}`;

/** What one key of a requirement asks for. */
export function expectedWords(kind: EvidenceKind, { key, test }: Pick<Expected, "key" | "test">): string {
  const strict = requirementKey(kind, key)?.strict;
  const words = keyWords(kind, key);
  switch (test.kind) {
    case "bound":
      return strict !== undefined && test.value === 0 && test.operator === "<="
        ? strict
        : `${words} ${boundWords(test.operator, test.value)}`;
    case "flag":
      return strict ?? words;
    case "holds":
      return `${words}: ${listWords(test.values, "and")}`;
    case "oneOf":
      return choiceWords(key, words, test.values);
  }
}

function choiceWords(key: string, words: string, values: readonly string[]): string {
  if (values.length === 0) return `${words}: nothing would do`;
  if (key === "verdict") return listWords(values.map((value) => value.replaceAll("_", " ")));
  if (key === "signed_by") return values.includes("any") ? "Signed by a person" : "Signed by the owner";
  return `${words} ${listWords(values)}`;
}

/** Which evidence a requirement is about, beyond its kind; empty where any of the kind will do. */
export function selectionWords({ name, select }: NormalRequirement): string {
  const parts = [
    select.metric === null ? "" : `on ${select.metric}`,
    select.attribute === null ? "" : `by ${select.attribute}`,
    select.title === null ? "" : `“${select.title}”`,
    select.dataset === null ? "" : `on dataset ${select.dataset}`,
    name === null ? "" : `(${name})`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** All that a requirement asks, such as "auc ≥ 0.85, logloss ≤ 0.34, at most 30 days old". */
export function asksWords(requirement: NormalRequirement): string {
  const { kind, expects, maxAge, select } = requirement;
  const asked = expects.map((expected) => expectedWords(kind, expected));
  const selection = selectionWords(requirement);
  if (asked.length === 0) asked.push(select.title === null ? "Any that does not fail" : "Attached");
  if (selection !== "") asked[0] = `${asked[0]} ${selection}`;
  return [...asked, ...(maxAge ? [`at most ${spanWords(maxAge.span)} old`] : [])].join(", ");
}
