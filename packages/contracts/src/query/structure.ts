import {
  type Call,
  type Item,
  isNull,
  isOperand,
  isWord,
  joinOperations,
  type Piece,
  type RawComparison,
  type Span,
  spanOf,
} from "./clauses.ts";
import { type MetricFigure, metricFigures, Refusal } from "./expression.ts";
import { tooDeep, unexpected } from "./messages.ts";
import type { Token } from "./tokens.ts";

/** A filter of whose comparisons nothing is understood yet. */
export type RawFilter =
  | RawComparison
  | { readonly kind: "all" | "any"; readonly terms: readonly RawFilter[] }
  | { readonly kind: "not"; readonly term: RawFilter };

/** Parentheses and NOT within each other. */
export const depthMax = 50;

/** Why the structure does not hold; `isBeyond` if something that the stock language lacks stood before. */
export class StructureRefusal extends Refusal {
  readonly isBeyond: boolean;

  constructor(problem: ConstructorParameters<typeof Refusal>[0], isBeyond: boolean) {
    super(problem);
    this.isBeyond = isBeyond;
  }
}

const listExpected = ["a list in parentheses"];
const valueExpected = ["a value"];

class StructureParser {
  readonly #text: string;
  readonly #items: readonly Item[];
  #at = 0;
  #depth = 0;
  #isBeyond = false;

  constructor(text: string, items: readonly Item[]) {
    this.#text = text;
    this.#items = items;
  }

  read(): RawFilter {
    const filter = this.#any();
    if (this.#next) this.#refuse(["AND", "OR"]);
    return filter;
  }

  get #next(): Item | undefined {
    return this.#items[this.#at];
  }

