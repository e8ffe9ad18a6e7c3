import type { EvidenceKind, Expectation, PolicyDocument, Requirement } from "@plumbline/contracts/approvals/policy-document";
import { spanMs } from "@plumbline/contracts/approvals/policy-document";
import { kindOf, normalRequirement, type PublishedPolicy, readBound } from "../policy/requirement.ts";
import { requirementKey, requirementKinds } from "../policy/requirement-kinds.ts";
import { boundWords, keyWords, spanWords } from "../policy/requirement-words.ts";
import { blockersOf } from "./evaluate-clauses.ts";
import { governedBy, type PastDecision } from "./simulate.ts";

export interface Sensitivity {
  readonly title: string;
  readonly line: number | null;
  readonly points: readonly { readonly label: string; readonly blocked: number; readonly isDraft: boolean; readonly isInForce: boolean }[];
}

/** One number or span of a requirement, which can be another. */
interface Dial {
  readonly index: number;
  readonly kind: EvidenceKind;
  readonly key: string;
  readonly value: Expectation;
}

export interface SensitivityInput {
  readonly draft: PublishedPolicy;
  readonly past: readonly PastDecision[];
  readonly others: readonly PublishedPolicy[];
  /** The version that the draft is to replace, of which the value is shown too. */
  readonly inForce: PublishedPolicy | null;
  /** A line of the draft's text. */
  readonly line: number;
}

/** How many of the approved decisions one requirement would block if its number were another; null where the line has no number. */
export function sensitivityAt({ draft, past, others, inForce, line }: SensitivityInput): Sensitivity | null {
  const dial = dialAt(draft, line);
  if (!dial) return null;
  const decisions = governedBy(draft, past, others).filter(({ decision }) => decision.outcome === "approved");
  const before = inForce ? sameDial(inForce.document, draft.document, dial) : undefined;
  const values = valuesAround(dial, before);
  const blocked = (value: Expectation): number => {
    const changed: PublishedPolicy = { ...draft, document: withValue(draft.document, dial, value) };
    const requirement = normalRequirement(changed, dial.index);
    return decisions.filter(({ decision }) =>
      blockersOf(requirement, { evidence: decision.evidence, subject: decision.subject, now: decision.decidedAt }).some(({ key }) =>
        isOfDial(key, dial),
      ),
    ).length;
  };
  return {
    title: titleOf(dial),
    line: draft.lines.get(`require.${dial.index}.${dial.kind}.${dial.key}`) ?? null,
    points: values.map((value) => ({
      label: labelOf(dial, value),
      blocked: blocked(value),
      isDraft: value === dial.value,
      isInForce: before !== undefined && sizeOf(dial, value) === sizeOf(dial, before),
    })),
  };
}

/** A bound on an interval is kept under the name of its end. */
const isOfDial = (key: string | null, dial: Dial): boolean =>
  key === dial.key || key === `${dial.key}_lower` || key === `${dial.key}_upper`;

/** The first number or span that stands on a line. */
function dialAt({ document, lines }: PublishedPolicy, line: number): Dial | undefined {
  return dialsOf(document).find(({ index, kind, key }) => lines.get(`require.${index}.${kind}.${key}`) === line);
}

function dialsOf(document: PolicyDocument): Dial[] {
  return document.require.flatMap((requirement, index) => {
    const { kind, body } = kindOf(requirement);
    return Object.entries(body)
      .filter(([key, value]) => isDial(kind, key, value))
      .map(([key, value]) => ({ index, kind, key, value }));
  });
}

function isDial(kind: EvidenceKind, key: string, value: Expectation): boolean {
  if (key === "max_age") return true;
  const type = requirementKey(kind, key)?.type;
  return (type === "comparison" || type === "atLeast" || type === "atMost") && numberOf(value) !== undefined;
}

const numberOf = (value: Expectation): number | undefined =>
  typeof value === "number" ? value : typeof value === "string" ? readBound(value)?.value : undefined;

/** The value of the same requirement in another version. */
function sameDial(other: PolicyDocument, draft: PolicyDocument, dial: Dial): Expectation | undefined {
  const own = draft.require[dial.index];
  const id = own ? kindOf(own).body.id : undefined;
  return dialsOf(other).find((one) => {
    const requirement = other.require[one.index];
    return one.kind === dial.kind && one.key === dial.key && requirement !== undefined && kindOf(requirement).body.id === id;
  })?.value;
}

function withValue(document: PolicyDocument, { index, kind, key }: Dial, value: Expectation): PolicyDocument {
  const require = document.require.map(
    (requirement, at): Requirement => (at === index ? { [kind]: { ...kindOf(requirement).body, [key]: value } } : requirement),
  );
  return { ...document, require };
}

const sizeOf = ({ key }: Dial, value: Expectation): number => (key === "max_age" ? spanMs(String(value)) : (numberOf(value) ?? 0));

/** The draft's value, some around it, and the one in force, in rising order. */
function valuesAround(dial: Dial, before: Expectation | undefined): Expectation[] {
  const around = dial.key === "max_age" ? spansAround(String(dial.value)) : boundsAround(dial.value);
  const size = (value: Expectation) => sizeOf(dial, value);
  const given = before === undefined ? [] : [before];
  const values: Expectation[] = [dial.value];
  // Two ways to write one number are one point, of which the draft's own stays.
  for (const value of [...given, ...around]) {
    if (!values.some((known) => size(known) === size(value))) values.push(value);
  }
  return values.sort((left, right) => size(left) - size(right));
}

const longestMs = 3_653 * 86_400_000;

function spansAround(span: string): string[] {
  const [count, unit] = [Number(span.slice(0, -1)), span.slice(-1)];
  const counts = [0.5, 1.5, 2].map((factor) => Math.max(1, Math.round(count * factor)));
  return counts.map((other) => `${other}${unit}`).filter((other) => spanMs(other) <= longestMs);
}

function boundsAround(value: Expectation): Expectation[] {
  const number = numberOf(value) ?? 0;
  const step = stepOf(number);
  const others = [-2, -1, 1, 2]
    .map((factor) => Number((number + factor * step).toPrecision(10)))
    .filter((other) => number < 0 || other >= 0);
  const operator = typeof value === "string" ? readBound(value)?.operator : undefined;
  return others.map((other) => (operator === undefined ? other : `${operator} ${plainNumber(other)}`));
}

/** Bounds take no exponents beyond three digits, and no plus signs that JavaScript writes by itself. */
const plainNumber = (value: number): string => String(value).replace("e+", "e");

/** About a twentieth, rounded to 1, 2 or 5 of its power of ten; counts move by whole numbers. */
function stepOf(number: number): number {
  const rough = Math.abs(number) / 20;
  if (rough === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  const step = factor * power;
  return Number.isInteger(number) && number >= 1 ? Math.max(1, Math.round(step)) : step;
}

function titleOf({ kind, key, value }: Dial): string {
  const { title } = requirementKinds[kind];
  return key === "max_age"
    ? `${title} must be at most ${spanWords(String(value))} old`
    : `${title}: ${keyWords(kind, key)} ${labelOf({ kind, key }, value)}`;
}

function labelOf({ kind, key }: Pick<Dial, "kind" | "key">, value: Expectation): string {
  if (key === "max_age") return spanWords(String(value));
  const bound = typeof value === "string" ? readBound(value) : undefined;
  const direction = requirementKey(kind, key)?.type === "atLeast" ? ">=" : "<=";
  return boundWords(bound?.operator ?? direction, numberOf(value) ?? 0);
}
