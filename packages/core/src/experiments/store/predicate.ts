import type { Comparison, FilterExpression, ListComparison, NumberComparison, TextComparison } from "@plumbline/contracts/query/expression";
import type { Bindings } from "./bindings.ts";

/** SQL of a filter; `compare` says what one comparison means for the rows searched. */
export function predicate(filter: FilterExpression, compare: (comparison: Comparison) => string): string {
  if (filter.kind === "comparison") return compare(filter);
  if (filter.terms.length === 0) return "true";
  return filter.terms.map((term) => predicate(term, compare)).join(" AND ");
}

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
