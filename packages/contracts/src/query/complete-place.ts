import type { Call } from "./clauses.ts";
import { metricFigures } from "./expression.ts";
import type { Token } from "./tokens.ts";

type State =
  | "name"
  | "argument"
  | "argument end"
  | "operator"
  | "negation"
  | "presence"
  | "null"
  | "value"
  | "low"
  | "between"
  | "high"
  | "distance"
  | "open"
  | "element"
  | "separator"
  | "and";

/** What may stand where the tokens end. */
export interface Place {
  readonly state: State;
  /** What is being compared. */
  readonly subject: Token | Call | undefined;
  /** Parentheses that are open. */
  readonly depth: number;
}

const isKind =
  (...kinds: Token["kind"][]) =>
  ({ kind }: Token) =>
    kinds.includes(kind);
const isValue = isKind("string", "number", "identifier");
const isWord =
  (...words: string[]) =>
  ({ text }: Token) =>
    words.includes(text.toUpperCase());

type Step = readonly [accepts: (token: Token) => boolean, next: State];

// A sign and its length of time are two tokens, of which the first leaves the place as it is.
const steps: Readonly<Record<State, readonly Step[]>> = {
  name: [
    [isKind("identifier"), "operator"],
    [isKind("open"), "name"],
  ],
  argument: [[isKind("identifier"), "argument end"]],
  "argument end": [[isKind("close"), "operator"]],
  operator: [
    [isKind("comparator"), "value"],
    [isKind("open"), "argument"],
    [isWord("IN"), "open"],
    [isWord("IS"), "presence"],
    [isWord("NOT"), "negation"],
    [isWord("BETWEEN"), "low"],
  ],
  negation: [
    [isWord("IN"), "open"],
    [isWord("BETWEEN"), "low"],
  ],
  presence: [
    [isWord("NULL"), "and"],
    [isWord("NOT"), "null"],
  ],
  null: [[isWord("NULL"), "and"]],
  value: [[isValue, "and"]],
  low: [[isValue, "between"]],
  between: [[isWord("AND"), "high"]],
  high: [[isValue, "and"]],
  distance: [[isValue, "and"]],
  open: [[isKind("open"), "element"]],
  element: [[isValue, "separator"]],
  separator: [
    [isKind("comma"), "element"],
    [isKind("close"), "and"],
  ],
  and: [
    [isWord("AND", "OR"), "name"],
    [isKind("operator"), "distance"],
    [isKind("close"), "and"],
    [isKind("identifier"), "operator"],
  ],
};

function callOf(name: Token | Call | undefined, argument: Token): Call | undefined {
  const figure = metricFigures.find((one) => one === name?.text.toLowerCase());
  return figure && { kind: "call", figure, argument, text: argument.text, start: argument.start, end: argument.end };
}

function depthAfter({ state, depth }: Place, token: Token): number {
  if (state === "name" && token.kind === "open") return depth + 1;
  return state === "and" && token.kind === "close" ? Math.max(depth - 1, 0) : depth;
}

/** Follows the tokens; one that does not fit leaves the place as it was. */
export function walk(tokens: readonly Token[]): Place {
  let place: Place = { state: "name", subject: undefined, depth: 0 };
  for (const token of tokens) {
    const next = steps[place.state].find(([accepts]) => accepts(token))?.[1];
    if (!next) continue;
    const { state, subject } = place;
    const isName = next === "operator" && state !== "argument end";
    const found = state === "argument" ? callOf(subject, token) : isName ? token : subject;
    place = { state: next, subject: found, depth: depthAfter(place, token) };
  }
  return place;
}
