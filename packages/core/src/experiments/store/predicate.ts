import type { Comparison, FilterExpression, ListComparison, NumberComparison, TextComparison } from "@plumbline/contracts/query/expression";
import type { Bindings } from "./bindings.ts";

/**
 * The planner weighs the orders in which tables can be joined, in time that explodes with their number. So many
 * conditions on other tables are its to join; those after them are only looked up for the rows that are left.
 */
const joinedMax = 6;

/** SQL of a filter; `compare` says what one comparison means for the rows searched. */
export function predicate(filter: FilterExpression, compare: (comparison: Comparison) => string): string {
  let joined = 0;
  const conditions = comparisonsOf(filter).map((comparison) => {
    const sql = compare(comparison);
    if (comparison.entity === "attribute") return sql;
    joined++;
    return joined > joinedMax ? `(${sql}) IS TRUE` : sql;
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
