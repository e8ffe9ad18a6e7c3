import * as contract from "@plumbline/contracts/quotas/request";
import { AppError, type Ctx, command, notFound, query, recordChanges, requestTask } from "../kernel/index.ts";
import { applyOnCluster, retryOnCluster } from "./on-cluster/apply-on-cluster.ts";
import type { AskedLimits } from "./on-cluster/plan-changes.ts";
import { lockPool, tellAll } from "./platform-change.ts";
import { checkPromises } from "./pool-settings.ts";
import { mayRetry, toRequests, whyNotDecide } from "./request-view.ts";
import { count } from "./rules/pool-words.ts";
import { selectChangesOf } from "./store/changes.ts";
import { putQuota, selectQuotas } from "./store/pool-settings.ts";
import type { PoolRow } from "./store/pools.ts";
import * as store from "./store/requests.ts";
import { tellOfDecision } from "./tell-of-decision.ts";

export const listUndecidedRequests = query(contract.listUndecidedRequests, async (ctx) => ({
  items: await toRequests(ctx, await store.selectUndecided(ctx.tx)),
}));

/** Lock order: request, pool. Of several who decide at once, one after the other is looked at. */
export const decideQuotaRequest = command(contract.decideQuotaRequest, async (ctx, { request: id, choice, reason }) => {
  const seen = await store.lockRequestById(ctx.tx, id);
  if (!seen) throw notFound("quota request", id);
  const votes = await store.selectVotes(ctx.tx, [id]);
  const why = whyNotDecide(ctx, seen, votes);
  if (why !== null) throw new AppError(seen.state === "open" ? "forbidden" : "conflict", why, { params: { reason: "may-not-decide" } });
  await store.insertVote(ctx.tx, { workspaceId: seen.workspace_id, request_id: id, user_id: ctx.actor.id, choice, reason, at: ctx.now });
  const approvals = votes.filter((vote) => vote.choice === "approve").length + Number(choice === "approve");
  const state = stateAfter(choice, { approvals, needed: seen.needed });
  if (state === "approved") await apply(ctx, seen);
  if (state !== "open") await close(ctx, seen, state);
  recordChanges(ctx.tx, seen.workspace_id, [
    { topic: "quota-request", subject: String(seen.number), kind: state === "open" ? "vote" : state },
  ]);
  const row = await store.lockRequestById(ctx.tx, id);
  const [result] = row ? await toRequests(ctx, [row]) : [];
  if (!result) throw notFound("quota request", id);
  return {
    result,
    subject: { kind: "quota-request", id: `${result.workspace}/${seen.number}` },
    before: { state: "open", approvals: approvals - Number(choice === "approve") },
    after: { state, choice, approvals, needed: seen.needed },
    note: reason,
  };
});

/** Of a request that was approved, what could not be written to its cluster: nobody decides anew. */
export const retryQuotaRequest = command(contract.retryQuotaRequest, async (ctx, { request: id }) => {
  const row = await store.lockRequestById(ctx.tx, id);
  if (!row) throw notFound("quota request", id);
  const failed = (await selectChangesOf(ctx.tx, [id])).filter(({ state }) => state === "failed");
  if (!mayRetry(ctx, row, failed))
    throw new AppError("conflict", "Nothing of it could not be written.", { params: { reason: "not-failed" } });
  await retryOnCluster(ctx, await lockPool(ctx.tx, row.pool_id), failed);
  recordChanges(ctx.tx, row.workspace_id, [{ topic: "quota-request", subject: String(row.number), kind: "retry" }]);
  const [result] = await toRequests(ctx, [row]);
  if (!result) throw notFound("quota request", id);
  const queues = failed.map(({ queue }) => queue);
  return { result, subject: { kind: "quota-request", id: `${result.workspace}/${row.number}` }, after: { queues } };
});

/** One rejection decides; approvals only once there are enough. */
function stateAfter(choice: "approve" | "reject", { approvals, needed }: { approvals: number; needed: number }) {
  if (choice === "reject") return "rejected";
  return approvals >= needed ? "approved" : "open";
}

async function close(ctx: Ctx, row: store.RequestRow, state: "approved" | "rejected"): Promise<void> {
  await store.closeRequest(ctx.tx, row.id, { state, at: ctx.now });
  ctx.later?.push(requestTask(tellOfDecision, { requestId: row.id, workspaceId: row.workspace_id, number: row.number }));
}

/** What is approved until a day counts until that day; what is approved for good changes the quotas. */
async function apply(ctx: Ctx, row: store.RequestRow): Promise<void> {
  const pool = await lockPool(ctx.tx, row.pool_id);
  if (row.until !== null && row.until <= ctx.now) throw new AppError("conflict", "Its day is over: it cannot be approved any more.");
  if (pool.admission === "kueue") {
    await applyOnCluster(ctx, pool, row);
    await tellAll(ctx, pool.id);
    return;
  }
  const changes = [{ workspaceId: row.workspace_id, amount: row.amount, limits: row.limits }];
  if (row.from_workspace_id !== null) changes.push({ workspaceId: row.from_workspace_id, amount: -row.amount, limits: {} });
  for (const { workspaceId, amount, limits } of changes) {
    if (row.until === null) await changeQuota(ctx, pool, { workspaceId, amount, limits });
    else {
      const grant = { request_id: row.id, workspace_id: workspaceId, pool_id: pool.id, amount, until: row.until };
      await store.insertGrant(ctx.tx, { ...grant, since: ctx.now });
    }
  }
  await checkPromises(ctx.tx, pool, ctx.now);
  await tellAll(ctx, pool.id);
}

interface QuotaStep {
  readonly workspaceId: number;
  readonly amount: number;
  readonly limits: AskedLimits;
}

async function changeQuota(ctx: Ctx, pool: PoolRow, { workspaceId, amount, limits }: QuotaStep): Promise<void> {
  const now = (await selectQuotas(ctx.tx, [pool.id])).find((row) => row.workspace_id === workspaceId);
  const terms = now ?? { pool_id: pool.id, workspace_id: workspaceId, nominal: 0, borrowing_limit: null, lending_limit: null, weight: 1 };
  const nominal = terms.nominal + amount;
  if (nominal < 0) {
    throw new AppError(
      "conflict",
      `A guarantee would become ${count(nominal)}: quotas have changed since this was asked. Reject it, and ask anew.`,
    );
  }
  const { borrowingLimit = terms.borrowing_limit, lendingLimit = terms.lending_limit } = limits;
  await putQuota(ctx.tx, {
    ...terms,
    nominal,
    borrowing_limit: borrowingLimit,
    lending_limit: lendingLimit,
    by: ctx.actor.id,
    at: ctx.now,
  });
}
