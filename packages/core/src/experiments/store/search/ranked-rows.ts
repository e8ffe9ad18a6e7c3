import { type IndexedConjunct, rankedRows } from "./indexed-conjuncts.ts";
import type { SearchSql } from "./search-sql.ts";

/** The runs that are not hot and match a conjunct, in any order. */
export const matchesOf = (conjunct: IndexedConjunct, of: SearchSql): string =>
  `SELECT t.run_key FROM ${conjunct.field.table} t
   WHERE ${rankedRows("t", of, conjunct).join(" AND ")} AND t.experiment_id = ANY(${of.experimentsSql})`;

/** Whether the run of a key has a value of the field within the bounds. */
export const hasRanked = (key: string, of: SearchSql, conjunct: Pick<IndexedConjunct, "field"> & Partial<IndexedConjunct>): string =>
  `(EXISTS (SELECT FROM ${conjunct.field.table} t WHERE t.run_key = ${key} AND ${rankedRows("t", of, conjunct).join(" AND ")} OFFSET 0)) IS TRUE`;
