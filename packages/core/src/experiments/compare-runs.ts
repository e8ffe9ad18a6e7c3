import * as contract from "@plumbline/contracts/experiments/compare-runs";
import type { Run, RunInfo } from "@plumbline/contracts/experiments/run";
import type { Input } from "@plumbline/contracts/operation";
import { AppError, type Ctx, notFound, query, readFilter, readOrderBy, workspaceOf } from "../kernel/index.ts";
import { comparisonOf } from "./run-comparison.ts";
import { experimentsIn, scopeOf } from "./run-scope.ts";
import { countValues, findRuns } from "./store/compared-runs.ts";
import { allFigures } from "./store/metric-figures.ts";
import { loadRuns } from "./store/run-details.ts";
import type { RunRow } from "./store/runs.ts";
import { boundSearch } from "./store/search/bound-search.ts";
import * as store from "./store/search-runs.ts";

type Asked = Input<typeof contract.compareRuns>;

interface Found {
  readonly rows: readonly RunRow[];
  readonly missing: readonly string[];
  readonly isCut: boolean;
}

export const compareRuns = query(
  contract.compareRuns,
  async (ctx, input) => {
    const workspaceId = workspaceOf(ctx).id;
    const columns = input.columns ?? {};
    const { rows, missing, isCut } = input.runIds ? await named(ctx, input.runIds) : await matching(ctx, input);
    const most = contract.comparedValuesMax;
    if ((await countValues(ctx.tx, workspaceId, { runKeys: rows.map(({ key }) => key), columns, most })) > most) throw tooMuch(rows.length);
    const runs = await loadRuns(ctx.tx, workspaceId, { rows, columns, figures: allFigures });
    return { runs: runs.map(headOf), missing: [...missing], isCut, ...comparisonOf(runs) };
  },
  { byIndex: true },
);

async function named(ctx: Ctx, runIds: readonly string[]): Promise<Found> {
  const wanted = [...new Set(runIds)];
  const rows = new Map((await findRuns(ctx.tx, workspaceOf(ctx).id, wanted)).map((row) => [row.run_id, row]));
  const [first = ""] = wanted;
  if (rows.size === 0) throw notFound("run", first);
  return { rows: wanted.flatMap((id) => rows.get(id) ?? []), missing: wanted.filter((id) => !rows.has(id)), isCut: false };
}

async function matching(ctx: Ctx, { filter: text, orderBy, view, limit, ...input }: Asked): Promise<Found> {
  const workspaceId = workspaceOf(ctx).id;
  const filter = await readFilter(ctx.tx, text, "runs");
  const order = readOrderBy(orderBy, "runs");
  const experimentIds = await experimentsIn(ctx.tx, workspaceId, scopeOf(input.experimentIds));
  if (experimentIds.length === 0) return { rows: [], missing: [], isCut: false };
  const search = { experimentIds, filter, order, view, limit, after: undefined };
  const { rows, next } = await boundSearch(ctx.tx, () => store.searchRuns(ctx.tx, workspaceId, search));
  return { rows, missing: [], isCut: next !== undefined };
}

const tooMuch = (runs: number): AppError =>
  new AppError(
    "invalid",
    `These ${runs} runs have more than ${contract.comparedValuesMax.toLocaleString("en-GB")} params, tags and metrics together. Compare fewer runs, or name the keys to compare under "columns".`,
  );

const headOf = ({
  params: _params,
  tags: _tags,
  metrics: _metrics,
  inputs: _inputs,
  modelInputs: _used,
  modelOutputs: _made,
  ...head
}: Run): RunInfo & {
  owner: string;
} => head;
