import type { Deps } from "../../kernel/index.ts";
import { admitWaiting } from "../../quotas/index.ts";
import { selectUnfinishedIds, selectUnfinishedOf, type UnfinishedRow } from "../store/unfinished.ts";
import type { LaunchLanes } from "./launch-lanes.ts";
import { reconcileJob } from "./reconcile-job.ts";

interface Which {
  /** Told of jobs that are to be looked at again at an instant. */
  readonly onDue: (jobId: string, at: Date) => void;
  readonly jobIds: readonly string[];
  /** Where attempts are launched beside the look; left out, within it. */
  readonly launches?: LaunchLanes;
  /** Looks at jobs alone, and gives nothing away: more of the same are still to be looked at. */
  readonly isPart?: boolean;
  readonly signal: AbortSignal;
}

const lanes = 8;

/** All jobs that have not ended, the oldest first. */
export const listUnfinished = (deps: Deps): Promise<readonly string[]> => deps.db.transaction({ role: "system" }, selectUnfinishedIds);

/**
 * One look at the jobs: where each stands, then who is admitted to the pools of this machine, or has to leave them. What a job gave
 * back in the first half is given away in the second.
 */
export async function reconcile(deps: Deps, which: Which): Promise<void> {
  const { signal } = which;
  await reconcileJobs(deps, which);
  if (signal.aborted || which.isPart) return;
  const { admitted, evict } = await admitWaiting(deps);
  const jobIds = [...admitted, ...evict].map(({ id }) => id);
  await reconcileJobs(deps, { ...which, jobIds });
}

/** Takes each of the jobs as far as it can go. One that fails keeps none of the others. */
async function reconcileJobs(deps: Deps, { jobIds, launches, signal, onDue }: Which): Promise<void> {
  if (jobIds.length === 0) return;
  const rows = await deps.db.transaction({ role: "system" }, (tx) => selectUnfinishedOf(tx, jobIds));
  // Of what is to be launched nothing is there: its executor need not be asked.
  const isLaunched = ({ id, wish }: UnfinishedRow): boolean => wish === "run" && (launches?.has(id) ?? false);
  const waiting = rows.filter((row) => !isLaunched(row)).values();
  const lane = async (): Promise<void> => {
    for (const row of waiting) {
      if (signal.aborted) return;
      const due = await reconcileJob(deps, row, launches).catch((error: unknown) => complain(deps, row, error));
      if (due) onDue(row.id, due);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function complain(deps: Deps, row: UnfinishedRow, error: unknown): undefined {
  deps.logger.error({ err: error, job: row.id, attempt: row.attempt }, "a job could not be looked at; trying again");
}
