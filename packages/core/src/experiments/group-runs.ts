import * as contract from "@plumbline/contracts/experiments/group-runs";
import { fromMetricNumber, toMetricNumber } from "@plumbline/contracts/experiments/metric";
import { decodeCursor, encodeCursor, query, readFilter, workspaceOf } from "../kernel/index.ts";
import { experimentsIn, scopeOf } from "./run-scope.ts";
import * as store from "./store/run-groups.ts";

export const groupRuns = query(contract.groupRuns, async (ctx, { cursor, limit, ...input }) => {
  const workspaceId = workspaceOf(ctx).id;
  const scope = scopeOf(input.experimentIds);
  const list = JSON.stringify(["run-groups", workspaceId, { ...input, experimentIds: scope, figures: undefined }]);
  const filter = await readFilter(ctx.tx, input.filter, "runs");
  const experimentIds = await experimentsIn(ctx.tx, workspaceId, scope);
  const after = cursor ? decodeCursor(list, cursor) : undefined;
  const limits = { runs: contract.groupedRunsMax, groups: contract.runGroupsMax };
  const { rows, next } = await store.groupRuns(ctx.tx, workspaceId, { ...input, experimentIds, filter, after, limit, limits });
  const [first] = rows;
  return {
    items: rows.map((row) => toGroup(row, input.figures)),
    nextCursor: next ? encodeCursor(list, next) : null,
    groupCount: Math.min(first?.group_count ?? 0, contract.runGroupsMax),
    isCapped: (first?.group_count ?? 0) > contract.runGroupsMax,
    isPartial: first?.is_partial ?? false,
  };
});

const toGroup = (row: store.GroupRow, figures: readonly contract.RunFigure[]): contract.RunGroup => ({
  value: row.value,
  digest: row.digest,
  title: row.title,
  runs: row.runs,
  latestStart: row.latest,
  figures: figures.map((asked, at) =>
    toFigure(
      asked,
      row.figures?.find(({ ordinal }) => ordinal === at + 1),
    ),
  ),
});

function toFigure(asked: contract.RunFigure, found: store.GroupFigureRow | undefined): contract.GroupFigure {
  const none = { runs: 0, mean: null, min: null, max: null, minRunId: null, maxRunId: null };
  if (!found) return { ...asked, ...none };
  const { runs, min, max } = found;
  return { ...asked, runs, min, max, mean: meanOf(found), minRunId: found.min_run, maxRunId: found.max_run };
}

/** The sum is kept small, so that it cannot overflow. */
const meanOf = ({ scaled_sum: sum, runs }: store.GroupFigureRow): contract.GroupFigure["mean"] =>
  toMetricNumber((fromMetricNumber(sum) / runs) * store.sumScale);
