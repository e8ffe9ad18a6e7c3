import { notHot, type Steps, type Walk } from "./candidate-walk.ts";
import type { Measured } from "./measure-conjuncts.ts";
import type { Narrowing } from "./narrow-runs.ts";
import { rankedField } from "./ranked-fields.ts";
import type { SearchLimits } from "./search-limits.ts";
import { siftSteps } from "./sift-runs.ts";
import { siftedField } from "./sifted-field.ts";
import { walkByStart } from "./walk-newest.ts";
import { walkRanked } from "./walk-ranked.ts";

export interface PlannedSearch {
  readonly walk: Omit<Walk, "entriesMax" | "narrow">;
  readonly narrowing: Narrowing;
  readonly measured: Measured;
  readonly limits: SearchLimits;
}

/**
 * How the runs of a page are found that are not hot: those of a rare conjunct all, else by a walk along the index of the order until
 * the page is full. Where that takes long, since what comes first in the order matches nothing, and a conjunct has few enough
 * matches, these are looked at: where the order is by a number, first at their numbers. Undefined where the order has no index.
 */
export function pageSteps({ walk: planned, narrowing, measured, limits }: PlannedSearch): Steps | undefined {
  const walk = { ...planned, narrow: narrowing.conditions };
  const matches = measured.conjuncts[0]?.matches ?? Number.POSITIVE_INFINITY;
  if (matches > limits.gathered) return walkSteps({ ...walk, entriesMax: null });
  const field = siftedField(walk.order);
  if (matches <= (field ? limits.unsifted : limits.driven)) return [drivenStep(walk)];
  const isWalked = !field || (measured.isWalkLikely && matches > limits.unwalked);
  if (!isWalked) return siftSteps(walk, { field, narrowing, condition: "true" });
  const entriesMax = Math.ceil(matches * (field ? limits.entriesPerSifted : limits.entriesPerMatch));
  const steps = walkSteps({ ...walk, entriesMax });
  // Beyond the values, among runs that have none, there is no walk.
  const condition = steps?.length === 0 ? "true" : `(SELECT count(*) FROM beyond0) < ${walk.limitSql}`;
  return steps && [...steps, ...(field ? siftSteps(walk, { field, narrowing, condition }) : [drivenStep(walk, condition)])];
}

function walkSteps(walk: Walk): Steps | undefined {
  const [first] = walk.order;
  if (first === undefined || (first.entity === "attribute" && first.key === "start_time")) return walkByStart(walk);
  const field = rankedField(first);
  return field && walkRanked(walk, field);
}

/** The runs of the rarest conjunct that are not hot, as far as the other conjuncts leave them. */
export function drivenStep({ narrow }: Pick<Walk, "narrow">, condition = "true"): Steps[number] {
  const conditions = [condition, ...narrow("d.run_key"), notHot("d.run_key")];
  return { name: "driven", sql: `SELECT d.run_key FROM set0 AS d WHERE ${conditions.join(" AND ")}` };
}
