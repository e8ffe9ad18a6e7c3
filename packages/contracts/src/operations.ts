import { groupOperations } from "./access/group.ts";
import { sessionOperations } from "./access/session.ts";
import { tokenOperations } from "./access/token.ts";
import { userOperations } from "./access/user.ts";
import { delegationOperations } from "./approvals/delegation.ts";
import { environmentOperations } from "./approvals/environment.ts";
import { policyOperations } from "./approvals/policy.ts";
import { requestOperations } from "./approvals/request.ts";
import { requestActOperations } from "./approvals/request-acts.ts";
import { artifactOperations } from "./artifacts.ts";
import { auditOperations } from "./audit.ts";
import { changeOperations } from "./changes.ts";
import { clusterOperations } from "./clusters/cluster.ts";
import { clusterManagementOperations } from "./clusters/management.ts";
import { datasetOperations } from "./datasets/dataset.ts";
import { datasetProfileOperations } from "./datasets/profile.ts";
import { datasetVersionOperations } from "./datasets/version.ts";
import { evidenceOperations } from "./evidence/evidence.ts";
import { bulkActOperations } from "./experiments/bulk-act.ts";
import { experimentOperations } from "./experiments/experiment.ts";
import { loggedModelOperations } from "./experiments/logged-model.ts";
import { metricOperations } from "./experiments/metric.ts";
import { reportOperations } from "./experiments/report.ts";
import { retentionOperations } from "./experiments/retention.ts";
import { runOperations } from "./experiments/run.ts";
import { runNoteOperations } from "./experiments/run-note.ts";
import { runResultOperations } from "./experiments/run-results.ts";
import { savedViewOperations } from "./experiments/saved-view.ts";
import { storageOperations } from "./experiments/storage.ts";
import { trashOperations } from "./experiments/trash.ts";
import { importOperations } from "./imports.ts";
import { jobCheckpointOperations } from "./jobs/checkpoint.ts";
import { jobOperations } from "./jobs/job.ts";
import { jobLogOperations } from "./jobs/log.ts";
import { reproduceRun } from "./jobs/reproduce.ts";
import { runtimeOperations } from "./jobs/runtime.ts";
import { jobSourceOperations, jobTemplateOperations } from "./jobs/template.ts";
import { lineageOperations } from "./lineage.ts";
import { notificationOperations } from "./notifications.ts";
import type { Operation } from "./operation.ts";
import { budgetOperations } from "./quotas/budget.ts";
import { overviewOperations } from "./quotas/overview.ts";
import { poolOperations } from "./quotas/platform.ts";
import { quotaRequestOperations } from "./quotas/request.ts";
import { showbackOperations } from "./quotas/showback.ts";
import { aliasOperations } from "./registry/alias.ts";
import { cardOperations } from "./registry/card.ts";
import { historyOperations } from "./registry/history.ts";
import { inventoryOperations } from "./registry/inventory.ts";
import { latestOperations } from "./registry/latest.ts";
import { modelOperations } from "./registry/model.ts";
import { signingOperations } from "./registry/signing.ts";
import { versionOperations } from "./registry/version.ts";
import { versionContentOperations } from "./registry/version-content.ts";
import { secretOperations } from "./secrets/secret.ts";
import { taskOperations } from "./tasks.ts";
import { workspaceOperations } from "./workspaces.ts";

/** Every operation of `/api/v1`, in the order of the reference. */
export const operations: readonly Operation[] = [
  ...sessionOperations,
  ...userOperations,
  ...groupOperations,
  ...tokenOperations,
  ...workspaceOperations,
  ...experimentOperations,
  ...runOperations,
  ...runResultOperations,
  ...bulkActOperations,
  ...trashOperations,
  ...retentionOperations,
  ...storageOperations,
  ...savedViewOperations,
  ...runNoteOperations,
  ...reportOperations,
  ...metricOperations,
  ...loggedModelOperations,
  ...artifactOperations,
  ...importOperations,
  ...datasetOperations,
  ...datasetVersionOperations,
  ...datasetProfileOperations,
  ...modelOperations,
  ...latestOperations,
  ...versionOperations,
  ...versionContentOperations,
  ...aliasOperations,
  ...historyOperations,
  ...cardOperations,
  ...inventoryOperations,
  ...signingOperations,
  ...environmentOperations,
  ...policyOperations,
  ...requestOperations,
  ...requestActOperations,
  ...delegationOperations,
  ...evidenceOperations,
  ...jobOperations,
  reproduceRun,
  ...jobTemplateOperations,
  ...jobSourceOperations,
  ...jobLogOperations,
  ...jobCheckpointOperations,
  ...runtimeOperations,
  ...secretOperations,
  ...clusterOperations,
  ...overviewOperations,
  ...showbackOperations,
  ...budgetOperations,
  ...quotaRequestOperations,
  ...poolOperations,
  ...clusterManagementOperations,
  ...lineageOperations,
  ...changeOperations,
  ...notificationOperations,
  ...taskOperations,
  ...auditOperations,
];
