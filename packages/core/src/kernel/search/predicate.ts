import type { Comparison, FilterExpression, NumericComparison, TextualComparison } from "@plumbline/contracts/query/expression";
import type { Bindings } from "./bindings.ts";

/**
 * SQL of a filter; `compare` says what one comparison means for the rows searched. What NOT negates may be unknown, of a value that is not
 * there: a row then matches the negation.
 *
 * Conditions on other tables are looked up row by row, or from a hash made once: IS TRUE keeps PostgreSQL from joining the tables. The time to
 * weigh the orders in which they could be joined explodes with their number, and on a young installation, of which it has no statistics, it
 * picks one whose cost is the product of their rows.
 */
export function predicate(filter: FilterExpression, compare: (comparison: Comparison) => string): string {
  switch (filter.kind) {
    case "comparison": {
      const sql = compare(filter);
      return filter.entity === "attribute" ? sql : `(${sql}) IS TRUE`;
    }
    case "all":
      return filter.terms.length === 0 ? "true" : filter.terms.map((term) => predicate(term, compare)).join(" AND ");
    case "any":
      return `(${filter.terms.map((term) => `(${predicate(term, compare)})`).join(" OR ")})`;
    case "not":
      return `(${predicate(filter.term, compare)}) IS NOT TRUE`;
  }
}

export function comparisonsOf(filter: FilterExpression): Comparison[] {
  if (filter.kind === "comparison") return [filter];
  return filter.kind === "not" ? comparisonsOf(filter.term) : filter.terms.flatMap(comparisonsOf);
}

const textOperators = { "=": "=", "!=": "<>", RLIKE: "~", "NOT RLIKE": "!~" } as const;

/** Text against text. LIKE has no escape character: a backslash is itself. RLIKE takes the regular expressions of PostgreSQL. */
export function compareText(sql: string, comparison: TextualComparison, { bind }: Bindings): string {
  switch (comparison.operator) {
    case "=":
    case "!=":
    case "RLIKE":
    case "NOT RLIKE":
      return `${sql} ${textOperators[comparison.operator]} ${bind(comparison.value)}`;
    case "LIKE":
    case "ILIKE":
    case "NOT LIKE":
    case "NOT ILIKE":
      return `${sql} ${comparison.operator} ${bind(comparison.value)} ESCAPE ''`;
    case "IN":
      return `${sql} = ANY(${bind(comparison.value)}::text[])`;
    case "NOT IN":
      return `${sql} <> ALL(${bind(comparison.value)}::text[])`;
  }
}

const sqlOperator = { "=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=" } as const;
const anyOrAll = { IN: "= ANY", "NOT IN": "<> ALL" } as const;

interface CastBindings extends Bindings {
  readonly type: "float8" | "bigint";
}

/** The comparison with its values cast to a type of PostgreSQL. */
function compareNumbers(sql: string, comparison: NumericComparison, { bind, type }: CastBindings): string {
  const number = (value: number) => `${bind(type === "bigint" ? value : String(value))}::${type}`;
  switch (comparison.valueType) {
    case "number":
      return `${sql} ${sqlOperator[comparison.operator]} ${number(comparison.value)}`;
    case "numbers":
      return `${sql} ${anyOrAll[comparison.operator]}(${bind(comparison.value.map(String))}::${type}[])`;
    case "range": {
      const [low, high] = comparison.value.map(number);
      return comparison.operator === "BETWEEN" ? `${sql} >= ${low} AND ${sql} <= ${high}` : `(${sql} < ${low} OR ${sql} > ${high})`;
    }
  }
}

/** A float as IEEE 754 compares it: NaN differs from everything, lies in no range and is neither above nor below. */
export function compareFloat(sql: string, comparison: NumericComparison, bindings: Bindings): string {
  const plain = compareNumbers(sql, comparison, { ...bindings, type: "float8" });
  // PostgreSQL sorts NaN above every number.
  const isAbove = comparison.operator === ">" || comparison.operator === ">=" || comparison.operator === "BETWEEN";
  return isAbove ? `${plain} AND ${sql} <> 'NaN'` : plain;
}

/** A bigint column: the column stays bare, so that an index on it can be used. */
export function compareInteger(sql: string, comparison: NumericComparison, bindings: Bindings): string {
  const isWhole = [comparison.value].flat().every(Number.isSafeInteger);
  return isWhole
    ? compareNumbers(sql, comparison, { ...bindings, type: "bigint" })
    : compareNumbers(`${sql}::float8`, comparison, { ...bindings, type: "float8" });
}
