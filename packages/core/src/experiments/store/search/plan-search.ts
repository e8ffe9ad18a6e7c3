import { notHot, type Steps, type Walk } from "./candidate-walk.ts";
import type { MeasuredConjunct } from "./measure-conjuncts.ts";
import { rankedField } from "./ranked-fields.ts";
import type { SearchLimits } from "./search-limits.ts";
import { walkByStart } from "./walk-newest.ts";
import { walkRanked } from "./walk-ranked.ts";

/**
 * How the runs of a page are found that are not hot: those of a rare conjunct all, else by a walk along the index of the order until
 * the page is full. Where that takes long, since what comes first in the order matches nothing, and a conjunct has few enough
 * matches, these are looked at. Undefined where the order has no index.
 */
export function pageSteps(walk: Omit<Walk, "entriesMax">, [rarest]: readonly MeasuredConjunct[], limits: SearchLimits): Steps | undefined {
  if (rarest === undefined || rarest.matches > limits.gathered) return walkSteps({ ...walk, entriesMax: null });
  if (rarest.matches <= limits.driven) return [drivenStep(walk)];
  const steps = walkSteps({ ...walk, entriesMax: Math.ceil(rarest.matches * limits.entriesPerMatch) });
  // Beyond the values, among runs that have none, there is no walk.
  const isShort = steps?.length === 0 ? "true" : `(SELECT count(*) FROM beyond0) < ${walk.limitSql}`;
  return steps && [...steps, drivenStep(walk, isShort)];
}

function walkSteps(walk: Walk): Steps | undefined {
  const [first] = walk.order;
  if (first === undefined || (first.entity === "attribute" && first.key === "start_time")) return walkByStart(walk);
  const field = rankedField(first);
  return field && walkRanked(walk, field);
}

/** The runs of the rarest conjunct that are not hot, as far as the other conjuncts leave them. */
export function drivenStep({ narrow }: Pick<Walk, "narrow">, condition = "true"): Steps[number] {
  const conditions = [condition, notHot("d.run_key"), ...narrow("d.run_key")];
  return { name: "driven", sql: `SELECT d.run_key FROM set0 AS d WHERE ${conditions.join(" AND ")}` };
}
