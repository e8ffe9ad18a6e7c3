import type { Deps } from "../../kernel/index.ts";
import { admitWaiting } from "../../quotas/index.ts";
import { selectUnfinished, selectUnfinishedOf, type UnfinishedRow } from "../store/unfinished.ts";
import { reconcileJob } from "./reconcile-job.ts";

interface Which {
  /** Told of jobs that are to be looked at again at an instant. */
  readonly onDue: (jobId: string, at: Date) => void;
  readonly jobIds: readonly string[] | "all";
  readonly signal: AbortSignal;
}

const lanes = 8;

/**
 * One look at the jobs: where each stands, then who is admitted to the pools of this machine, or has to leave them. What a job gave
 * back in the first half is given away in the second.
 */
export async function reconcile(deps: Deps, which: Which): Promise<void> {
  const { signal } = which;
  await reconcileJobs(deps, which);
  if (signal.aborted) return;
  const { admitted, evict } = await admitWaiting(deps);
  const jobIds = [...admitted, ...evict].map(({ id }) => id);
  if (jobIds.length > 0) await reconcileJobs(deps, { ...which, jobIds });
}

/** Takes each of the jobs, or all that have not ended, as far as they can go. One that fails keeps none of the others. */
async function reconcileJobs(deps: Deps, { jobIds, signal, onDue }: Which): Promise<void> {
  const rows = await deps.db.transaction({ role: "system" }, (tx) =>
    jobIds === "all" ? selectUnfinished(tx) : selectUnfinishedOf(tx, jobIds),
  );
  const waiting = rows.values();
  const lane = async (): Promise<void> => {
    for (const row of waiting) {
      if (signal.aborted) return;
      const due = await reconcileJob(deps, row).catch((error: unknown) => complain(deps, row, error));
      if (due) onDue(row.id, due);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function complain(deps: Deps, row: UnfinishedRow, error: unknown): undefined {
  deps.logger.error({ err: error, job: row.id, attempt: row.attempt }, "a job could not be looked at; trying again");
}
