import type { Comparison, FilterExpression } from "@plumbline/contracts/query/expression";
import type { Bindings } from "../../../kernel/index.ts";
import { headMax, type RankedField, rankedField } from "./ranked-fields.ts";
import type { SearchSql } from "./search-sql.ts";

type Bounds = (column: string, bindings: Bindings) => string[];

/** What every match satisfies of one field, and whose matches lie side by side in its index. */
export interface IndexedConjunct {
  readonly field: RankedField;
  readonly bounds: Bounds;
  readonly comparisons: readonly Comparison[];
}

/** More help no more: each is measured before the search. */
const conjunctsMax = 8;

export function indexedConjuncts(filter: FilterExpression): IndexedConjunct[] {
  const byField = new Map<string, IndexedConjunct>();
  for (const comparison of conjunctsOf(filter)) {
    const field = rankedField(comparison);
    const bounds = field && boundsOf(comparison);
    if (field && bounds) byField.set(field.name, bothOf(byField.get(field.name), { field, bounds, comparisons: [comparison] }));
  }
  return [...byField.values()].slice(0, conjunctsMax);
}

const bothOf = (one: IndexedConjunct | undefined, other: IndexedConjunct): IndexedConjunct =>
  one
    ? {
        field: one.field,
        bounds: (column, bindings) => [...one.bounds(column, bindings), ...other.bounds(column, bindings)],
        comparisons: [...one.comparisons, ...other.comparisons],
      }
    : other;

const conjunctsOf = (filter: FilterExpression): Comparison[] => {
  if (filter.kind === "comparison") return [filter];
  return filter.kind === "all" ? filter.terms.flatMap(conjunctsOf) : [];
};

/** Where in the index of its field the matches of a comparison lie; undefined where they lie anywhere. */
function boundsOf(comparison: Comparison): Bounds | undefined {
  switch (comparison.valueType) {
    case "number":
      return numberBounds(comparison.operator, comparison.value);
    case "numbers":
      if (comparison.operator !== "IN") return undefined;
      return (column, { bind }) => [`${column} = ANY(${bind(comparison.value.map(String))}::float8[])`];
    case "range":
      if (comparison.operator !== "BETWEEN") return undefined;
      return (column, { bind }) => [
        `${column} >= ${bind(String(comparison.value[0]))}::float8`,
        `${column} <= ${bind(String(comparison.value[1]))}::float8`,
        `${column} < 'NaN'::float8`,
      ];
    case "text":
      return textBounds(comparison.operator, comparison.value);
    case "list":
      if (comparison.operator !== "IN") return undefined;
      return (column, { bind }) => [`${column} = ANY(${bind(comparison.value.map(headOf))}::text[])`];
    case "none":
      return comparison.operator === "IS NOT NULL" ? () => [] : undefined;
    default:
      return undefined;
  }
}

function numberBounds(operator: string, value: number): Bounds | undefined {
  if (!["=", "<", "<=", ">", ">="].includes(operator)) return undefined;
  return (column, { bind }) => {
    const bound = `${column} ${operator} ${bind(String(value))}::float8`;
    // PostgreSQL sorts NaN above every number.
    return operator.startsWith(">") ? [bound, `${column} < 'NaN'::float8`] : [bound];
  };
}

function textBounds(operator: string, value: string): Bounds | undefined {
  if (operator === "=") return (column, { bind }) => [`${column} = ${bind(headOf(value))}::text`];
  if (operator !== "LIKE") return undefined;
  const prefix = headOf(/^[^%_]*/.exec(value)?.[0] ?? "");
  if (prefix === "") return undefined;
  const end = successor(prefix);
  return (column, { bind }) => [`${column} >= ${bind(prefix)}::text`, ...(end === undefined ? [] : [`${column} < ${bind(end)}::text`])];
}

/** As PostgreSQL counts characters. */
const headOf = (value: string): string => [...value].slice(0, headMax).join("");

/** The first text, in byte order, above all that begin with a prefix. */
export function successor(prefix: string): string | undefined {
  const points = [...prefix].map((character) => character.codePointAt(0) ?? 0);
  while (points.length > 0) {
    const last = points.pop() ?? 0;
    // Surrogates are no characters.
    if (last < 0x10_ff_ff) return String.fromCodePoint(...points, last === 0xd7_ff ? 0xe0_00 : last + 1);
  }
  return undefined;
}

/** Conditions on rows of the field's table that a comparison, or the field alone, means. */
export function rankedRows(alias: string, of: SearchSql, { field, bounds }: { field: RankedField; bounds?: Bounds | undefined }): string[] {
  return [
    `${alias}.workspace_id = ${of.workspaceSql}`,
    `${alias}.field = ${field.sql(of)}`,
    ...(bounds?.(`${alias}.${field.column}`, of.bindings) ?? []),
  ];
}
