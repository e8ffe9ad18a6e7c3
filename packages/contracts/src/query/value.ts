import type { Item, RawComparison } from "./clauses.ts";
import type { FilterDialect } from "./dialects.ts";
import { Refusal } from "./expression.ts";
import { readList } from "./list.ts";
import { pythonList, unquotedValue } from "./messages.ts";
import type { Subject } from "./subject.ts";

export type FilterValue = number | string | readonly string[];

const quotedText = /^(?:'[\s\S]*'|"[\s\S]*")$/;

function refuse(value: Item, message: string, expected: string): never {
  throw new Refusal({ message, offset: value.start, length: value.text.length, expected: [expected] });
}

function readNumber(value: Item, { subject, dialect }: ValueContext): number {
  if (value.kind === "number") return Number(value.text);
  const [, quoted] = dialect === "model-versions" ? (/^["']\s*([+-]?\d{1,15})\s*["']$/.exec(value.text) ?? []) : [];
  if (quoted !== undefined) return Number(quoted);
  const attribute = subject.attribute ? `numeric attribute: ${subject.key}` : "metric";
  return refuse(value, `Expected numeric value type for ${attribute}. Found ${value.text}`, "a number");
}

const stockEntity = { param: "parameter", tag: "tag", metric: "metric" } as const;

function missingQuotes({ entity }: Subject, found: string): string {
  if (entity === "attribute") return `Expected a quoted string value for attributes. Got value ${found}`;
  if (entity === "dataset") {
    return `Expected a quoted string value for dataset attributes. Got value ${found}`;
  }
  return `Expected a quoted string value for ${stockEntity[entity]} (e.g. 'my-value'). Got value ${found}`;
}

function readText(value: Item, subject: Subject, isLenient: boolean): string {
  if (quotedText.test(value.text)) return value.text.slice(1, -1);
  const isBare = value.kind === "identifier" || value.kind === "operation" || value.kind === "number";
  if (isLenient && isBare) return value.text;
  const isName = value.kind === "identifier" && value.text.toUpperCase() !== "NULL";
  const message = isName ? unquotedValue(value.text) : missingQuotes(subject, value.text);
  return refuse(value, message, "a quoted string");
}

const listAttributes = {
  runs: ["run_id"],
  experiments: ["experiment_id"],
  "registered-models": ["name"],
  "model-versions": ["name", "run_id"],
} as const satisfies Partial<Record<FilterDialect, readonly string[]>>;

function acceptList(value: Item, subject: Subject, dialect: FilterDialect): void {
  if (dialect === "logged-models" || subject.entity === "dataset") return;
  const known: readonly string[] = listAttributes[dialect];
  if (subject.entity === "attribute" && !known.some((key) => key === subject.key)) {
    const message = `Only ${pythonList(known)} attributes support comparison with a list of quoted string values.`;
    refuse(value, message, "a quoted string");
  }
  if (subject.entity !== "attribute") refuse(value, missingQuotes(subject, value.text), "a quoted string");
}

function acceptExperimentIds(value: Item, ids: readonly string[]): void {
  for (const id of ids) {
    if (/^\s*[+-]?\d+\s*$/.test(id)) continue;
    refuse(value, `Invalid experiment ID '${id}'. Experiment ID must be a valid integer.`, "an integer in quotes");
  }
}

export interface ValueContext {
  readonly subject: Subject;
  readonly dialect: FilterDialect;
}

/** Runs and logged models are measured in fractions too; everything else is counted. */
function acceptWhole(value: Item, { subject, dialect }: ValueContext): void {
  if (dialect === "runs" || dialect === "logged-models" || quotedText.test(value.text) || /^-?\d+$/.test(value.text)) return;
  refuse(value, `Invalid value for numeric attribute '${subject.key}': '${Number(value.text)}'`, "an integer");
}

/** Reads the right side as the kind of value that its subject holds. */
export function readValue(value: Item, operator: string, { subject, dialect }: ValueContext): FilterValue {
  if (subject.entity === "metric" || subject.attribute?.valueType === "number") {
    const found = readNumber(value, { subject, dialect });
    acceptWhole(value, { subject, dialect });
    return found;
  }
  if (value.kind === "group") {
    acceptList(value, subject, dialect);
    if (operator !== "IN" && operator !== "NOT IN") {
      refuse(value, missingQuotes(subject, value.text), "a quoted string");
    }
    const found = readList(value);
    if (subject.key === "experiment_id") acceptExperimentIds(value, found);
    return found;
  }
  const found = readText(value, subject, dialect === "logged-models");
  if (dialect === "experiments" && subject.key === "experiment_id") acceptExperimentIds(value, [found]);
  return found;
}

/** IS NULL asks whether a key was set at all, which only params and tags can answer. */
export function acceptPresence(comparison: RawComparison, { subject, dialect }: ValueContext): void {
  const { entity, key } = subject;
  const problem = { offset: comparison.operatorSpan.start, length: comparison.operator.length };
  const fail = (message: string) => {
    throw new Refusal({ ...problem, message, expected: ["a comparison operator"] });
  };
  if (dialect === "logged-models") {
    fail(`Invalid comparison: ${comparison.text}. Expected a comparison with 3 tokens.`);
  }
  if (dialect !== "runs" && entity !== "tag") {
    fail(`IS NULL / IS NOT NULL is only supported for tags, not for attribute '${key}'`);
  }
  if (entity !== "tag" && entity !== "param") {
    fail(`IS NULL / IS NOT NULL is only supported for tags and params, not for '${entity}' '${key}'`);
  }
}
