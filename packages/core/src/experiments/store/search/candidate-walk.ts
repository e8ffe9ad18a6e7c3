import type { ViewType } from "@plumbline/contracts/experiments/experiment";
import type { OrderBy } from "@plumbline/contracts/query/order-by";
import type { IndexedConjunct } from "./indexed-conjuncts.ts";
import type { SearchSql } from "./search-sql.ts";

/** One page of an order, as a walk along an index needs it. */
export interface Walk {
  readonly of: SearchSql;
  readonly order: readonly OrderBy[];
  readonly view: ViewType;
  /** Number of runs that the page and the sign of a next one need. */
  readonly limitSql: string;
  /** Position of the run after which to go on. */
  readonly after: readonly unknown[] | undefined;
  readonly conjuncts: readonly IndexedConjunct[];
  /** Conditions on the key of a run that is not hot. */
  readonly narrow: (key: string) => string[];
  /** The whole filter, on `run r`. */
  readonly filterSql: string;
  /** Rows of the index to look at before the walk gives up; null where nothing could take its place. */
  readonly entriesMax: number | null;
}

/**
 * Common table expressions of run keys, of which at least the runs of the page are, as far as they are not hot. One that is aside only
 * serves those after it.
 */
export type Steps = readonly { readonly name: string; readonly sql: string; readonly isAside?: boolean }[];

/** Whether the order beyond its first term is that of every list: the newest first. */
export const isPlainAfterFirst = ([, second, ...more]: readonly OrderBy[]): boolean =>
  second === undefined ||
  (more.length === 0 && second.entity === "attribute" && second.key === "start_time" && second.direction === "desc");

export const stagesOf = (view: ViewType): readonly string[] => (view === "all" ? ["active", "deleted"] : [view]);

export const notHot = (key: string): string => `${key} NOT IN (SELECT run_key FROM hot)`;

/** Where a page goes on: at what the walk cannot tell from its position, all of which has to come, and beyond. */
export interface Onward {
  readonly equal: readonly string[];
  readonly beyond: readonly string[];
}

/** Rows of experiment `x`: those at a position, and those beyond, as many as are wanted. */
export interface RowsFrom {
  readonly equal: string | undefined;
  readonly beyond: string;
  /** The experiments `x` that can have a part in it; all where it is not known. */
  readonly among?: string | undefined;
}

export const rowsFrom = (onward: Onward | undefined, rows: (conditions: readonly string[], isLimited: boolean) => string): RowsFrom => ({
  equal: onward && rows(onward.equal, false),
  beyond: rows(onward?.beyond ?? [], true),
});

/** The steps of parts that follow each other in the order, each begun only where those before it do not fill the page. */
export function stepsOf({ of, limitSql }: Walk, parts: readonly RowsFrom[]): Steps {
  const counts: string[] = [];
  return parts.flatMap(({ equal, beyond, among }, index) => {
    const condition = counts.length === 0 ? "true" : `${counts.join(" + ")} < ${limitSql}`;
    counts.push(`(SELECT count(*) FROM beyond${index})`);
    const at = equal === undefined ? [] : [{ name: `equal${index}`, sql: eachExperiment(of, equal) }];
    return [...at, { name: `beyond${index}`, sql: eachExperiment(of, beyond, { condition, among }) }];
  });
}

/** The same for each experiment: an index has an order within one. */
const eachExperiment = (
  of: SearchSql,
  rows: string,
  { condition = "true", among }: { condition?: string; among?: string | undefined } = {},
): string =>
  `SELECT w.run_key FROM ${among ?? `unnest(${of.experimentsSql}) AS x(id)`} CROSS JOIN LATERAL (${rows}) AS w WHERE ${condition}`;
