import { Stage } from "#src/approvals/stage.ts";
import { type Place, walk } from "./complete-place.ts";
import { type AttributeRule, dialects, type FilterDialect, isNumeric, keysOf, operatorsFor, unitOf } from "./dialects.ts";
import { attempt, type FilterEntity, type FilterSubject, metricFigures } from "./expression.ts";
import { printName, printText } from "./print.ts";
import { readCall, readSubject, type Subject } from "./subject.ts";
import { type Token, tokenize } from "./tokens.ts";

/** What the place where the filter is typed knows beside the language itself. */
export interface FilterVocabulary {
  readonly dialect: FilterDialect;
  readonly keys?: Readonly<Partial<Record<"metric" | "param" | "tag", readonly string[]>>>;
  /** Values worth offering for a subject, unquoted, best first. */
  readonly values?: (subject: FilterSubject) => readonly string[];
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
  if (!isTyping) return head.length;
  const sign = head.at(-2);
  const isSigned = /^\d/.test(last.text) && /^[+-]$/.test(sign?.text ?? "") && sign?.end === last.start;
  return isSigned ? head.length - 2 : head.length - 1;
}

const literals = (kind: Completion["kind"], words: readonly string[]): Completion[] =>
  words.map((word) => ({ kind, label: word, insert: word }));

/** The figures of the metric that has been typed up to its last dot. */
function figureItems({ dialect, keys }: FilterVocabulary, typed: string): Completion[] {
  const [, written] = /^metrics?\.(.+)\.\w*$/s.exec(typed) ?? [];
  const key = written?.replace(/^(["'`])(.*)\1$/s, "$2");
  if (key === undefined || !dialects[dialect].preferred.aggregate || !keys?.metric?.includes(key)) return [];
  const name = printName("metric", key, dialect);
  if (name === undefined) return [];
  return metricFigures.map((figure) => ({ kind: "aggregate", label: `metrics.${key}.${figure}`, insert: `${name}.${figure}` }));
}

function nameItems(vocabulary: FilterVocabulary, typed: string): Completion[] {
  const { dialect, keys } = vocabulary;
  const { attributes, preferred } = dialects[dialect];
  const item = (kind: FilterEntity, key: string): Completion[] => {
    const insert = printName(kind, key, dialect);
    const label = kind === "attribute" ? key : `${preferred[kind]}.${key}`;
    return insert === undefined ? [] : [{ kind, label, insert }];
  };
  const known = (["metric", "param", "tag"] as const).filter((entity) => preferred[entity]);
  const fixed = (["dataset", "artifact", "model"] as const).filter((entity) => preferred[entity]);
  return [
    ...figureItems(vocabulary, typed),
    ...attributes.flatMap(({ key }) => item("attribute", key)),
    ...known.flatMap((entity) => (keys?.[entity] ?? []).flatMap((key) => item(entity, key))),
    ...fixed.flatMap((entity) => keysOf[entity].flatMap((key) => item(entity, key))),
    ...known.map((kind) => ({ kind, label: `${preferred[kind]}.`, insert: `${preferred[kind]}.` })),
  ];
}

/** What may begin a comparison beside a name. */
function beginItems({ dialect }: FilterVocabulary): Completion[] {
  const calls = dialects[dialect].preferred.aggregate ? metricFigures.map((figure) => `${figure}(`) : [];
  return [...literals("keyword", ["NOT", "("]), ...literals("aggregate", calls)];
}

const spans = {
  time: { sample: ["-1h", "-24h", "-7d", "-30d", "now"], count: /^[+-]\d+(?:\.\d+)?/, units: ["d", "h", "m", "w", "s"] },
  duration: { sample: ["30s", "10m", "1h", "1d"], count: /^\d+(?:\.\d+)?/, units: ["s", "m", "h", "d", "w", "ms"] },
} as const;

/** Once there is a count, its units. */
function spanItems(unit: NonNullable<AttributeRule["unit"]>, typed: string): Completion[] {
  const { sample, count, units } = spans[unit];
  const [typedCount] = count.exec(typed) ?? [];
  return literals("value", typedCount ? units.map((one) => typedCount + one) : sample);
}

function knownValues({ entity, key }: FilterSubject): readonly string[] {
  return entity === "model" && key === "stage" ? Stage.options : [];
}

function valueItems(subject: Subject, vocabulary: FilterVocabulary, typed: string): Completion[] {
  const rules = dialects[vocabulary.dialect];
  const unit = unitOf(rules, subject);
  const values = [...(vocabulary.values?.(subject) ?? []), ...knownValues(subject)];
  const items = values.flatMap((label) => {
    const insert = isNumeric(rules, subject) ? label : printText(label);
    return insert === undefined ? [] : [{ kind: "value", label, insert } as const];
  });
  return unit ? [...items, ...spanItems(unit, typed)] : items;
}

const keywords: Readonly<Partial<Record<Place["state"], readonly string[]>>> = {
  "argument end": [")"],
  negation: ["IN", "BETWEEN", "LIKE", "ILIKE", "RLIKE"],
  presence: ["NULL", "NOT NULL"],
  null: ["NULL"],
  between: ["AND"],
  open: ["("],
  separator: [",", ")"],
};

function subjectAt({ subject }: Place, dialect: FilterDialect): Subject | undefined {
  if (!subject) return undefined;
  const found = attempt(() => (subject.kind === "call" ? readCall(subject, dialect) : readSubject(subject, dialect)));
  return found.ok ? found.value : undefined;
}

function itemsAt(place: Place, vocabulary: FilterVocabulary, typed: string): Completion[] {
  const { state, depth } = place;
  if (state === "name") return [...nameItems(vocabulary, typed), ...beginItems(vocabulary)];
  if (state === "argument") return nameItems(vocabulary, typed).filter(({ kind }) => kind === "metric");
  if (state === "and") return literals("keyword", depth > 0 ? ["AND", "OR", ")"] : ["AND", "OR"]);
  const fixed = keywords[state];
  if (fixed) return literals(state === "negation" ? "operator" : "keyword", fixed);
  const subject = subjectAt(place, vocabulary.dialect);
  if (!subject) return [];
  if (state === "operator") return literals("operator", operatorsFor(dialects[vocabulary.dialect], subject));
  return valueItems(subject, vocabulary, typed);
}

/** 0 begins with the word, 1 has a part that does, 2 contains it, 3 does not. */
function distance(label: string, word: string): number {
  const at = label.toLowerCase().indexOf(word);
  if (at <= 0) return at === 0 ? 0 : 3;
  return /[\p{L}\p{N}]/u.test(label.charAt(at - 1)) ? 2 : 1;
}

function rank(items: readonly Completion[], typed: string): Completion[] {
  const word = typed.replace(/^['"`]|(?<=\.)['"`]|['"`](?=\.)/g, "").toLowerCase();
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
  const typed = text.slice(from, offset);
  const items = itemsAt(walk(head.slice(0, index)), vocabulary, typed);
  return { from, to, items: rank(items, typed) };
}
