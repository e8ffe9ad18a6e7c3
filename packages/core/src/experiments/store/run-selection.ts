import type { ViewType } from "@plumbline/contracts/experiments/experiment";
import type { FilterExpression } from "@plumbline/contracts/query/expression";
import type { Bindings } from "../../kernel/index.ts";
import { runPredicate } from "./run-filter.ts";

/** Runs of experiments that match a filter and stand, or do not stand, in the trash. */
export interface RunSelection {
  readonly experimentIds: readonly number[];
  readonly filter: FilterExpression;
  readonly view: ViewType;
}

interface SelectionSql {
  readonly workspaceSql: string;
  readonly bindings: Bindings;
}

/** Conditions on `run r`. `filterSql`: the filter, where it is bound already. */
export function selectionConditions(
  { experimentIds, filter, view }: RunSelection,
  { workspaceSql, bindings }: SelectionSql,
  filterSql = runPredicate(filter, workspaceSql, bindings),
): string[] {
  const [only] = experimentIds;
  const conditions = [
    `r.workspace_id = ${workspaceSql}`,
    // Equality, where there is one experiment, lets the index give the order.
    experimentIds.length === 1
      ? `r.experiment_id = ${bindings.bind(only)}`
      : `r.experiment_id = ANY(${bindings.bind(experimentIds)}::int[])`,
    filterSql,
  ];
  if (view !== "all") conditions.push(`r.lifecycle_stage = ${bindings.bind(view)}`);
  return conditions;
}
