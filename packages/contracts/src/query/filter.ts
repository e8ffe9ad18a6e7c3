import { type Item, isComparison, isStray, isWord, type RawComparison, readClauses, type Span, strays } from "./clauses.ts";
import { dialects, type FilterDialect, operatorsFor } from "./dialects.ts";
import { attempt, type Comparison, type FilterExpression, matchAll, type QueryResult, Refusal } from "./expression.ts";
import * as messages from "./messages.ts";
import { readSubject, type Subject } from "./subject.ts";
import { tokenize } from "./tokens.ts";
import { acceptPresence, type FilterValue, readValue } from "./value.ts";

interface Source {
  readonly text: string;
  readonly dialect: FilterDialect;
}

function refuseStatements(source: Source, items: readonly Item[]): void {
  const at = items.findIndex(({ kind }) => kind === "end");
  const [separator, next] = [items[at], items[at + 1]];
  if (at < 0 || !separator || !next) return;
  throw new Refusal({
    message: messages.multipleStatements(source.dialect, source.text),
    offset: separator.start,
    length: separator.text.length,
    expected: ["AND"],
  });
}

interface Gap {
  readonly at: Span | undefined;
  readonly expected: readonly string[];
}

function gapAfterName(rest: readonly Item[]): Gap {
  const [operator, after, third] = rest;
  if (operator?.kind === "comparator") return { at: after, expected: ["a value"] };
  if (isWord(operator, "IN")) return { at: after, expected: ["a list of quoted strings in parentheses"] };
  if (isWord(operator, "IS")) return { at: after, expected: ["NULL", "NOT NULL"] };
  if (!isWord(operator, "NOT")) return { at: operator, expected: ["a comparison operator"] };
  if (isWord(after, "IN")) return { at: third, expected: ["a list of quoted strings in parentheses"] };
  return { at: after, expected: ["IN", "LIKE", "ILIKE"] };
}

/** Where an editor should point: at the first thing that cannot go on, or at what is missing. */
function findGap(items: readonly Item[]): Gap {
  const unclosed = items.find(({ text }) => text === "'" || text === '"' || text === "`");
  if (unclosed) return { at: undefined, expected: [`a closing ${unclosed.text}`] };
  const first = items.findIndex(isStray);
  const item = items[first];
  if (item?.kind === "identifier") return gapAfterName(items.slice(first + 1));
  const before = items[first - 1];
  return { at: item, expected: [before && isComparison(before) ? "AND" : "a comparison"] };
}

function refuseStrays({ text, dialect }: Source, items: readonly Item[]): void {
  const found = strays(text, items);
  if (found.length === 0) return;
  const { at, expected } = findGap(items);
  const named = found.map((stray) => stray.text);
  throw new Refusal({
    message: messages.invalidClauses(dialect, text, named),
    offset: at?.start ?? text.length,
    length: at?.text.length ?? 0,
    expected,
  });
}

function readLeft(left: Item, dialect: FilterDialect): Subject {
  const isName = left.kind === "identifier" || (left.kind === "operation" && dialects[dialect].lenient);
  if (isName) return readSubject(left, dialect);
  throw new Refusal({
    message: `Invalid comparison clause. Expected 'Identifier' found '${left.text}'`,
    offset: left.start,
    length: left.text.length,
    expected: left.kind === "operation" ? ["a key with special characters in backticks"] : ["a name"],
  });
}

interface Resolved {
  readonly raw: RawComparison;
  readonly subject: Subject;
  readonly value: FilterValue | null;
}

function resolve(raw: RawComparison, dialect: FilterDialect): Resolved {
  const subject = readLeft(raw.left, dialect);
  const context = { subject, dialect };
  if (!raw.right) {
    acceptPresence(raw, context);
    return { raw, subject, value: null };
  }
  // The stock search of logged models looks at the operator before the value.
  if (dialects[dialect].lenient) acceptOperator({ raw, subject, value: null }, dialect);
  return { raw, subject, value: readValue(raw.right, raw.operator, context) };
}

function acceptOperator({ raw, subject }: Resolved, dialect: FilterDialect): void {
  const rules = dialects[dialect];
  const allowed = operatorsFor(rules, subject.entity, subject.key);
  if (allowed.some((operator) => operator === raw.operator)) return;
  const { entity, key } = subject;
  const subjectText = `${rules.preferred[entity] ?? entity}.${key}`;
  const refused = { dialect, entity, key, allowed, operator: raw.operator, subject: subjectText };
  throw new Refusal({
    message: messages.unknownOperator(refused),
    offset: raw.operatorSpan.start,
    length: raw.operatorSpan.end - raw.operatorSpan.start,
    expected: allowed,
  });
}

function typeOf(value: FilterValue | null): Comparison["valueType"] {
  if (value === null) return "none";
  if (typeof value === "number") return "number";
  return typeof value === "string" ? "text" : "list";
}

function toComparison({ raw, subject, value }: Resolved): Comparison {
  const { entity, key } = subject;
  // acceptOperator and readValue have matched operator and value to the subject's rule.
  return { kind: "comparison", entity, key, operator: raw.operator, value, valueType: typeOf(value) } as Comparison;
}

function readFilter(source: Source): FilterExpression {
  const { text, dialect } = source;
  if (text === "") return matchAll;
  const items = readClauses(text, tokenize(text));
  if (items.length === 0) {
    throw new Refusal({
      message: messages.blankFilter(dialect, text),
      offset: text.length,
      length: 0,
      expected: ["a comparison"],
    });
  }
  refuseStatements(source, items);
  refuseStrays(source, items);
  const resolved = items.filter(isComparison).map((raw) => resolve(raw, dialect));
  for (const one of resolved) acceptOperator(one, dialect);
  return { kind: "all", terms: resolved.map(toComparison) };
}

/**
 * Parses an MLflow search filter. Whatever the stock server accepts is accepted with the same
 * meaning; refusals carry its text. As there, AND between comparisons may be missing or doubled.
 * An empty text matches everything; one of white space alone is refused.
 */
export function parseFilter(text: string, dialect: FilterDialect): QueryResult<FilterExpression> {
  return attempt(() => readFilter({ text, dialect }));
}
