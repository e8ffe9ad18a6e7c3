import { dialects, type FilterDialect } from "./dialects.ts";
import type { Comparison, FilterExpression } from "./expression.ts";
import type { OrderBy } from "./order-by.ts";
import { tokenize } from "./tokens.ts";

function isPlainKey(key: string): boolean {
  const [only, second] = tokenize(`x.${key}`);
  return /^[\p{L}_]/u.test(key) && /^[\p{L}\p{N}_.]+$/u.test(key) && only?.text === `x.${key}` && !second;
}

// A word that the stock server's SQL reader does not take for a name after a dot.
const stockRefuses = /(?:^|\.)(?:case|in|values|using|from|as)(?:$|\.)|\.\d|\.$|\.\./i;

/** Writes a key so that it reads back as itself; undefined when no quoting can. */
export function printKey(key: string): string | undefined {
  if (isPlainKey(key) && !stockRefuses.test(key)) return key;
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

function printValue(comparison: Comparison): string | undefined {
  switch (comparison.valueType) {
    case "number":
      return printNumber(comparison.value);
    case "text":
      return printText(comparison.value);
    case "list":
      return `(${comparison.value.map(printElement).join(", ")})`;
    case "none":
      return "";
  }
}

export function printName(entity: Comparison["entity"], key: string, dialect: FilterDialect): string | undefined {
  const name = printKey(key);
  if (entity === "attribute" || name === undefined) return name;
  return `${dialects[dialect].preferred[entity] ?? entity}.${name}`;
}

function printComparison(comparison: Comparison, dialect: FilterDialect): string | undefined {
  const name = printName(comparison.entity, comparison.key, dialect);
  const value = printValue(comparison);
  if (name === undefined || value === undefined) return undefined;
  return `${name} ${comparison.operator} ${value}`.trimEnd();
}

/**
 * Writes a filter that parses back to the same expression, in text a stock server accepts.
 * Undefined when a value or key cannot be quoted (both kinds of quotes in one value).
 */
export function printFilter(filter: FilterExpression, dialect: FilterDialect): string | undefined {
  if (filter.kind === "comparison") return printComparison(filter, dialect);
  const terms = filter.terms.map((term) => printFilter(term, dialect));
  return terms.includes(undefined) ? undefined : terms.join(" AND ");
}

export function printOrderBy(order: OrderBy, dialect: FilterDialect): string | undefined {
  const name = printName(order.entity, order.key, dialect);
  return name && `${name} ${order.direction.toUpperCase()}`;
}
