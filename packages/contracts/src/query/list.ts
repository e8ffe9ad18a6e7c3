import type { Span } from "./clauses.ts";
import { type QueryProblem, Refusal } from "./expression.ts";
import { brokenList, emptyList, mixedList } from "./messages.ts";

// Inside a list the stock server reads Python literals, so escapes work and neighbours join.
const literal = /(?:'((?:\\[\s\S]|[^'\\])*)'|"((?:\\[\s\S]|[^"\\])*)")/y;
const number = /-?(?:\d+\.?\d*|\.\d+)/y;
const escapeSequence = /\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|\r\n|[\s\S])/gi;
const escapes: Readonly<Record<string, string>> = { "\\": "\\", "'": "'", '"': '"', n: "\n", r: "\r", t: "\t", "\n": "", "\r\n": "" };

function readEscape(sequence: string): string {
  const body = sequence.slice(1);
  if (body.length > 2) return String.fromCharCode(Number.parseInt(body.slice(1), 16));
  return escapes[body] ?? sequence;
}

function unescapeLiteral(text: string): string {
  return text.replace(escapeSequence, readEscape);
}

class Reader {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  skipSpace(): void {
    while (/\s/.test(this.#text.charAt(this.at))) this.at += 1;
  }

  get isDone(): boolean {
    this.skipSpace();
    return this.at >= this.#text.length;
  }

  take(pattern: RegExp): RegExpExecArray | undefined {
    this.skipSpace();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    if (!found) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }
}

/** One or more adjoining literals make one element. */
function readElement(reader: Reader): string | undefined {
  let element: string | undefined;
  for (let found = reader.take(literal); found; found = reader.take(literal)) {
    element = (element ?? "") + unescapeLiteral(found[1] ?? found[2] ?? "");
  }
  return element;
}

function stripParentheses(text: string): string {
  let inner = text.slice(1, -1).trim();
  while (/^\([^()'"]*(?:'[^']*'|"[^"]*")[^()'"]*\)$/.test(inner)) inner = inner.slice(1, -1).trim();
  return inner;
}

/** Reads `('a', "b")`; the list is never empty. */
export function readList(group: Span): string[] {
  const inner = stripParentheses(group.text);
  const reader = new Reader(inner);
  const problem: Omit<QueryProblem, "message"> = {
    offset: group.start,
    length: group.text.length,
    expected: ["a list of quoted strings in parentheses"],
  };
  if (reader.isDone) throw new Refusal({ ...problem, message: emptyList });
  const values: string[] = [];
  while (!reader.isDone) {
    const value = readElement(reader);
    if (value === undefined) {
      const message = reader.take(number) ? mixedList(group.text) : brokenList;
      throw new Refusal({ ...problem, message });
    }
    values.push(value);
    if (!(reader.isDone || reader.take(/,/y))) throw new Refusal({ ...problem, message: brokenList });
  }
  return values;
}
