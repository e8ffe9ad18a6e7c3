export type TokenKind =
  | "identifier"
  | "string"
  | "number"
  | "comparator"
  | "operator"
  | "keyword"
  | "open"
  | "close"
  | "comma"
  | "end"
  | "other";

export interface Token {
  readonly kind: TokenKind;
  /** The source text, quotes included. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Rule {
  readonly kind: TokenKind;
  readonly pattern: RegExp;
}

const part = String.raw`(?:[\p{L}\p{N}_]+|${"`"}(?:${"``"}|[^${"`"}])*${"`"}|"(?:""|\\"|[^"])*")`;
const keyPart = String.raw`(?:${part}|'(?:''|\\'|[^'])*'|\*|\[[^\]\[]+\])`;

const space = /\s+/uy;
const rules: readonly Rule[] = [
  { kind: "other", pattern: /--[^\r\n]*|# [^\r\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/uy },
  // A number ends where a word could not go on, so `1a` and `1.5h` are words; `1e+5` is accepted beyond the
  // stock grammar because that is how Python prints large floats.
  {
    kind: "number",
    pattern: /-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?![\p{L}\p{N}_]|\.\d+[\p{L}_])/iuy,
  },
  { kind: "identifier", pattern: new RegExp(String.raw`${part}(?:\.(?:${keyPart})?)*`, "uy") },
  { kind: "string", pattern: /'(?:''|\\'|[^'])*'/uy },
  { kind: "comparator", pattern: /[<>=~!]+/uy },
  { kind: "open", pattern: /\(/uy },
  { kind: "close", pattern: /\)/uy },
  { kind: "comma", pattern: /,/uy },
  { kind: "end", pattern: /;/uy },
  { kind: "operator", pattern: /[+/@#%^&|*-]+/uy },
  { kind: "other", pattern: /[\s\S]/uy },
];

const keywords = new Set(["AND", "OR", "NOT", "IN", "IS", "BETWEEN", "LIMIT", "XOR"]);
const matchers = new Set(["LIKE", "ILIKE", "RLIKE", "REGEXP"]);

function classify(kind: TokenKind, text: string): TokenKind {
  if (kind !== "identifier") return kind;
  const word = text.toUpperCase();
  if (matchers.has(word)) return "comparator";
  return keywords.has(word) ? "keyword" : kind;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function nextToken(text: string, start: number): Token {
  for (const { kind, pattern } of rules) {
    const found = matchAt(pattern, text, start);
    if (found) {
      return { kind: classify(kind, found), text: found, start, end: start + found.length };
    }
  }
  throw new RangeError(`no rule matches at offset ${start}`);
}

function isNotMatcher(previous: Token | undefined, token: Token): previous is Token {
  return previous?.text.toUpperCase() === "NOT" && matchers.has(token.text.toUpperCase());
}

/** Every character but white space ends in exactly one token; nothing is refused here. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    at += matchAt(space, text, at)?.length ?? 0;
    if (at >= text.length) break;
    const token = nextToken(text, at);
    const previous = tokens.at(-1);
    if (isNotMatcher(previous, token)) {
      const joined = text.slice(previous.start, token.end);
      tokens[tokens.length - 1] = { ...token, text: joined, start: previous.start };
    } else {
      tokens.push(token);
    }
    at = token.end;
  }
  return tokens;
}
