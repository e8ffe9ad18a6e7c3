import type { Comparison, FilterExpression, ListComparison, NumberComparison, TextComparison } from "@plumbline/contracts/query/expression";
import type { Bindings } from "./bindings.ts";

/**
 * SQL of a filter; `compare` says what one comparison means for the rows searched.
 *
 * Conditions on other tables are looked up row by row, or from a hash made once: IS TRUE keeps PostgreSQL from joining the tables. The time to
 * weigh the orders in which they could be joined explodes with their number, and on a young installation, of which it has no statistics, it
 * picks one whose cost is the product of their rows.
 */
export function predicate(filter: FilterExpression, compare: (comparison: Comparison) => string): string {
  const conditions = comparisonsOf(filter).map((comparison) => {
    const sql = compare(comparison);
    return comparison.entity === "attribute" ? sql : `(${sql}) IS TRUE`;
  });
  return conditions.length === 0 ? "true" : conditions.join(" AND ");
}

export const comparisonsOf = (filter: FilterExpression): Comparison[] =>
  filter.kind === "comparison" ? [filter] : filter.terms.flatMap(comparisonsOf);

/** Text against text. The pattern language has no escape character: a backslash is itself. */
export function compareText(sql: string, comparison: TextComparison | ListComparison, { bind }: Bindings): string {
  switch (comparison.operator) {
    case "=":
    case "!=":
      return `${sql} ${comparison.operator === "=" ? "=" : "<>"} ${bind(comparison.value)}`;
    case "LIKE":
    case "ILIKE":
      return `${sql} ${comparison.operator} ${bind(comparison.value)} ESCAPE ''`;
    case "IN":
      return `${sql} = ANY(${bind(comparison.value)}::text[])`;
    case "NOT IN":
      return `${sql} <> ALL(${bind(comparison.value)}::text[])`;
  }
}

const sqlOperator = { "=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=" } as const;

/** A float as IEEE 754 compares it: NaN differs from everything and is neither above nor below. */
export function compareFloat(sql: string, comparison: NumberComparison, { bind }: Bindings): string {
  const plain = `${sql} ${sqlOperator[comparison.operator]} ${bind(String(comparison.value))}::float8`;
  // PostgreSQL sorts NaN above every number.
  return comparison.operator === ">" || comparison.operator === ">=" ? `${plain} AND ${sql} <> 'NaN'` : plain;
}

/** A bigint column: the column stays bare, so that an index on it can be used. */
export function compareInteger(sql: string, comparison: NumberComparison, { bind }: Bindings): string {
  const { value, operator } = comparison;
  if (Number.isSafeInteger(value)) return `${sql} ${sqlOperator[operator]} ${bind(value)}::bigint`;
  return `${sql}::float8 ${sqlOperator[operator]} ${bind(String(value))}::float8`;
}
