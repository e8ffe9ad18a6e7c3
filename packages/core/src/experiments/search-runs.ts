import * as contract from "@plumbline/contracts/experiments/run";
import type { Input } from "@plumbline/contracts/operation";
import { type Ctx, decodeCursor, encodeCursor, query, readFilter, readOrderBy, workspaceOf } from "../kernel/index.ts";
import { inGroup } from "./run-group.ts";
import { experimentsIn, scopeOf } from "./run-scope.ts";
import { allFigures, type Figures, lastPoints } from "./store/metric-figures.ts";
import { loadRuns, type RunWith } from "./store/run-details.ts";
import { boundSearch } from "./store/search/bound-search.ts";
import * as store from "./store/search-runs.ts";

export const searchRuns = query(contract.searchRuns, (ctx, input) => search(ctx, input, allFigures), { byIndex: true });
export const searchLoggedRuns = query(contract.searchLoggedRuns, (ctx, input) => search(ctx, input, lastPoints), { byIndex: true });

async function search<M extends { readonly key: string }>(
  ctx: Ctx,
  input: Input<typeof contract.searchRuns>,
  figures: Figures<M>,
): Promise<{ items: RunWith<M>[]; nextCursor: string | null }> {
  const workspaceId = workspaceOf(ctx).id;
  const scope = scopeOf(input.experimentIds);
  const list = JSON.stringify(["runs", workspaceId, scope, input.filter, input.orderBy, input.view, input.within]);
  const filter = inGroup(await readFilter(ctx.tx, input.filter, "runs"), input.within);
  const order = readOrderBy(input.orderBy, "runs");
  const after = input.cursor ? decodeCursor(list, input.cursor) : undefined;
  const experimentIds = await experimentsIn(ctx.tx, workspaceId, scope);
  if (experimentIds.length === 0) return { items: [], nextCursor: null };
  const { view, limit } = input;
  const search = { experimentIds, filter, order, view, limit, after };
  const { rows, next } = await boundSearch(ctx.tx, () => store.searchRuns(ctx.tx, workspaceId, search));
  const items = await loadRuns(ctx.tx, workspaceId, { rows, columns: input.columns ?? {}, figures });
  return { items, nextCursor: next ? encodeCursor(list, next) : null };
}

const countMax = 10_000;

export const countRuns = query(contract.countRuns, async (ctx, input) => {
  const workspaceId = workspaceOf(ctx).id;
  const filter = await readFilter(ctx.tx, input.filter, "runs");
  const experimentIds = await experimentsIn(ctx.tx, workspaceId, scopeOf(input.experimentIds));
  const selection = { experimentIds, filter, view: input.view, cap: countMax + 1 };
  const counted = await boundSearch(ctx.tx, () => store.countRuns(ctx.tx, workspaceId, selection));
  return { value: Math.min(counted, countMax), isCapped: counted > countMax };
});
