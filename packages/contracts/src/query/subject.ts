import type { Call, Span } from "./clauses.ts";
import { type AttributeRule, type DialectRules, dialects, type FilterDialect, findAttribute, hasFixedKeys, keysOf } from "./dialects.ts";
import { type FilterEntity, type FilterSubject, type MetricFigure, metricFigures, Refusal } from "./expression.ts";
import { unknownEntity, unknownKey } from "./messages.ts";

/** What an identifier names, with the rule of the attribute if it is one. */
export interface Subject extends FilterSubject {
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

/** The entity, and the key as it is written. */
function readPrefix(span: Span, dialect: FilterDialect): [FilterEntity, string] {
  const dot = span.text.indexOf(".");
  if (dot < 0) return ["attribute", span.text];
  const prefix = within(span.text.slice(0, dot), "`");
  const { prefixes } = dialects[dialect];
  const entity = Object.hasOwn(prefixes, prefix) ? prefixes[prefix] : undefined;
  if (entity) return [entity, span.text.slice(dot + 1)];
  throw new Refusal({
    message: unknownEntity(dialect, prefix),
    offset: span.start,
    length: dot,
    expected: Object.keys(prefixes),
  });
}

function refuseKey(span: Span, entity: FilterEntity, known: readonly string[]): never {
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

const figured = new RegExp(`^(.+)\\.(${metricFigures.join("|")})$`, "s");

/** `loss.min` is a figure of `loss` unless the whole is quoted. */
function readFigure(written: string): FilterSubject | undefined {
  const [, base, figure] = unquoteKey(written) === written ? (figured.exec(written) ?? []) : [];
  if (base === undefined) return undefined;
  return { entity: "aggregate", key: unquoteKey(base), aggregate: { figure: figure as MetricFigure, literal: written } };
}

/** The last of the points is what a plain metric means. */
export function figureOf(figure: MetricFigure, key: string): FilterSubject {
  return figure === "last" ? { entity: "metric", key } : { entity: "aggregate", key, aggregate: { figure } };
}

/** Splits `metrics.loss`, checks prefix and attribute names, and takes quotes and aliases away. */
export function readSubject(span: Span, dialect: FilterDialect): Subject {
  const rules = dialects[dialect];
  const [entity, written] = readPrefix(span, dialect);
  const key = unquoteKey(written);
  if (hasFixedKeys(entity) && !keysOf[entity].includes(key)) refuseKey(span, entity, keysOf[entity]);
  const figure = entity === "metric" && rules.preferred.aggregate ? readFigure(written) : undefined;
  if (figure) return figure;
  if (entity !== "attribute") return { entity, key };
  const attribute = findAttribute(rules, key);
  if (!attribute) return refuseKey(span, entity, attributeSpellings(rules));
  return attribute.tag ? { entity: "tag", key: attribute.tag } : { entity, key: attribute.key, attribute };
}

/** `min(metrics.loss)`: within the parentheses a name is whole, whatever it ends in. */
export function readCall(call: Call, dialect: FilterDialect): Subject {
  const [entity, written] = readPrefix(call.argument, dialect);
  if (entity === "metric") return figureOf(call.figure, unquoteKey(written));
  const { start, text } = call.argument;
  throw new Refusal({
    message: `Only a metric has a figure such as ${call.figure}: '${text}' is none.`,
    offset: start,
    length: text.length,
    expected: ["metrics.<name>"],
  });
}
