import type { Span } from "./clauses.ts";
import { type AttributeRule, type DialectRules, datasetKeys, dialects, type FilterDialect, findAttribute } from "./dialects.ts";
import { type FilterEntity, Refusal } from "./expression.ts";
import { unknownEntity, unknownKey } from "./messages.ts";

/** What an identifier names, with the rule of the attribute if it is one. */
export interface Subject {
  readonly entity: FilterEntity;
  readonly key: string;
  readonly attribute?: AttributeRule;
}

function within(text: string, quote: string): string {
  const closed = text.length >= 2 && text.startsWith(quote) && text.endsWith(quote);
  return closed ? text.slice(1, -1) : text;
}

/** One layer of quotes, then one of backticks, is what the stock server takes off a key. */
function unquoteKey(text: string): string {
  const inner = within(text, "'");
  return within(inner === text ? within(text, '"') : inner, "`");
}

function readPrefix(span: Span, dialect: FilterDialect): [FilterEntity, string] {
  const dot = span.text.indexOf(".");
  if (dot < 0) return ["attribute", unquoteKey(span.text)];
  const prefix = within(span.text.slice(0, dot), "`");
  const { prefixes } = dialects[dialect];
  const entity = Object.hasOwn(prefixes, prefix) ? prefixes[prefix] : undefined;
  if (entity) return [entity, unquoteKey(span.text.slice(dot + 1))];
  throw new Refusal({
    message: unknownEntity(dialect, prefix),
    offset: span.start,
    length: dot,
    expected: Object.keys(prefixes),
  });
}

function refuseKey(span: Span, entity: "attribute" | "dataset", known: readonly string[]): never {
  const keyAt = span.text.indexOf(".") + 1;
  throw new Refusal({
    message: unknownKey(entity, unquoteKey(span.text.slice(keyAt)), known),
    offset: span.start + keyAt,
    length: span.text.length - keyAt,
    expected: known,
  });
}

/** Every spelling that a filter may use for an attribute. */
function attributeSpellings({ attributes }: DialectRules): string[] {
  return attributes.flatMap(({ key, aliases }) => [key, ...(aliases ?? [])]);
}

/** Splits `metrics.loss`, checks prefix and attribute names, and takes quotes and aliases away. */
export function readSubject(span: Span, dialect: FilterDialect): Subject {
  const rules = dialects[dialect];
  const [entity, key] = readPrefix(span, dialect);
  if (entity === "dataset" && !datasetKeys.includes(key)) refuseKey(span, entity, datasetKeys);
  if (entity !== "attribute") return { entity, key };
  const attribute = findAttribute(rules, key);
  if (!attribute) return refuseKey(span, entity, attributeSpellings(rules));
  return { entity, key: attribute.key, attribute };
}
