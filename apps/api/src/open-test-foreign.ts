import type { Operation } from "@plumbline/contracts/operation";
import { isWorkspacePermission } from "@plumbline/contracts/permissions";

/** Fields that name something of a workspace; a foreign one must answer as if it did not exist. */
const foreignFields = [
  "actId",
  "experimentId",
  "runId",
  "viewId",
  "reportId",
  "modelId",
  "tokenId",
  "serviceAccountId",
  "runIds",
  "endpointId",
  "deliveryId",
  "model",
  "dataset",
  "authorisationId",
  "evidenceId",
  "productionId",
  "number",
  "job",
  "taskId",
];
const unscoped = new Set(["jobs.listJobs", "experiments.sampleMetricHistory", "notifications.listDeliveries"]);
/** Of many runs each that is not there is told by itself; bulk-acts.integration.test.ts asks for a foreign one. */
const toldOneByOne = "/bulk-acts/";

const fieldsOf = (operation: Operation) =>
  [operation.params, operation.query, operation.body].flatMap((schema) => Object.keys(schema?.shape ?? {}));
/** Whether a foreign workspace's ids in its input answer not-found. */
export const namesForeign = (operation: Operation) =>
  isWorkspacePermission(operation.permission) &&
  !unscoped.has(operation.id) &&
  (operation.params !== undefined || !operation.path.startsWith(toldOneByOne)) &&
  fieldsOf(operation).some((name) => foreignFields.includes(name));
