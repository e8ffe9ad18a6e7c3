import * as contract from "@plumbline/contracts/experiments/run";
import { notFound, query, workspaceOf } from "../kernel/index.ts";
import { allFigures } from "./store/metric-figures.ts";
import { loadRuns } from "./store/run-details.ts";
import { findRun } from "./store/runs.ts";

export const getRun = query(
  contract.getRun,
  async (ctx, { runId }) => {
    const workspaceId = workspaceOf(ctx).id;
    const row = await findRun(ctx.tx, workspaceId, runId);
    const [run] = row ? await loadRuns(ctx.tx, workspaceId, { rows: [row], columns: {}, figures: allFigures }) : [];
    if (!run) throw notFound("run", runId);
    return run;
  },
  { byIndex: true },
);
