import { type Item, isComparison, isStray, isWord, type RawComparison, readClauses, type Span, strays } from "./clauses.ts";
import { dialects, type FilterDialect, operatorsFor } from "./dialects.ts";
import { attempt, type Comparison, type FilterExpression, matchAll, type QueryResult, Refusal } from "./expression.ts";
import * as messages from "./messages.ts";
import { type RawFilter, readStructure, StructureRefusal } from "./structure.ts";
import { readCall, readSubject, type Subject } from "./subject.ts";
import { type Token, tokenize } from "./tokens.ts";
import { acceptPresence, type FilterValue, readValue, type ValueContext } from "./value.ts";

interface Source {
  readonly text: string;
  readonly dialect: FilterDialect;
  readonly now: number;
}

function statementsRefusal(source: Source, items: readonly Item[]): Refusal | undefined {
  const at = items.findIndex(({ kind }) => kind === "end");
  const [separator, next] = [items[at], items[at + 1]];
  if (at < 0 || !separator || !next) return undefined;
  return new Refusal({
    message: messages.multipleStatements(source.dialect, source.text),
    offset: separator.start,
    length: separator.text.length,
    expected: ["AND", "OR"],
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
  return { at: after, expected: ["IN", "BETWEEN", "LIKE", "ILIKE", "RLIKE"] };
}

/** Where an editor should point: at the first thing that cannot go on, or at what is missing. */
function findGap(items: readonly Item[]): Gap {
  const unclosed = items.find(({ text }) => text === "'" || text === '"' || text === "`");
  if (unclosed) return { at: undefined, expected: [`a closing ${unclosed.text}`] };
  const first = items.findIndex(isStray);
  const item = items[first];
  if (item?.kind === "identifier") return gapAfterName(items.slice(first + 1));
  const before = items[first - 1];
  return { at: item, expected: before && isComparison(before) ? ["AND", "OR"] : ["a comparison"] };
}

/** What the stock grammar has against the pieces; undefined where they are comparisons and AND alone. */
function refusalOf(source: Source, items: readonly Item[]): Refusal | undefined {
  const { text, dialect } = source;
  const found = strays(text, items);
  if (found.length === 0) return undefined;
  const { at, expected } = findGap(items);
  const named = found.map((stray) => stray.text);
  const stray = {
    message: messages.invalidClauses(dialect, text, named),
    offset: at?.start ?? text.length,
    length: at?.text.length ?? 0,
    expected,
  };
  return statementsRefusal(source, items) ?? new Refusal(stray);
}

function readLeft(left: Item, dialect: FilterDialect): Subject {
  if (left.kind === "call" && dialects[dialect].preferred.aggregate) return readCall(left, dialect);
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

function readRange(raw: RawComparison, low: FilterValue, context: ValueContext): FilterValue {
  const high = raw.upper && readValue(raw.upper, raw.operator, context);
  return typeof low === "number" && typeof high === "number" ? [low, high] : low;
}

function resolve(raw: RawComparison, { dialect, now }: Source): Resolved {
  const subject = readLeft(raw.left, dialect);
  const context = { subject, dialect, now };
  if (!raw.right) {
    acceptPresence(raw, context);
    return { raw, subject, value: null };
  }
  // The stock search of logged models looks at the operator before the value; BETWEEN has two, which only numbers can be.
  if (dialects[dialect].lenient || raw.upper) acceptOperator({ raw, subject, value: null }, dialect);
  return { raw, subject, value: readRange(raw, readValue(raw.right, raw.operator, context), context) };
}

/** REGEXP is another word for RLIKE. */
const canonical = (operator: string): string => operator.replace("REGEXP", "RLIKE");

function acceptOperator({ raw, subject }: Resolved, dialect: FilterDialect): void {
  const rules = dialects[dialect];
  const allowed = operatorsFor(rules, subject);
  const operator = canonical(raw.operator);
  if (allowed.some((known) => known === operator)) return;
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

function typeOf(operator: string, value: FilterValue | null): Comparison["valueType"] {
  if (value === null) return "none";
  if (typeof value === "number") return "number";
  if (typeof value === "string") return "text";
  if (operator.endsWith("BETWEEN")) return "range";
  return typeof value[0] === "number" ? "numbers" : "list";
}

function toComparison({ raw, subject, value }: Resolved): Comparison {
  const { entity, key, aggregate } = subject;
  const operator = canonical(raw.operator);
  const comparison = {
    kind: "comparison",
    entity,
    key,
    ...(aggregate && { aggregate }),
    operator,
    value,
    valueType: typeOf(operator, value),
  };
  // acceptOperator and readValue have matched operator and value to the subject's rule.
  return comparison as Comparison;
}

/** Names are judged before operators, as the stock server does. */
function resolveEach(comparisons: readonly RawComparison[], source: Source): Comparison[] {
  const resolved = comparisons.map((raw) => resolve(raw, source));
  for (const one of resolved) acceptOperator(one, source.dialect);
  return resolved.map(toComparison);
}

function comparisonsIn(filter: RawFilter): RawComparison[] {
  if (filter.kind === "comparison") return [filter];
  return filter.kind === "not" ? comparisonsIn(filter.term) : filter.terms.flatMap(comparisonsIn);
}

function replaceComparisons(filter: RawFilter, read: ReadonlyMap<RawFilter, Comparison>): FilterExpression {
  if (filter.kind === "not") return { kind: "not", term: replaceComparisons(filter.term, read) };
  if (filter.kind !== "comparison") return { kind: filter.kind, terms: filter.terms.map((term) => replaceComparisons(term, read)) };
  const comparison = read.get(filter);
  if (!comparison) throw new Error("a comparison of the filter was not read");
  return comparison;
}

function readTree(tree: RawFilter, source: Source): FilterExpression {
  const raw = comparisonsIn(tree);
  const comparisons = resolveEach(raw, source);
  const filter = replaceComparisons(tree, new Map(raw.map((one, index) => [one, comparisons[index] as Comparison])));
  return filter.kind === "all" ? filter : { kind: "all", terms: [filter] };
}

/** What the stock grammar has no place for is read by the larger one; if that cannot either, whichever got further says why. */
function readBeyond(source: Source, tokens: readonly Token[], refused: Refusal): FilterExpression {
  const tree = attemptStructure(source.text, tokens);
  if (tree instanceof StructureRefusal) throw tree.isBeyond ? tree : refused;
  return readTree(tree, source);
}

function attemptStructure(text: string, tokens: readonly Token[]): RawFilter | StructureRefusal {
  try {
    return readStructure(text, tokens);
  } catch (error) {
    if (error instanceof StructureRefusal) return error;
    throw error;
  }
}

function readFilter(source: Source): FilterExpression {
  const { text, dialect } = source;
  if (text === "") return matchAll;
  const tokens = tokenize(text);
  const items = readClauses(text, tokens);
  if (items.length === 0) {
    throw new Refusal({
      message: messages.blankFilter(dialect, text),
      offset: text.length,
      length: 0,
      expected: ["a comparison"],
    });
  }
  const stray = refusalOf(source, items);
  if (stray) return readBeyond(source, tokens, stray);
  return { kind: "all", terms: resolveEach(items.filter(isComparison), source) };
}

/**
 * Parses a search filter. Whatever the stock server accepts is accepted with the same meaning, and where it and we refuse, refusals carry
 * its text. As there, AND between comparisons may be missing or doubled, unless the filter has OR, NOT, BETWEEN or parentheses.
 * An empty text matches everything; one of white space alone is refused. Relative times count from `now`.
 */
export function parseFilter(text: string, dialect: FilterDialect, now = Date.now()): QueryResult<FilterExpression> {
  return attempt(() => readFilter({ text, dialect, now }));
}
