import type { Tx } from "@plumbline/db";
import { createBindings } from "../../../kernel/index.ts";
import { type IndexedConjunct, rankedRows } from "./indexed-conjuncts.ts";
import type { SearchSql } from "./search-sql.ts";

export interface MeasuredConjunct extends IndexedConjunct {
  /** Runs that are not hot and match; more than can be gathered are not counted. */
  readonly matches: number;
}

/** Counts the matches of each conjunct, no further than matters: statistics may be missing, and never know what is rare. Fewest first. */
export async function measureConjuncts(
  tx: Tx,
  selection: { workspaceId: number; experimentIds: readonly number[]; gatheredMax: number },
  conjuncts: readonly IndexedConjunct[],
): Promise<MeasuredConjunct[]> {
  if (conjuncts.length === 0) return [];
  const bindings = createBindings();
  const of: SearchSql = {
    bindings,
    workspaceSql: `${bindings.bind(selection.workspaceId)}::int`,
    experimentsSql: `${bindings.bind(selection.experimentIds)}::int[]`,
  };
  const limit = bindings.bind(selection.gatheredMax + 1);
  const counts = conjuncts.map((conjunct, index) => `(SELECT count(*) FROM (${matchesOf(conjunct, of)} LIMIT ${limit}) AS m) AS c${index}`);
  const row = await tx.row<Record<string, number>>(`SELECT ${counts.join(", ")}`, bindings.values);
  const measured = conjuncts.map((conjunct, index) => ({ ...conjunct, matches: row?.[`c${index}`] ?? 0 }));
  return measured.sort((left, right) => left.matches - right.matches);
}

/** The runs that are not hot and match a conjunct, in any order. */
export const matchesOf = (conjunct: IndexedConjunct, of: SearchSql): string =>
  `SELECT t.run_key FROM ${conjunct.field.table} t
   WHERE ${rankedRows("t", of, conjunct).join(" AND ")} AND t.experiment_id = ANY(${of.experimentsSql})`;
