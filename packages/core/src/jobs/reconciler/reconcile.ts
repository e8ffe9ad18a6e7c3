import type { Deps } from "../../kernel/index.ts";
import { selectUnfinished, selectUnfinishedOf, type UnfinishedRow } from "../store/unfinished.ts";
import { reconcileJob } from "./reconcile-job.ts";

const lanes = 8;

/** Takes each of the jobs, or all that have not ended, as far as they can go. One that fails keeps none of the others. */
export async function reconcile(
  deps: Deps,
  which: { readonly jobIds: readonly string[] | "all"; readonly signal: AbortSignal },
): Promise<void> {
  const { jobIds, signal } = which;
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
