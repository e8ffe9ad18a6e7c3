import type { Deps } from "../../kernel/index.ts";
import { admitWaiting } from "../../quotas/index.ts";
import { selectUnfinished, selectUnfinishedOf, type UnfinishedRow } from "../store/unfinished.ts";
import { reconcileJob } from "./reconcile-job.ts";

interface Which {
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
  if (jobIds.length > 0) await reconcileJobs(deps, { jobIds, signal });
}

/** Takes each of the jobs, or all that have not ended, as far as they can go. One that fails keeps none of the others. */
async function reconcileJobs(deps: Deps, { jobIds, signal }: Which): Promise<void> {
  const rows = await deps.db.transaction({ role: "system" }, (tx) =>
    jobIds === "all" ? selectUnfinished(tx) : selectUnfinishedOf(tx, jobIds),
  );
  const waiting = rows.values();
  const lane = async (): Promise<void> => {
    for (const row of waiting) {
      if (signal.aborted) return;
      await reconcileJob(deps, row).catch((error: unknown) => complain(deps, row, error));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

const complain = (deps: Deps, row: UnfinishedRow, error: unknown): void =>
  deps.logger.error({ err: error, job: row.id, attempt: row.attempt }, "a job could not be looked at; trying again");
