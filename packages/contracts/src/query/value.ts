import type { Item, Piece, RawComparison } from "./clauses.ts";
import { dialects, type FilterDialect, isNumeric, operatorsFor, unitOf } from "./dialects.ts";
import { Refusal } from "./expression.ts";
import { readList } from "./list.ts";
import { longPattern, missingQuotes, pythonList, unquotedValue } from "./messages.ts";
import { expectedQuantity, readQuantity } from "./quantity.ts";
import type { Subject } from "./subject.ts";
import { tokenize } from "./tokens.ts";

export type FilterValue = number | string | readonly string[] | readonly number[];

/** Characters of a regular expression: what PostgreSQL makes of one grows much faster than the text. */
export const patternMax = 500;

const quotedText = /^(?:'[\s\S]*'|"[\s\S]*")$/;

function refuse(value: Item, message: string, expected: string | readonly string[]): never {
  throw new Refusal({ message, offset: value.start, length: value.text.length, expected: [expected].flat() });
}

export interface ValueContext {
  readonly subject: Subject;
  readonly dialect: FilterDialect;
  /** What relative times count from, in milliseconds. */
  readonly now: number;
}

/** Runs and logged models are measured in fractions too; everything else is counted. */
function acceptWhole(value: Item, { subject, dialect }: ValueContext): void {
  if (dialect === "runs" || dialect === "logged-models" || value.kind !== "number" || /^-?\d+$/.test(value.text)) return;
  refuse(value, `Invalid value for numeric attribute '${subject.key}': '${Number(value.text)}'`, "an integer");
}

/** `whole` is what the refusal quotes: of a list all of it, as the stock server does. */
function readNumber(value: Item, { subject, dialect, now }: ValueContext, whole: string): number {
  const unit = unitOf(dialects[dialect], subject);
  if (value.kind === "number" && unit !== "duration") return Number(value.text);
  const [, quoted] = dialect === "model-versions" ? (/^["']\s*([+-]?\d{1,15})\s*["']$/.exec(value.text) ?? []) : [];
  if (quoted !== undefined) return Number(quoted);
  const quantity = readQuantity(value.text, unit, now);
  if (quantity !== undefined) return quantity;
  const attribute = subject.attribute ? `numeric attribute: ${subject.key}` : "metric";
  return refuse(value, `Expected numeric value type for ${attribute}. Found ${whole}`, expectedQuantity(unit));
}

/** The elements of `(1, 2)`, each with its place in the filter. */
function elementsOf(group: Item): Piece[] {
  const elements: Piece[] = [];
  let isOpen = true;
  for (const token of tokenize(group.text.slice(1, -1))) {
    const start = token.start + group.start + 1;
    const end = token.end + group.start + 1;
    const last = elements.at(-1);
    if (token.kind === "comma") {
      if (isOpen) return [];
      isOpen = true;
    } else if (isOpen || !last) {
      elements.push({ kind: token.kind, text: token.text, start, end });
      isOpen = false;
    } else {
      const text = group.text.slice(last.start - group.start, end - group.start);
      elements[elements.length - 1] = { kind: "operation", text, start: last.start, end };
    }
  }
  return elements;
}

function readWhole(value: Item, context: ValueContext, whole = value.text): number {
  const found = readNumber(value, context, whole);
  acceptWhole(value, context);
  return found;
}

function readNumbers(group: Item, context: ValueContext): number[] {
  const elements = elementsOf(group);
  if (elements.length === 0) readNumber(group, context, group.text);
  return elements.map((element) => readWhole(element, context, group.text));
}

function readText(value: Item, subject: Subject, isLenient: boolean): string {
  if (quotedText.test(value.text)) return value.text.slice(1, -1);
  const isBare = value.kind === "identifier" || value.kind === "operation" || value.kind === "number";
  if (isLenient && isBare) return value.text;
  const isName = value.kind === "identifier" && value.text.toUpperCase() !== "NULL";
  const message = isName ? unquotedValue(value.text) : missingQuotes(subject.entity, value.text);
  return refuse(value, message, "a quoted string");
}

const listAttributes: Readonly<Partial<Record<FilterDialect, readonly string[]>>> = {
  runs: ["run_id"],
  experiments: ["experiment_id"],
  "registered-models": ["name"],
  "model-versions": ["name", "run_id"],
};

/** A list behind another operator than IN is refused as the stock server does, which knows IN for few attributes. */
function refuseList(value: Item, { subject, dialect }: ValueContext): never {
  const known = listAttributes[dialect];
  const isKnown = subject.entity !== "attribute" || !known || known.includes(subject.key);
  const message = isKnown
    ? missingQuotes(subject.entity, value.text)
    : `Only ${pythonList(known)} attributes support comparison with a list of quoted string values.`;
  return refuse(value, message, "a quoted string");
}

function acceptExperimentIds(value: Item, ids: readonly string[]): void {
  for (const id of ids) {
    if (/^\s*[+-]?\d+\s*$/.test(id)) continue;
    refuse(value, `Invalid experiment ID '${id}'. Experiment ID must be a valid integer.`, "an integer in quotes");
  }
}

const isList = (operator: string): boolean => operator === "IN" || operator === "NOT IN";

function readTexts(value: Item, operator: string, context: ValueContext): string | readonly string[] {
  if (value.kind !== "group") return readText(value, context.subject, dialects[context.dialect].lenient);
  if (!isList(operator)) return refuseList(value, context);
  return readList(value);
}

/** Reads the right side as the kind of value that its subject holds. */
export function readValue(value: Item, operator: string, context: ValueContext): FilterValue {
  const { subject, dialect } = context;
  if (isNumeric(dialects[dialect], subject)) {
    return value.kind === "group" && isList(operator) ? readNumbers(value, context) : readWhole(value, context);
  }
  const found = readTexts(value, operator, context);
  if (dialect === "experiments" && subject.key === "experiment_id") acceptExperimentIds(value, [found].flat());
  if (operator.endsWith("RLIKE") && found.length > patternMax) refuse(value, longPattern(patternMax), `at most ${patternMax} characters`);
  return found;
}

/** IS NULL asks whether there is a value at all: of what every run has, nobody needs to ask. */
export function acceptPresence(comparison: RawComparison, { subject, dialect }: Pick<ValueContext, "subject" | "dialect">): void {
  const { entity, key } = subject;
  if (operatorsFor(dialects[dialect], subject).some((operator) => operator === comparison.operator)) return;
  const problem = { offset: comparison.operatorSpan.start, length: comparison.operatorSpan.end - comparison.operatorSpan.start };
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
