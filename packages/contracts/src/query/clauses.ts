import type { MetricFigure } from "./expression.ts";
import type { Token, TokenKind } from "./tokens.ts";

export interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A token, a closed pair of parentheses, or arithmetic, which no dialect computes. */
export interface Piece extends Span {
  readonly kind: TokenKind | "group" | "operation";
}

/** `min(metrics.loss)` */
export interface Call extends Span {
  readonly kind: "call";
  readonly figure: MetricFigure;
  readonly argument: Span;
}

/** A comparison whose sides are not yet understood; `right` is absent for IS [NOT] NULL, `upper` is the other end of a BETWEEN. */
export interface RawComparison extends Span {
  readonly kind: "comparison";
  readonly left: Item;
  /** Upper case, inner white space made single. */
  readonly operator: string;
  readonly operatorSpan: Span;
  readonly right?: Item;
  readonly upper?: Item;
}

export type Item = Piece | Call | RawComparison;

const operandKinds: ReadonlySet<string> = new Set(["identifier", "string", "number", "group", "operation"]);
const arithmetic = /^[+/@#*&|^-]+$/;

export function spanOf(text: string, start: number, end: number): Span {
  return { text: text.slice(start, end), start, end };
}

export function isOperand(item: Item | undefined): item is Item {
  return item !== undefined && operandKinds.has(item.kind);
}

export function isWord(item: Item | undefined, word: string): boolean {
  return item?.kind === "keyword" && item.text.toUpperCase() === word;
}

export function isNull(item: Item | undefined): boolean {
  return item?.kind === "identifier" && item.text.toUpperCase() === "NULL";
}

/** Closes each parenthesis over everything up to its partner; those without one stay tokens. */
function closeGroups(text: string, tokens: readonly Token[]): Item[] {
  const items: Item[] = [];
  const opened: number[] = [];
  for (const token of tokens) {
    const from = token.kind === "close" ? opened.pop() : undefined;
    const open = from === undefined ? undefined : items[from];
    if (from !== undefined && open) {
      items.length = from;
      items.push({ kind: "group", ...spanOf(text, open.start, token.end) });
      continue;
    }
    if (token.kind === "open") opened.push(items.length);
    items.push(token);
  }
  return items;
}

/** `a - b` becomes one operand, so that a message can show it whole. */
export function joinOperations(text: string, items: readonly Item[]): Item[] {
  const joined: Item[] = [];
  let operator: Item | undefined;
  for (const item of items) {
    const before = joined.at(-1);
    if (operator && before && isOperand(item)) {
      joined[joined.length - 1] = { kind: "operation", ...spanOf(text, before.start, item.end) };
      operator = undefined;
      continue;
    }
    if (operator) joined.push(operator);
    operator = undefined;
    if (item.kind === "operator" && arithmetic.test(item.text) && isOperand(before)) operator = item;
    else joined.push(item);
  }
  if (operator) joined.push(operator);
  return joined;
}

interface Shape {
  readonly operator: string;
  readonly operatorSpan: Span;
  readonly right?: Item;
  /** How many items stand after the left side. */
  readonly length: number;
}

/** The operator and right side that follow a left side, if they make a comparison. */
function shapeAfter(items: readonly Item[]): Shape | undefined {
  const [first, second, third] = items;
  if (!(first && second)) return undefined;
  const joined = { text: `${first.text} ${second.text}`, start: first.start, end: second.end };
  if (first.kind === "comparator" && isOperand(second)) {
    const operator = first.text.toUpperCase().replace(/\s+/g, " ");
    return { operator, operatorSpan: first, right: second, length: 2 };
  }
  if (isWord(first, "IN") && second.kind === "group") {
    return { operator: "IN", operatorSpan: first, right: second, length: 2 };
  }
  if (isWord(first, "NOT") && isWord(second, "IN") && third?.kind === "group") {
    return { operator: "NOT IN", operatorSpan: joined, right: third, length: 3 };
  }
  if (isWord(first, "IS") && isNull(second)) {
    return { operator: "IS NULL", operatorSpan: joined, length: 2 };
  }
  if (isWord(first, "IS") && isWord(second, "NOT") && third && isNull(third)) {
    const operatorSpan = { ...joined, end: third.end };
    return { operator: "IS NOT NULL", operatorSpan, length: 3 };
  }
  return undefined;
}

function mayStandLeft(left: Item, next: Item | undefined): boolean {
  // Before IN and IS stands a plain name; anything else leaves the pieces apart.
  if (next?.kind === "keyword") return left.kind === "identifier";
  return left.kind === "comparison" || isOperand(left);
}

function joinComparisons(text: string, items: readonly Item[]): Item[] {
  const joined: Item[] = [];
  let at = 0;
  let left = items[0];
  while (left) {
    const rest = items.slice(at + 1, at + 4);
    const shape = mayStandLeft(left, rest[0]) ? shapeAfter(rest) : undefined;
    const last = shape && rest[shape.length - 1];
    if (shape && last) {
      const { operator, operatorSpan, right, length } = shape;
      const whole = spanOf(text, left.start, last.end);
      left = { kind: "comparison", left, operator, operatorSpan, ...(right && { right }), ...whole };
      at += length;
    } else {
      joined.push(left);
      at += 1;
      left = items[at];
    }
  }
  return joined;
}

/** Splits a filter into comparisons and whatever stands between them. */
export function readClauses(text: string, tokens: readonly Token[]): Item[] {
  return joinComparisons(text, joinOperations(text, closeGroups(text, tokens)));
}

export function isComparison(item: Item): item is RawComparison {
  return item.kind === "comparison";
}

/** Neither a comparison nor the AND between two. */
export function isStray(item: Item): boolean {
  return item.kind !== "comparison" && !isWord(item, "AND");
}

function belongTogether(before: Item, item: Item): boolean {
  const names = before.kind === "identifier" && item.kind === "identifier";
  return names || item.kind === "comma" || before.kind === "comma";
}

/**
 * What is neither a comparison nor AND, as the stock server names it: names side by side and
 * things with commas between them count as one.
 */
export function strays(text: string, items: readonly Item[]): Span[] {
  const found: Span[] = [];
  let before: Item | undefined;
  for (const item of items) {
    if (before && belongTogether(before, item)) {
      const last = found.at(-1);
      const first = last?.end === before.end ? found.pop() : before;
      found.push(spanOf(text, first?.start ?? before.start, item.end));
    } else if (isStray(item)) {
      found.push(item);
    }
    before = item;
  }
  return found;
}
