import type { Ctx } from "../../kernel/index.ts";

/** What became of the jobs of runs that are to be stopped, by run id: a text is why it may not be. Runs that no job carries are left out. */
type JobsStopped = ReadonlyMap<string, true | string>;
type StopJobs = (ctx: Ctx, runIds: readonly string[]) => Promise<JobsStopped>;

let stopJobs: StopJobs | undefined;

/** Jobs lie above experiments: they make known here how the job of a run is cancelled. */
export function onStopRuns(stop: StopJobs): void {
  stopJobs = stop;
}

/** A process that did not load jobs would mark their runs and leave the jobs running: it is refused. */
export function stopJobsOfRuns(ctx: Ctx, runIds: readonly string[]): Promise<JobsStopped> {
  if (!stopJobs) throw new Error("nothing stops the jobs of runs: import @plumbline/core/jobs first");
  return stopJobs(ctx, runIds);
}
