import { type IndexedConjunct, rankedRows } from "./indexed-conjuncts.ts";
import { type MeasuredConjunct, matchesOf } from "./measure-conjuncts.ts";
import type { SearchLimits } from "./search-limits.ts";
import type { SearchSql } from "./search-sql.ts";

/** Far above what is gathered, for runs that settle meanwhile; it keeps PostgreSQL from believing that a hash would not fit. */
const hashedMax = 100_000;

/** What narrows candidates before their runs are looked at. */
export interface Narrowing {
  /** Common table expressions of sets that are gathered once. */
  readonly sets: readonly string[];
  /** Conditions on the run of a key that is not hot; IS TRUE keeps PostgreSQL from joining. */
  readonly conditions: (key: string) => string[];
}

/** Conjuncts of few matches become sets that are hashed once; the others are looked up run by run. */
export function narrowRuns(conjuncts: readonly MeasuredConjunct[], of: SearchSql, { gathered: most }: SearchLimits): Narrowing {
  const gathered = conjuncts.filter(({ matches }) => matches <= most);
  const asked = conjuncts.filter(({ matches }) => matches > most);
  return {
    sets: gathered.map((conjunct, index) => `set${index} AS MATERIALIZED (${matchesOf(conjunct, of)} LIMIT ${hashedMax})`),
    conditions: (key) => [
      ...gathered.map((_conjunct, index) => `(${key} IN (SELECT run_key FROM set${index})) IS TRUE`),
      ...asked.map((conjunct) => hasRanked(key, of, conjunct)),
    ],
  };
}

/** Whether the run of a key has a value of the field within the bounds. */
export const hasRanked = (key: string, of: SearchSql, conjunct: Pick<IndexedConjunct, "field"> & Partial<IndexedConjunct>): string =>
  `(EXISTS (SELECT FROM ${conjunct.field.table} t WHERE t.run_key = ${key} AND ${rankedRows("t", of, conjunct).join(" AND ")} OFFSET 0)) IS TRUE`;
