import { bulkRunsMax, type ChosenRuns } from "@plumbline/contracts/experiments/bulk-act";
import { AppError, type Ctx, readFilter, workspaceOf } from "../../kernel/index.ts";
import { experimentsIn, scopeOf } from "../run-scope.ts";
import { boundSearch } from "../store/search/bound-search.ts";
import { searchRuns } from "../store/search-runs.ts";

/** The runs that are meant, each once, and the filter that chose them. */
interface Chosen {
  readonly runIds: readonly string[];
  readonly filter: string | null;
}

export async function chooseRuns(ctx: Ctx, { runIds, matching }: ChosenRuns): Promise<Chosen> {
  if (runIds && !matching) return { runIds: [...new Set(runIds)], filter: null };
  if (matching && !runIds) return { runIds: await matchingRuns(ctx, matching), filter: matching.filter };
  throw new AppError("invalid", "Name the runs either by `runIds` or by `matching`.", { params: { reason: "runs-unchosen" } });
}

async function matchingRuns(ctx: Ctx, matching: NonNullable<ChosenRuns["matching"]>): Promise<string[]> {
  const workspaceId = workspaceOf(ctx).id;
  const filter = await readFilter(ctx.tx, matching.filter, "runs");
  const experimentIds = await experimentsIn(ctx.tx, workspaceId, scopeOf(matching.experimentIds));
  const search = { experimentIds, filter, order: [], view: matching.view, limit: bulkRunsMax, after: undefined };
  const { rows, next } = await boundSearch(ctx.tx, () => searchRuns(ctx.tx, workspaceId, search));
  const { expected } = matching;
  if (rows.length === expected && !next) return rows.map((row) => row.run_id);
  const found = next ? `More than ${bulkRunsMax}` : String(rows.length);
  throw new AppError("conflict", `${found} runs match now, not ${expected}. Look at them again; nothing was done.`, {
    params: { reason: "other-runs-match", expected, found: rows.length },
  });
}
