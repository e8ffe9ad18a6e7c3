import { type AttributeRule, dialects, type FilterDialect, unitOf } from "./dialects.ts";
import { type Comparison, type FilterEntity, type FilterExpression, type FilterSubject, metricFigures } from "./expression.ts";
import type { OrderBy } from "./order-by.ts";
import { tokenize } from "./tokens.ts";

function isPlainKey(key: string): boolean {
  const [only, second] = tokenize(`x.${key}`);
  return /^[\p{L}_]/u.test(key) && /^[\p{L}\p{N}_.]+$/u.test(key) && only?.text === `x.${key}` && !second;
}

// A word that the stock server's SQL reader does not take for a name after a dot.
const stockRefuses = /(?:^|\.)(?:case|in|values|using|from|as)(?:$|\.)|\.\d|\.$|\.\./i;

// Without quotes, such a name of a metric would be a figure of another.
const figureEnd = new RegExp(`\\.(?:${metricFigures.join("|")})$`);

/** Writes a key so that it reads back as itself; undefined when no quoting can. */
export function printKey(key: string, isQuoted = false): string | undefined {
  if (!isQuoted && isPlainKey(key) && !stockRefuses.test(key)) return key;
  if (!(key.includes("`") || /^(?:'.*'|".*")$/su.test(key))) return `\`${key}\``;
  return key.includes('"') || key.includes("\\") ? undefined : `"${key}"`;
}

/** Quotes a value; undefined when it holds both kinds of quotes, which the language cannot say. */
export function printText(value: string): string | undefined {
  if (value.endsWith("\\")) return undefined;
  if (!value.includes("'")) return `'${value}'`;
  return value.includes('"') ? undefined : `"${value}"`;
}

// Escapes by code, because the stock tokenizer sees \\' as a quote that goes on.
function printElement(value: string): string {
  const escaped = value.replace(/[\\'"\n\r]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `'${escaped}'`;
}

function printNumber(value: number): string {
  if (Number.isFinite(value)) return String(value).replace("e+", "e");
  return value > 0 ? "1e999" : "-1e999";
}

function printValue(comparison: Comparison, unit: AttributeRule["unit"]): string | undefined {
  const number = (value: number) => printNumber(value) + (unit === "duration" ? "ms" : "");
  switch (comparison.valueType) {
    case "number":
      return number(comparison.value);
    case "numbers":
      return `(${comparison.value.map(number).join(", ")})`;
    case "range":
      return comparison.value.map(number).join(" AND ");
    case "text":
      return printText(comparison.value);
    case "list":
      return `(${comparison.value.map(printElement).join(", ")})`;
    case "none":
      return "";
  }
}

/** A name as filters and orders spell it; undefined when no quoting can say it. */
export function printName(entity: FilterEntity, key: string, dialect: FilterDialect): string | undefined {
  const { preferred } = dialects[dialect];
  const name = printKey(key, entity === "metric" && preferred.aggregate !== undefined && figureEnd.test(key));
  if (entity === "attribute" || name === undefined) return name;
  return `${preferred[entity] ?? entity}.${name}`;
}

function printSubject({ entity, key, aggregate }: FilterSubject, dialect: FilterDialect): string | undefined {
  if (!aggregate) return printName(entity, key, dialect);
  if (aggregate.literal !== undefined) return `metrics.${aggregate.literal}`;
  const name = printKey(key);
  return name && `${aggregate.figure}(metrics.${name})`;
}

function printComparison(comparison: Comparison, dialect: FilterDialect): string | undefined {
  const name = printSubject(comparison, dialect);
  const value = printValue(comparison, unitOf(dialects[dialect], comparison));
  if (name === undefined || value === undefined) return undefined;
  return `${name} ${comparison.operator} ${value}`.trimEnd();
}

function printTerms(terms: readonly FilterExpression[], dialect: FilterDialect, isWrapped: (term: FilterExpression) => boolean) {
  const printed = terms.map((term) => {
    const text = printFilter(term, dialect);
    return text !== undefined && isWrapped(term) ? `(${text})` : text;
  });
  return printed.includes(undefined) ? undefined : printed;
}

/**
 * Writes a filter that parses back to the same expression, with no more parentheses than it needs, and in text a stock server accepts where
 * that can say it. Undefined when a value or key cannot be quoted (both kinds of quotes in one value).
 */
export function printFilter(filter: FilterExpression, dialect: FilterDialect): string | undefined {
  switch (filter.kind) {
    case "comparison":
      return printComparison(filter, dialect);
    case "all":
      return printTerms(filter.terms, dialect, ({ kind }) => kind === "any" && filter.terms.length > 1)?.join(" AND ");
    case "any":
      return printTerms(filter.terms, dialect, () => false)?.join(" OR ");
    case "not": {
      const term = printTerms([filter.term], dialect, ({ kind }) => kind === "any" || kind === "all");
      return term && `NOT ${term[0]}`;
    }
  }
}

export function printOrderBy(order: OrderBy, dialect: FilterDialect): string | undefined {
  const name = printSubject(order, dialect);
  return name && `${name} ${order.direction.toUpperCase()}`;
}
