import { datasetKeys, dialects, type FilterDialect, operatorsFor } from "./dialects.ts";
import { attempt, type FilterEntity } from "./expression.ts";
import { printName, printText } from "./print.ts";
import { readSubject, type Subject } from "./subject.ts";
import { type Token, tokenize } from "./tokens.ts";

/** What the place where the filter is typed knows beside the language itself. */
export interface FilterVocabulary {
  readonly dialect: FilterDialect;
  readonly keys?: Readonly<Partial<Record<"metric" | "param" | "tag", readonly string[]>>>;
  /** Values worth offering for a subject, unquoted, best first. */
  readonly values?: (subject: { readonly entity: FilterEntity; readonly key: string }) => readonly string[];
}

export interface Completion {
  readonly kind: FilterEntity | "operator" | "value" | "keyword";
  /** For people: the key or value without quotes. */
  readonly label: string;
  /** What replaces the text between `from` and `to`. */
  readonly insert: string;
}

export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

const limit = 50;

type State = "name" | "operator" | "negation" | "presence" | "value" | "open" | "element" | "separator" | "and";

const isValue = ({ kind }: Token) => kind === "string" || kind === "number" || kind === "identifier";
const isWord =
  (...words: string[]) =>
  ({ text }: Token) =>
    words.includes(text.toUpperCase());

type Step = readonly [accepts: (token: Token) => boolean, next: State];

const steps: Readonly<Record<State, readonly Step[]>> = {
  name: [[({ kind }) => kind === "identifier", "operator"]],
  operator: [
    [({ kind }) => kind === "comparator", "value"],
    [isWord("IN"), "open"],
    [isWord("IS"), "presence"],
    [isWord("NOT"), "negation"],
  ],
  negation: [[isWord("IN"), "open"]],
  presence: [[isWord("NULL"), "and"]],
  value: [[isValue, "and"]],
  open: [[({ kind }) => kind === "open", "element"]],
  element: [[isValue, "separator"]],
  separator: [
    [({ kind }) => kind === "comma", "element"],
    [({ kind }) => kind === "close", "and"],
  ],
  and: [
    [isWord("AND"), "name"],
    [({ kind }) => kind === "identifier", "operator"],
  ],
};

interface Place {
  readonly state: State;
  readonly name: Token | undefined;
}

/** Follows the tokens; one that does not fit leaves the place as it was. */
function walk(tokens: readonly Token[]): Place {
  let state: State = "name";
  let name: Token | undefined;
  for (const token of tokens) {
    const next: State | undefined = steps[state].find(([accepts]) => accepts(token))?.[1];
    if (next === "operator") name = token;
    state = next ?? state;
  }
  return { state, name };
}

/** Index of the first token that belongs to the word under the cursor. */
function wordStart(head: readonly Token[], offset: number): number {
  const quote = head.findIndex(({ text }) => text === "'" || text === '"' || text === "`");
  if (quote >= 0) {
    const before = head[quote - 1];
    const continues = before?.text.endsWith(".") && before.end === head[quote]?.start;
    return continues ? quote - 1 : quote;
  }
  const last = head.at(-1);
  const isTyping = last?.end === offset && !["string", "open", "close", "comma"].includes(last.kind);
  return isTyping ? head.length - 1 : head.length;
}

function nameItems({ dialect, keys }: FilterVocabulary): Completion[] {
  const { attributes, preferred } = dialects[dialect];
  const item = (kind: FilterEntity, key: string): Completion[] => {
    const insert = printName(kind, key, dialect);
    const label = kind === "attribute" ? key : `${preferred[kind]}.${key}`;
    return insert === undefined ? [] : [{ kind, label, insert }];
  };
  const known = (["metric", "param", "tag"] as const).filter((entity) => preferred[entity]);
  return [
    ...attributes.flatMap(({ key }) => item("attribute", key)),
    ...known.flatMap((entity) => (keys?.[entity] ?? []).flatMap((key) => item(entity, key))),
    ...(preferred.dataset ? datasetKeys.flatMap((key) => item("dataset", key)) : []),
    ...known.map((kind) => ({ kind, label: `${preferred[kind]}.`, insert: `${preferred[kind]}.` })),
  ];
}

function isNumeric({ entity, attribute }: Subject): boolean {
  return entity === "metric" || attribute?.valueType === "number";
}

function valueItems(subject: Subject, vocabulary: FilterVocabulary): Completion[] {
  const values = vocabulary.values?.(subject) ?? [];
  return values.flatMap((label) => {
    const insert = isNumeric(subject) ? label : printText(label);
    return insert === undefined ? [] : [{ kind: "value", label, insert } as const];
  });
}

const literals = (kind: Completion["kind"], words: readonly string[]): Completion[] =>
  words.map((word) => ({ kind, label: word, insert: word }));

function itemsAt({ state, name }: Place, vocabulary: FilterVocabulary): Completion[] {
  if (state === "name") return nameItems(vocabulary);
  if (state === "and") return literals("keyword", ["AND"]);
  if (state === "presence") return literals("keyword", ["NULL", "NOT NULL"]);
  if (state === "negation") return literals("operator", ["IN"]);
  if (state === "open") return literals("keyword", ["("]);
  if (state === "separator") return literals("keyword", [",", ")"]);
  const found = name && attempt(() => readSubject(name, vocabulary.dialect));
  if (!found?.ok) return [];
  const { entity, key } = found.value;
  if (state === "operator") {
    return literals("operator", operatorsFor(dialects[vocabulary.dialect], entity, key));
  }
  return valueItems(found.value, vocabulary);
}

/** 0 begins with the word, 1 has a part that does, 2 contains it, 3 does not. */
function distance(label: string, word: string): number {
  const at = label.toLowerCase().indexOf(word);
  if (at <= 0) return at === 0 ? 0 : 3;
  return /[\p{L}\p{N}]/u.test(label.charAt(at - 1)) ? 2 : 1;
}

function rank(items: readonly Completion[], typed: string): Completion[] {
  const word = typed.replace(/^['"`]|(?<=\.)['"`]/g, "").toLowerCase();
  if (word === "") return items.slice(0, limit);
  return items
    .map((item) => ({ item, distance: distance(item.label, word) }))
    .filter((one) => one.distance < 3)
    .sort((left, right) => left.distance - right.distance)
    .slice(0, limit)
    .map(({ item }) => item);
}

/**
 * Offers what may stand at `offset` of a filter that is being typed, best matches first, at most
 * fifty. Inserting an item in place of `from`..`to` keeps the rest of the text as it is.
 */
export function complete(text: string, offset: number, vocabulary: FilterVocabulary): Completions {
  const head = tokenize(text.slice(0, offset));
  const index = wordStart(head, offset);
  const from = head[index]?.start ?? offset;
  const whole = tokenize(text).find(({ start }) => start === from);
  const to = Math.max(whole?.end ?? offset, offset);
  const items = itemsAt(walk(head.slice(0, index)), vocabulary);
  return { from, to, items: rank(items, text.slice(from, offset)) };
}
