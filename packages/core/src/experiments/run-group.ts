import type { RunGrouping, RunGroupRef } from "@plumbline/contracts/experiments/run-group";
import type { Comparison, FilterExpression } from "@plumbline/contracts/query/expression";

export const parentTag = "mlflow.parentRunId";

/** What is compared to tell the runs of a group from others. */
function subjectOf(grouping: RunGrouping): Pick<Comparison, "entity" | "key"> {
  switch (grouping.by) {
    case "param":
    case "tag":
      return { entity: grouping.by, key: grouping.key };
    case "parent":
      return { entity: "tag", key: parentTag };
    case "dataset":
      return { entity: "dataset", key: "name" };
    case "status":
      return { entity: "attribute", key: "status" };
    case "user":
      return { entity: "attribute", key: "user_id" };
  }
}

/** The filter, and that a run belongs to the group. */
export function inGroup(filter: FilterExpression, group: RunGroupRef | undefined): FilterExpression {
  if (!group) return filter;
  const subject = { kind: "comparison", ...subjectOf(group.grouping) } as const;
  // Whoever did not say who they are has an empty name.
  const value = group.grouping.by === "user" ? (group.value ?? "") : group.value;
  const membership: Comparison[] =
    value === null
      ? [{ ...subject, valueType: "none", operator: "IS NULL", value: null }]
      : [{ ...subject, valueType: "text", operator: "=", value }];
  if (group.digest !== undefined) {
    membership.push({ kind: "comparison", entity: "dataset", key: "digest", valueType: "text", operator: "=", value: group.digest });
  }
  const terms = filter.kind === "all" ? filter.terms : [filter];
  return { kind: "all", terms: [...terms, ...membership] };
}
