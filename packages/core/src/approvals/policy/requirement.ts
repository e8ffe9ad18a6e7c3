import type { EvidenceKind, Expectation, PolicyDocument, Requirement } from "@plumbline/contracts/approvals/policy-document";
import { spanMs } from "@plumbline/contracts/approvals/policy-document";
import { type RequirementKey, requirementKey } from "./requirement-kinds.ts";

export type Operator = ">=" | "<=" | ">" | "<" | "=";

/** What a value must be. `holds` asks for every entry of a list. */
export type Test =
  | { readonly kind: "bound"; readonly operator: Operator; readonly value: number }
  | { readonly kind: "oneOf"; readonly values: readonly string[] }
  | { readonly kind: "flag" }
  | { readonly kind: "holds"; readonly values: readonly string[] };

/** The policy that asks, and the line of its file. */
export interface RuleSource {
  readonly policy: string;
  readonly version: number;
  readonly isMandatory: boolean;
  readonly line: number | null;
}

export interface Expected {
  /** The name of the value in the evidence. */
  readonly key: string;
  readonly test: Test;
  readonly source: RuleSource;
}

/** Which evidence of a kind a requirement is about. */
export interface Selection {
  readonly dataset: string | null;
  readonly metric: string | null;
  readonly attribute: string | null;
  readonly title: string | null;
}

/** A requirement with its shorthands written out. */
export interface NormalRequirement {
  /** The kind, or the kind and the requirement's own id: `metrics`, `metrics:holdout`. */
  readonly id: string;
  readonly kind: EvidenceKind;
  /** The requirement's own id; asks for evidence that was recorded under it. */
  readonly name: string | null;
  readonly select: Selection;
  readonly maxAge: { readonly span: string; readonly ms: number; readonly source: RuleSource } | null;
  readonly expects: readonly Expected[];
  readonly source: RuleSource;
}

/** A policy as it was published, with the lines of its text. */
export interface PublishedPolicy {
  readonly scope: "workspace" | "organisation";
  readonly version: number;
  readonly document: PolicyDocument;
  readonly lines: ReadonlyMap<string, number>;
}

export function sourceOf(policy: PublishedPolicy, path: string): RuleSource {
  return {
    policy: policy.document.name,
    version: policy.version,
    isMandatory: policy.scope === "organisation",
    line: policy.lines.get(path) ?? null,
  };
}

const boundShape = /^(>=|<=|>|<|=) ?(.+)$/;
export interface BoundValue {
  readonly operator: Operator;
  readonly value: number;
}

export function readBound(text: string): BoundValue | undefined {
  const match = boundShape.exec(text);
  if (!match) return undefined;
  const value = Number(match[2]);
  // Negative zero is written and compared as zero.
  return Number.isFinite(value) ? { operator: match[1] as Operator, value: value === 0 ? 0 : value } : undefined;
}

/** The one kind of an entry of `require`, and what it says. */
export function kindOf(requirement: Requirement): { readonly kind: EvidenceKind; readonly body: Readonly<Record<string, Expectation>> } {
  const [entry] = Object.entries(requirement);
  if (!entry?.[1]) throw new TypeError("A requirement names one kind of evidence.");
  return { kind: entry[0] as EvidenceKind, body: entry[1] };
}

const textOf = (value: Expectation | undefined): string | null =>
  value === undefined || typeof value === "boolean" ? null : String(value);
const listOf = (value: Expectation): readonly string[] => (Array.isArray(value) ? value : [String(value)]);

export function normalRequirement(policy: PublishedPolicy, index: number): NormalRequirement {
  const requirement = policy.document.require[index];
  if (!requirement) throw new RangeError(`Policy ${policy.document.name} has no requirement ${index}.`);
  const { kind, body } = kindOf(requirement);
  const path = `require.${index}`;
  const at = (key: string): RuleSource => sourceOf(policy, `${path}.${kind}.${key}`);
  const name = textOf(body.id);
  const isSelector = (key: string) => requirementKey(kind, key)?.type === "select";
  const selected = (key: string) => (isSelector(key) ? textOf(body[key]) : null);
  const maxAge = textOf(body.max_age);
  return {
    id: name === null ? kind : `${kind}:${name}`,
    kind,
    name,
    select: { dataset: textOf(body.dataset), metric: selected("metric"), attribute: selected("attribute"), title: selected("title") },
    maxAge: maxAge === null ? null : { span: maxAge, ms: spanMs(maxAge), source: at("max_age") },
    expects: Object.entries(body)
      .filter(([key]) => !isSelector(key))
      .flatMap(([key, value]) => expectedOf({ kind, key, value, hasLowerBound: body.lower_bound === true }, at(key))),
    source: sourceOf(policy, path),
  };
}

interface Written {
  readonly kind: EvidenceKind;
  readonly key: string;
  readonly value: Expectation;
  /** Bounds hold for the worse end of the interval instead of the estimate. */
  readonly hasLowerBound: boolean;
}

function expectedOf({ kind, key, value, hasLowerBound }: Written, source: RuleSource): Expected[] {
  const entry = requirementKey(kind, key);
  const test = entry && testOf(entry, value);
  if (!test) return [];
  const onInterval = hasLowerBound && entry.type === "comparison" && test.kind === "bound";
  return [{ key: onInterval ? `${key}_${intervalEnd(test.operator)}` : key, test, source }];
}

const intervalEnd = (operator: Operator): "lower" | "upper" => (operator.startsWith("<") ? "upper" : "lower");

function testOf(entry: RequirementKey, value: Expectation): Test | undefined {
  switch (entry.type) {
    case "comparison":
    case "atLeast":
    case "atMost":
      return boundTest(entry.type, value);
    case "flag":
      return value === true ? { kind: "flag" } : undefined;
    case "choice":
      return { kind: "oneOf", values: value === "any" ? (entry.choices ?? []) : listOf(value) };
    case "text":
      return { kind: "oneOf", values: listOf(value) };
    case "list":
      return { kind: "holds", values: listOf(value) };
    default:
      return undefined;
  }
}

function boundTest(type: "comparison" | "atLeast" | "atMost", value: Expectation): Test | undefined {
  if (typeof value === "number") return { kind: "bound", operator: type === "atLeast" ? ">=" : "<=", value: value === 0 ? 0 : value };
  const bound = typeof value === "string" ? readBound(value) : undefined;
  return bound && { kind: "bound", ...bound };
}
