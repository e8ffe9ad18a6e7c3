import type { FilterDialect } from "./dialects.ts";
import type { FilterEntity } from "./expression.ts";

/** Lists as Python prints them: existing scripts match on the stock server's texts. */
const quoted = (items: readonly string[]) => items.map((item) => `'${item}'`).join(", ");
export const pythonList = (items: readonly string[]) => `[${quoted(items)}]`;
const pythonTuple = (items: readonly string[]) => `(${quoted(items)})`;
const pythonSet = (items: readonly string[]) => `{${quoted(items)}}`;

export function pythonString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll(quote, `\\${quote}`)
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `${quote}${escaped}${quote}`;
}

const example = "'metrics.loss > 0.1 AND params.lr = 0.01'";

export function invalidClauses(dialect: FilterDialect, text: string, strays: readonly string[]): string {
  if (dialect === "logged-models") {
    const start = `Invalid filter string: ${pythonString(text)}.`;
    return `${start} Expected a list of comparisons separated by 'AND' (e.g. ${example}).`;
  }
  const listed = dialect === "runs" ? quoted(strays) : strays.join(", ");
  return `Invalid clause(s) in filter string: ${listed}`;
}

export function multipleStatements(dialect: FilterDialect, text: string): string {
  if (dialect === "logged-models") {
    return `Invalid filter string: ${pythonString(text)}. Expected a single SQL expression.`;
  }
  return `Search filter contained multiple expression ${pythonString(text)}. Provide AND-ed expression list.`;
}

export function blankFilter(dialect: FilterDialect, text: string): string {
  return dialect === "logged-models" ? multipleStatements(dialect, text) : `Invalid filter '${text}'. Could not be parsed.`;
}

export function unknownEntity(dialect: FilterDialect, prefix: string): string {
  switch (dialect) {
    case "runs": {
      const known = ["metric", "parameter", "tag", "attribute", "dataset"];
      return `Invalid entity type '${prefix}'. Valid values are ${pythonList(known)}`;
    }
    case "experiments":
    case "registered-models":
    case "model-versions": {
      const known = ["attribute", "tag", "tags"];
      return `Invalid entity type '${prefix}'. Valid entity types are ${pythonTuple(known)}`;
    }
    case "logged-models": {
      const known = ["attributes", "metrics", "params", "tags"];
      return `Invalid entity type: ${pythonString(prefix)}. Expected one of ${pythonList(known)}.`;
    }
  }
}

export function unknownKey(entity: string, key: string, known: readonly string[]): string {
  return `Invalid ${entity} key '${key}' specified. Valid keys are '${pythonSet(known)}'`;
}

interface RefusedOperator {
  readonly dialect: FilterDialect;
  /** `tags.a`, as the filter's dialect spells it. */
  readonly subject: string;
  readonly entity: string;
  readonly key: string;
  readonly operator: string;
  readonly allowed: readonly string[];
}

const textsAlone: readonly string[] = ["=", "!=", "LIKE", "ILIKE", "IN", "NOT IN"];
const numbersAlone: readonly string[] = ["<", "<=", ">", ">=", "=", "!="];

/** What the stock server would list; `expected` tells all. */
function stockOperators(allowed: readonly string[]): string[] {
  const known = allowed.includes("<") ? numbersAlone : textsAlone;
  return allowed.filter((operator) => known.includes(operator));
}

export function unknownOperator({ dialect, subject, entity, key, operator, allowed }: RefusedOperator): string {
  if (dialect === "logged-models") {
    return `Invalid comparison operator for ${subject}: '${operator}'. Expected one of ${pythonTuple(stockOperators(allowed))}.`;
  }
  if (dialect !== "runs" && entity === "tag") return `Invalid comparator for tag: ${operator}`;
  if (key === "experiment_id") return `Invalid comparator for experiment_id: ${operator}`;
  return `Invalid comparator '${operator}' not one of '${pythonSet(allowed)}'`;
}

export const unquotedValue = (found: string) =>
  `Parameter value is either not quoted or unidentified quote types used for string value ${found}. ` +
  "Use either single or double quotes.";

const stockEntity: Readonly<Partial<Record<FilterEntity, string>>> = { param: "parameter", tag: "tag", metric: "metric" };

export function missingQuotes(entity: FilterEntity, found: string): string {
  if (entity === "attribute") return `Expected a quoted string value for attributes. Got value ${found}`;
  if (entity === "dataset") return `Expected a quoted string value for dataset attributes. Got value ${found}`;
  return `Expected a quoted string value for ${stockEntity[entity] ?? entity} (e.g. 'my-value'). Got value ${found}`;
}

const listStart = "While parsing a list in the query,";
export const emptyList = `${listStart} expected a non-empty list of string values, but got empty list`;
export const brokenList = `${listStart} expected a non-empty list of string values, but got ill-formed list.`;
export const mixedList = (found: string) =>
  `${listStart} expected string value, punctuation, or whitespace, but got different type in list: ${found}`;
export const longPattern = (max: number) => `A regular expression may have at most ${max} characters.`;

/** A filter with something that the stock language lacks is refused in words of our own. */
export function unexpected(found: { text: string; start: number } | undefined, expected: readonly string[]): string {
  const wanted = `expected ${expected.join(" or ")}`;
  return found ? `Invalid filter at character ${found.start + 1}, '${found.text}': ${wanted}.` : `The filter ends too early: ${wanted}.`;
}

export const tooDeep = (max: number) => `Parentheses and NOT may be nested at most ${max} deep.`;
