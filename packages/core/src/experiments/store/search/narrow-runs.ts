import type { MeasuredConjunct } from "./measure-conjuncts.ts";
import { hasRanked, matchesOf } from "./ranked-rows.ts";
import type { SearchLimits } from "./search-limits.ts";
import type { SearchSql } from "./search-sql.ts";

/** Far above what is gathered, for runs that settle meanwhile; it keeps PostgreSQL from believing that a hash would not fit. */
const hashedMax = 100_000;

/** What narrows candidates before their runs are looked at. */
export interface Narrowing {
  /** Common table expressions of sets. One that is asked for once is gathered where it is, which spares keeping it. */
  readonly sets: readonly string[];
  /** Conditions on the run of a key that is not hot; IS TRUE keeps PostgreSQL from joining. */
  readonly conditions: (key: string) => string[];
  /** Conjuncts with a set each, in the order of the sets. */
  readonly gathered: readonly MeasuredConjunct[];
  readonly inSet: (key: string, conjunct: MeasuredConjunct) => string;
  /** Conjuncts of too many matches for a set. */
  readonly asked: readonly MeasuredConjunct[];
}

/** Conjuncts of few matches become sets that are hashed once; the others are looked up run by run. */
export function narrowRuns(conjuncts: readonly MeasuredConjunct[], of: SearchSql, { gathered: most }: SearchLimits): Narrowing {
  const gathered = conjuncts.filter(({ matches }) => matches <= most);
  const asked = conjuncts.filter(({ matches }) => matches > most);
  const inSet = (key: string, conjunct: MeasuredConjunct) => `(${key} IN (SELECT run_key FROM set${gathered.indexOf(conjunct)})) IS TRUE`;
  return {
    sets: gathered.map((conjunct, index) => `set${index} AS (${matchesOf(conjunct, of)} LIMIT ${hashedMax})`),
    conditions: (key) => [...gathered.map((conjunct) => inSet(key, conjunct)), ...asked.map((conjunct) => hasRanked(key, of, conjunct))],
    gathered,
    inSet,
    asked,
  };
}
