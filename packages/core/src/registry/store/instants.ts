import type { NumericComparison } from "@plumbline/contracts/query/expression";
import { type Bindings, compareInteger, type SortTerm } from "../../kernel/index.ts";

/** Milliseconds since 1970, as filters and orders count. */
const milliseconds = (sql: string): string => `(extract(epoch FROM ${sql}) * 1000)::bigint`;

export const instantTerm = (sql: string, direction: SortTerm["direction"]): SortTerm => ({
  sql: milliseconds(sql),
  direction,
  type: "bigint",
});

export const compareInstant = (sql: string, comparison: NumericComparison, bindings: Bindings): string =>
  compareInteger(milliseconds(sql), comparison, bindings);