  #refuse(expected: readonly string[], message?: string): never {
    const item = this.#next;
    const unclosed = this.#items.slice(this.#at).find(({ text }) => text === "'" || text === '"' || text === "`");
    const wanted = unclosed ? [`a closing ${unclosed.text}`] : expected;
    const found = unclosed ? undefined : item;
    throw new StructureRefusal(
      {
        message: message ?? unexpected(found, wanted),
        offset: found?.start ?? this.#text.length,
        length: found?.text.length ?? 0,
        expected: wanted,
      },
      this.#isBeyond,
    );
  }

  #takeWord(word: string): boolean {
    const isThere = isWord(this.#next, word);
    if (isThere) this.#at += 1;
    return isThere;
  }

  #takeBeyond(word: string): boolean {
    const isThere = this.#takeWord(word);
    if (isThere) this.#isBeyond = true;
    return isThere;
  }

  #take(accepts: (item: Item) => boolean, expected: readonly string[]): Item {
    const item = this.#next;
    if (!(item && accepts(item))) return this.#refuse(expected);
    this.#at += 1;
    return item;
  }

  #any(): RawFilter {
    const terms = [this.#all()];
    while (this.#takeBeyond("OR")) terms.push(this.#all());
    return joined("any", terms);
  }

  #all(): RawFilter {
    const terms = [this.#term()];
    while (this.#takeWord("AND")) terms.push(this.#term());
    return joined("all", terms);
  }

  #term(): RawFilter {
    if (isWord(this.#next, "NOT")) {
      return this.#deeper(() => ({ kind: "not", term: this.#term() }));
    }
    if (this.#next?.kind !== "open") return this.#comparison();
    return this.#deeper(() => {
      const inner = this.#any();
      this.#take(({ kind }) => kind === "close", ["AND", "OR", ")"]);
      return inner;
    });
  }

  /** Takes the NOT or the parenthesis, and what it holds. */
  #deeper<T>(read: () => T): T {
    if (this.#depth >= depthMax) this.#refuse([`at most ${depthMax} parentheses and NOT within each other`], tooDeep(depthMax));
    this.#isBeyond = true;
    this.#depth += 1;
    this.#at += 1;
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #comparison(): RawComparison {
    const left = this.#left();
    const { operator, operatorSpan, right, upper } = this.#rest();
    const end = (upper ?? right ?? operatorSpan).end;
    return {
      kind: "comparison",
      left,
      operator,
      operatorSpan,
      ...(right && { right }),
      ...(upper && { upper }),
      ...spanOf(this.#text, left.start, end),
    };
  }

  #left(): Item {
    const item = this.#take(isOperand, ["a comparison"]);
    const figure = metricFigures.find((name) => name === item.text.toLowerCase());
    return figure && this.#next?.kind === "open" ? this.#call(item, figure) : item;
  }

  #call(name: Item, figure: MetricFigure): Call {
    this.#isBeyond = true;
    this.#at += 1;
    const argument = this.#take(isOperand, ["metrics.<name>"]);
    const close = this.#take(({ kind }) => kind === "close", [")"]);
    return { kind: "call", figure, argument, ...spanOf(this.#text, name.start, close.end) };
  }

  #rest(): Pick<RawComparison, "operator" | "operatorSpan" | "right" | "upper"> {
    const first = this.#next;
    if (first?.kind === "comparator") {
      this.#at += 1;
      return { operator: first.text.toUpperCase().replace(/\s+/g, " "), operatorSpan: first, right: this.#value() };
    }
    if (isWord(first, "IS")) return this.#presence();
    return this.#wordOperator();
  }

  /** [NOT] IN and [NOT] BETWEEN */
  #wordOperator(): Pick<RawComparison, "operator" | "operatorSpan" | "right" | "upper"> {
    const from = this.#next?.start ?? 0;
    const not = this.#takeWord("NOT") ? "NOT " : "";
    const operatorSpan = spanOf(this.#text, from, this.#next?.end ?? from);
    if (this.#takeWord("IN")) return { operator: `${not}IN`, operatorSpan, right: this.#group() };
    if (this.#takeBeyond("BETWEEN")) return this.#range(`${not}BETWEEN`, operatorSpan);
    return this.#refuse(not ? ["IN", "BETWEEN", "LIKE", "ILIKE", "RLIKE"] : ["a comparison operator"]);
  }

  #presence(): Pick<RawComparison, "operator" | "operatorSpan"> {
    const is = this.#take(() => true, ["IS"]);
    const isNot = this.#takeWord("NOT");
    const nothing = this.#take(isNull, isNot ? ["NULL"] : ["NULL", "NOT NULL"]);
    return { operator: isNot ? "IS NOT NULL" : "IS NULL", operatorSpan: spanOf(this.#text, is.start, nothing.end) };
  }

  #range(operator: string, operatorSpan: Span) {
    const right = this.#value();
    if (!this.#takeWord("AND")) this.#refuse(["AND"]);
    return { operator, operatorSpan, right, upper: this.#value() };
  }

  /** `-7d` is a minus and a word to the tokenizer. */
  #value(): Item {
    const sign = this.#next;
    if (sign?.text === "-" || sign?.text === "+") {
      this.#at += 1;
      const size = this.#take(({ kind }) => kind === "identifier", ["a length of time such as 7d"]);
      this.#isBeyond = true;
      return { kind: "operation", ...spanOf(this.#text, sign.start, size.end) };
    }
    return sign?.kind === "open" ? this.#group() : this.#take(isOperand, valueExpected);
  }

  /** Everything up to the partner of the parenthesis: what a list may hold is judged when its subject is known. */
  #group(): Piece {
    const open = this.#take(({ kind }) => kind === "open", listExpected);
    let depth = 1;
    while (this.#next) {
      const { kind, end } = this.#next;
      depth += kind === "open" ? 1 : kind === "close" ? -1 : 0;
      this.#at += 1;
      if (depth === 0) return { kind: "group", ...spanOf(this.#text, open.start, end) };
    }
    return this.#refuse([")"]);
  }
}

/** Terms of one kind within each other are one list; a list of one is what it holds. */
function joined(kind: "all" | "any", terms: readonly RawFilter[]): RawFilter {
  const [first, second] = terms;
  if (first && !second) return first;
  return { kind, terms: terms.flatMap((term) => (term.kind === kind ? term.terms : [term])) };
}

/** Reads OR, NOT, parentheses and BETWEEN around comparisons; between two there is exactly one AND or OR. */
export function readStructure(text: string, tokens: readonly Token[]): RawFilter {
  return new StructureParser(text, joinOperations(text, tokens)).read();
}
