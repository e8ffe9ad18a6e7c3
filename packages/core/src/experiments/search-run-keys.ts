import * as contract from "@plumbline/contracts/experiments/run-keys";
import { decodeCursor, encodeCursor, query, readFilter, workspaceOf } from "../kernel/index.ts";
import { experimentsIn, scopeOf } from "./run-scope.ts";
import * as store from "./store/run-keys.ts";

export const searchRunKeys = query(contract.searchRunKeys, async (ctx, { cursor, limit, ...input }) => {
  const workspaceId = workspaceOf(ctx).id;
  const scope = scopeOf(input.experimentIds);
  const list = JSON.stringify(["run-keys", workspaceId, { ...input, experimentIds: scope }]);
  const filter = await readFilter(ctx.tx, input.filter, "runs");
  const experimentIds = await experimentsIn(ctx.tx, workspaceId, scope);
  const after = cursor ? decodeCursor(list, cursor) : undefined;
  const limits = { runs: contract.keyedRunsMax, values: contract.keyValuesMax };
  const { rows, next, examined, isPartial } = await store.searchKeys(ctx.tx, workspaceId, {
    ...input,
    experimentIds,
    filter,
    after,
    limit,
    limits,
  });
  return {
    items: rows.map((row) => ({ kind: row.kind, key: row.key, runs: row.runs, isDiffering: row.is_differing })),
    nextCursor: next ? encodeCursor(list, next) : null,
    examined,
    isPartial,
  };
});
