import type { OrderBy } from "@plumbline/contracts/query/order-by";
import type { Tx } from "@plumbline/db";
import { createBindings } from "../../../kernel/index.ts";
import { type IndexedConjunct, rankedRows } from "./indexed-conjuncts.ts";
import { hasRanked, matchesOf } from "./ranked-rows.ts";
import { sampled } from "./search-limits.ts";
import type { SearchSql } from "./search-sql.ts";
import { siftedField } from "./sifted-field.ts";

export interface MeasuredConjunct extends IndexedConjunct {
  /** Runs that are not hot and match; Infinity where there are more than it matters to know. */
  readonly matches: number;
}

export interface Measured {
  /** That of the fewest matches first. */
  readonly conjuncts: readonly MeasuredConjunct[];
  /** Whether many of the first in the order match. */
  readonly isWalkLikely: boolean;
}

interface Selection {
  readonly workspaceId: number;
  readonly experimentIds: readonly number[];
  readonly gatheredMax: number;
  /** Undefined where none is asked for. */
  readonly order?: readonly OrderBy[];
}

/** Counts the matches of each conjunct, no further than matters: statistics may be missing, and never know what is rare. */
export async function measureConjuncts(tx: Tx, selection: Selection, conjuncts: readonly IndexedConjunct[]): Promise<Measured> {
  if (conjuncts.length === 0) return { conjuncts: [], isWalkLikely: false };
  const bindings = createBindings();
  const of: SearchSql = {
    bindings,
    workspaceSql: `${bindings.bind(selection.workspaceId)}::int`,
    experimentsSql: `${bindings.bind(selection.experimentIds)}::int[]`,
  };
  const most = `${bindings.bind(selection.gatheredMax)}::bigint`;
  const count = (conjunct: IndexedConjunct, limit: string) => `(SELECT count(*) FROM (${matchesOf(conjunct, of)} LIMIT ${limit} + 1) AS m)`;
  const isSifted = selection.order !== undefined && siftedField(selection.order) !== undefined;
  // Of numbers that blocks know, it matters only whether they are rarer than the texts.
  const isLater = ({ field }: IndexedConjunct) => isSifted && field.table === "ranked_number";
  const first = conjuncts.flatMap((conjunct, index) => (isLater(conjunct) ? [] : [`${count(conjunct, most)} AS c${index}`]));
  const least = `LEAST(${[most, ...conjuncts.flatMap((conjunct, index) => (isLater(conjunct) ? [] : [`f.c${index}`]))].join(", ")})`;
  const later = conjuncts.flatMap((conjunct, index) =>
    isLater(conjunct) ? [`${count(conjunct, "(SELECT value FROM least)")} AS c${index}`] : [],
  );
  const row = await tx.row<Record<string, number>>(
    `WITH first AS MATERIALIZED (SELECT ${[...first, "0 AS none"].join(", ")}), least AS MATERIALIZED (SELECT ${least} AS value FROM first f)
     SELECT f.*, ${[...later, "(SELECT value FROM least) AS least", `${sample(of, selection, conjuncts)} AS sample`].join(", ")} FROM first f`,
    bindings.values,
  );
  const matches = (conjunct: IndexedConjunct, index: number): number => {
    const counted = row?.[`c${index}`] ?? 0;
    const limit = isLater(conjunct) ? (row?.least ?? 0) : selection.gatheredMax;
    return counted > limit ? Number.POSITIVE_INFINITY : counted;
  };
  const measured = conjuncts.map((conjunct, index) => ({ ...conjunct, matches: matches(conjunct, index) }));
  return {
    conjuncts: measured.sort((left, right) => left.matches - right.matches),
    isWalkLikely: (row?.sample ?? 0) >= sampled.enough,
  };
}

/** How many of the first runs in the order match all conjuncts; 0 where it is not known. */
function sample(of: SearchSql, { experimentIds, order }: Selection, conjuncts: readonly IndexedConjunct[]): string {
  const field = order && siftedField(order);
  if (!field || experimentIds.length !== 1) return "0";
  const { direction } = order[0] ?? { direction: "desc" };
  const rows = [...rankedRows("e", of, { field }), `e.experiment_id = (${of.experimentsSql})[1]`, "e.value < 'NaN'::float8"];
  const matching = conjuncts.map((conjunct) => hasRanked("s.run_key", of, conjunct));
  return `(SELECT count(*) FROM (
    SELECT e.run_key FROM ranked_number e WHERE ${rows.join(" AND ")} ORDER BY e.value ${direction} LIMIT ${sampled.rows}
  ) AS s WHERE ${matching.join(" AND ")})`;
}
