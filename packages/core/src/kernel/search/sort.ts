import { fromMetricNumber, MetricNumber, toMetricNumber } from "@plumbline/contracts/experiments/metric";
import { AppError } from "../app-error.ts";
import type { Bindings } from "./bindings.ts";

/** One column of an order. The expression is never null: where a value may be missing, a rank goes before it. */
export interface SortTerm {
  readonly sql: string;
  readonly direction: "asc" | "desc";
  readonly type: "bigint" | "float8" | "text";
}

/** Longer texts sort by their first characters: the position in a cursor must stay short. */
const sortedTextMax = 300;

/** Byte order, so that the order is the same on every server. */
export const textTerm = (sql: string, direction: SortTerm["direction"]): SortTerm => ({
  sql: `left(${sql}, ${sortedTextMax}) COLLATE "C"`,
  direction,
  type: "text",
});

/** Missing texts last, whichever the direction. */
export const missingTextTerms = (sql: string, direction: SortTerm["direction"]): SortTerm[] => [
  { sql: `(${sql} IS NULL)::int`, direction: "asc", type: "bigint" },
  textTerm(`COALESCE(${sql}, '')`, direction),
];

export const missingIntegerTerms = (sql: string, direction: SortTerm["direction"]): SortTerm[] => [
  { sql: `(${sql} IS NULL)::int`, direction: "asc", type: "bigint" },
  { sql: `COALESCE(${sql}, 0)`, direction, type: "bigint" },
];

/** Numbers, then NaN, then missing, whichever the direction. */
export const floatTerms = (sql: string, direction: SortTerm["direction"]): SortTerm[] => [
  { sql: `CASE WHEN ${sql} IS NULL THEN 2 WHEN ${sql} = 'NaN' THEN 1 ELSE 0 END`, direction: "asc", type: "bigint" },
  { sql: `COALESCE(NULLIF(${sql}, 'NaN'), 0)`, direction, type: "float8" },
];

export const orderClause = (terms: readonly SortTerm[]): string => terms.map(({ sql, direction }) => `${sql} ${direction}`).join(", ");

/** The terms as columns `s0`, `s1`, ... of the page's statement. */
export const sortColumns = (terms: readonly SortTerm[]): string => terms.map(({ sql }, index) => `, ${sql} AS s${index}`).join("");

/** Where a row stands in the order, fit for a cursor. */
export const positionOf = (terms: readonly SortTerm[], row: object): unknown[] =>
  terms.map(({ type }, index) => {
    const value = (row as Record<string, unknown>)[`s${index}`];
    return type === "float8" ? toMetricNumber(value as number) : value;
  });

/** Condition for rows after a position. The first term stands alone too, so that an index can begin there. */
export function afterPosition(terms: readonly SortTerm[], position: readonly unknown[], bindings: Bindings): string {
  const bounds = terms.map((term, index) => ({ ...term, bound: `${bindings.bind(boundValue(term, position[index]))}::${term.type}` }));
  const beyond = bounds.reduceRight((rest, { sql, bound, direction }) => {
    const after = `${sql} ${direction === "asc" ? ">" : "<"} ${bound}`;
    return rest === "" ? after : `(${after} OR (${sql} = ${bound} AND ${rest}))`;
  }, "");
  const [first] = bounds;
  return first ? `${first.sql} ${first.direction === "asc" ? ">=" : "<="} ${first.bound} AND ${beyond}` : "true";
}

/** A cursor is opaque, not secret: what comes back is checked before it is bound. */
function boundValue({ type }: SortTerm, value: unknown): unknown {
  if (type === "bigint" && Number.isSafeInteger(value)) return value;
  if (type === "text" && typeof value === "string" && !value.includes("\0")) return value;
  const float = type === "float8" ? MetricNumber.safeParse(value) : undefined;
  if (float?.success) return String(fromMetricNumber(float.data));
  throw new AppError("invalid", "The page cursor does not belong to this list. Start again without it.", {
    fields: [{ path: "cursor", message: "not a cursor of this list, filter and order" }],
  });
}
