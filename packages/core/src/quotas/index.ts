export { admitWaiting } from "./admit-waiting.ts";
export { askForBudget, tellOfBudgetWish } from "./ask-for-budget.ts";
export { reserveBudget, type WorstCase } from "./budget.ts";
export { listBudgets, removeBudget, setBudget } from "./budgets.ts";
export type { Holder, PlacedHolder } from "./claim.ts";
export { type ClaimRequest, holdClaim, queueClaim, type ReleaseCause, rankClaim, releaseClaim, setClaimPriority } from "./claims.ts";
export { putClusterPools, type SeenPool } from "./cluster-pools.ts";
export { costsOf, type HolderCost } from "./costs.ts";
export { decideQuotaRequest, listUndecidedRequests, retryQuotaRequest } from "./decide-request.ts";
export { showbackCsv } from "./download-showback.ts";
export { type ExplainExtras, explainClaim } from "./explain.ts";
export { forecastEnd } from "./forecast-end.ts";
export { forecastSubmit } from "./forecast-submit.ts";
export { getOverview } from "./get-overview.ts";
export { getUsage } from "./get-usage.ts";
export { registerHolderModels } from "./holder-models.ts";
export { ensureLocalPools, type Machine } from "./local-pools.ts";
export { deliverNudge, nudge } from "./nudge.ts";
export { settleQueueChange } from "./on-cluster/note-seen.ts";
export type { PoolQueue } from "./on-cluster/plan-changes.ts";
export { type QueueLineChange, registerQueueWriter } from "./on-cluster/queue-writer.ts";
export { type Placement, placeJob } from "./place-job.ts";
export { createPool, listPoolSettings, setRate, updatePool } from "./pool-settings.ts";
export { type Position, positionsOf } from "./positions.ts";
export { previewQuota } from "./preview-quota.ts";
export { removeQuota, setQuota } from "./quotas.ts";
export { type OutsideHolding, recordOutside } from "./record-outside.ts";
export { recordUse, type Sample } from "./record-use.ts";
export {
  commentQuotaRequest,
  createQuotaRequest,
  getQuotaRequest,
  listQuotaRequests,
  previewQuotaRequest,
  withdrawQuotaRequest,
} from "./requests.ts";
export { getShowback } from "./showback.ts";
export type { ClaimRow } from "./store/claims.ts";
export { tellOfDecision } from "./tell-of-decision.ts";
export { watchQuotaRequests } from "./watch-requests.ts";
