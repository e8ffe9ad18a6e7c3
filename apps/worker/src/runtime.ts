// Tasks of approvals act on what these slices make known to it.
import "@plumbline/core/evidence";
import "@plumbline/core/registry";
import { pruneAccess } from "@plumbline/core/access";
import { endBreakGlass, watchRequests } from "@plumbline/core/approvals";
import { collectGarbage } from "@plumbline/core/artifacts";
import { pruneChanges } from "@plumbline/core/changes";
import { rewrapKubeconfigs, writeToCluster } from "@plumbline/core/clusters";
import { profileVersion } from "@plumbline/core/datasets";
import { dropUploads, produceTask, resumeProductions } from "@plumbline/core/evidence";
import { applyRetention, carryOutBulkAct, compactMetrics, measureStorage, settleRuns, tellOfRun } from "@plumbline/core/experiments";
import { carryOutImport, resumeImports, rewrapImportSecrets } from "@plumbline/core/imports";
import { evaluateVersion, sealLogs, sweepLogs } from "@plumbline/core/jobs";
import { type Deps, pruneKernel, reconcileTasks, runTask, scheduleRecurring, type TaskDefinition } from "@plumbline/core/kernel";
import { deliverNotifications, pruneNotifications } from "@plumbline/core/notifications";
import { deliverNudge, tellOfBudgetWish, tellOfDecision, watchQuotaRequests } from "@plumbline/core/quotas";
import { renewSigningKey, signVersion } from "@plumbline/core/registry";
import { rewrapSecrets } from "@plumbline/core/secrets";
import { RetryLater, type TaskQueue } from "@plumbline/queue";

/** Every task that core defines. */
const definitions: readonly TaskDefinition[] = [
  pruneKernel,
  pruneChanges,
  pruneAccess,
  collectGarbage,
  rewrapKubeconfigs,
  writeToCluster,
  compactMetrics,
  settleRuns,
  carryOutBulkAct,
  applyRetention,
  measureStorage,
  tellOfRun,
  profileVersion,
  watchRequests,
  endBreakGlass,
  produceTask,
  resumeProductions,
  dropUploads,
  deliverNotifications,
  pruneNotifications,
  deliverNudge,
  tellOfDecision,
  tellOfBudgetWish,
  watchQuotaRequests,
  evaluateVersion,
  signVersion,
  renewSigningKey,
  sealLogs,
  sweepLogs,
  rewrapSecrets,
  carryOutImport,
  resumeImports,
  rewrapImportSecrets,
];

const tickMs = 15_000;

/** Runs tasks until closed: those of the queue, those that are due, and those that were lost. */
export async function startWorker(options: { deps: Deps; queue: TaskQueue; concurrency: number }): Promise<{ close: () => Promise<void> }> {
  const { deps, queue, concurrency } = options;
  const byName = new Map(definitions.map((definition) => [definition.name as string, definition]));
  const worker = await queue.work(
    async (taskId) => {
      if ((await runTask(deps, byName, taskId)) === "retry") throw new RetryLater(taskId);
    },
    { concurrency, onError: (error) => deps.logger.warn({ err: error }, "the queue did not answer") },
  );
  const tick = (): void => {
    scheduleRecurring(deps, definitions)
      .then(() => reconcileTasks(deps))
      .catch((error: unknown) => deps.logger.warn({ err: error }, "due tasks could not be looked up; trying again"));
  };
  tick();
  const timer = setInterval(tick, tickMs);
  return {
    async close() {
      clearInterval(timer);
      await worker.close();
    },
  };
}
