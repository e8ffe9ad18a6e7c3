import { updateRun } from "@plumbline/contracts/experiments/run";
import { type Ctx, workspaceOf } from "../../kernel/index.ts";
import { killRuns } from "../store/bulk-writes.ts";
import type { RunRow } from "../store/runs.ts";
import { activeOf, type Done, recordRuns, refuse, tellOfRuns } from "./done.ts";
import { stopJobsOfRuns } from "./run-stopper.ts";

/** Cancels the jobs of runs, which end them; a run that no job carries is marked KILLED, wherever its script runs on. */
export async function stopRuns(ctx: Ctx, runs: readonly RunRow[]): Promise<Done> {
  const { active, refusals } = activeOf(runs);
  const going = active.filter((run) => run.status === "RUNNING" || run.status === "SCHEDULED");
  const jobs = await stopJobsOfRuns(
    ctx,
    going.map((run) => run.run_id),
  );
  const killed = going.filter((run) => !jobs.has(run.run_id));
  await killRuns(ctx.tx, workspaceOf(ctx).id, { runs: killed, now: ctx.now.getTime() });
  recordRuns(ctx, {
    as: updateRun,
    runs: killed,
    states: (run) => ({ before: { status: run.status }, after: { status: "KILLED" } }),
  });
  tellOfRuns(ctx, killed);
  const refusedJobs = going.flatMap((run) => {
    const reason = jobs.get(run.run_id);
    return typeof reason === "string" ? [refuse(run, reason)] : [];
  });
  return {
    changed: going.filter((run) => typeof jobs.get(run.run_id) !== "string"),
    refusals: [...refusals, ...refusedJobs],
  };
}
