import { randomUUID } from "node:crypto";
import { createQuotaRequest } from "@plumbline/core/quotas";
import type { TestWorkspace } from "@plumbline/testing";
import type { TestApp } from "./open-test-app.ts";

type Input = Record<string, unknown>;
type Call = <T>(id: string, input: Input) => Promise<T>;

/** One of everything that quotas are, for the tests of all operations. */
export async function prepareQuotas(
  site: TestApp,
  call: Call,
  { workspace, foreign }: { workspace: TestWorkspace; foreign: TestWorkspace },
) {
  const { id: pool } = await call<{ id: string }>("quotas.createPool", { name: "gpus", resource: "gpu", flavour: "h100", capacity: 8 });
  const doomedQuota = { pool, workspaceName: workspace.name };
  await call("quotas.setQuota", { ...doomedQuota, nominal: 1 });
  await call("quotas.setRate", { pool, perUnitHour: 2, currency: "EUR" });
  await call("quotas.setBudget", { workspaceName: workspace.name, softLimit: 10, hardLimit: 20_000, currency: "EUR" });
  await call("quotas.setBudget", { workspaceName: foreign.name, softLimit: 1, hardLimit: null, currency: "EUR" });
  const user = await site.env.createUser({ platformRole: "platform-admin" });
  await site.env.addMember(workspace, user, "admin");
  const request = () => createQuotaRequest(site.deps, site.env.callerOf({ workspace, user }), { pool, amount: 1, reason: "more" });
  const [kept, doomed, decided] = [await request(), await request(), await request()];
  return {
    pool,
    doomedQuota,
    workspace,
    foreign,
    idleClaim: await idleClaim(site, workspace, { pool, ownerId: user.id }),
    kept,
    doomed,
    decided,
    failed: await failedRequest(site, call, {
      workspace,
      request: (of) => createQuotaRequest(site.deps, site.env.callerOf({ workspace, user }), of),
    }),
  };
}

/** An approved request for a cluster's pool that could not be written. */
async function failedRequest(
  site: TestApp,
  call: Call,
  {
    workspace,
    request,
  }: { workspace: TestWorkspace; request: (of: { pool: string; amount: number; reason: string }) => Promise<{ id: string }> },
) {
  const pool = randomUUID();
  const queue = { workspaceId: workspace.id, queue: "risk", resource: "nvidia.com/gpu", path: "/spec", hasCohort: true, nominal: 1 };
  await site.env.sql(
    `INSERT INTO pool (id, name, cluster_id, cluster_name, resource, flavour, capacity, admission, queues, created_at)
     VALUES ($1, 'of-a-cluster', $1, 'lab', 'gpu', 'h100', 8, 'kueue', $2, now())`,
    [pool, JSON.stringify([{ ...queue, borrowingLimit: null, lendingLimit: null }])],
  );
  const { id } = await request({ pool, amount: 1, reason: "more" });
  await call("quotas.decideQuotaRequest", { request: id, choice: "approve", reason: "there is room" });
  await site.env.sql("UPDATE quota_change SET state = 'failed', problem = 'refused' WHERE request_id = $1", [id]);
  return id;
}

async function idleClaim(site: TestApp, workspace: TestWorkspace, of: { pool: string; ownerId: string }): Promise<string> {
  const id = randomUUID();
  await site.env.sql(
    `INSERT INTO claim (id, workspace_id, pool_id, holder_kind, holder_id, turn, number, title, owner_id, amount, priority, time_limit_seconds, alike_key, state,
       queued_at, ranked_at, admitted_at)
     VALUES ($1, $2, $3, 'job', $1, 1, 1, 'idle', $4, 1, 'normal', 3600, 'idle', 'admitted', now(), now(), now())`,
    [id, workspace.id, of.pool, of.ownerId],
  );
  await site.env.sql(
    "INSERT INTO unit_use (workspace_id, claim_id, unit, measure, percent, since, sampled_at) VALUES ($1, $2, '0', 'busy', 0, now() - interval '1 hour', now())",
    [workspace.id, id],
  );
  return id;
}

const lastDay = () => ({ from: new Date(Date.now() - 24 * 3_600_000).toISOString(), to: new Date().toISOString() });

/** What the operations of quotas are asked. */
export const quotaInputs = (world: () => Awaited<ReturnType<typeof prepareQuotas>>): Record<string, () => Input> => ({
  "quotas.getOverview": () => ({ range: "24h" }),
  "quotas.getUsage": () => ({ range: "30d", resource: "gpu" }),
  "quotas.nudge": () => ({ claim: world().idleClaim }),
  "quotas.getShowback": () => ({ by: "job", ...lastDay() }),
  "quotas.downloadShowback": () => ({ by: "job", ...lastDay() }),
  "quotas.listBudgets": () => ({}),
  "quotas.setBudget": () => ({ workspaceName: world().workspace.name, softLimit: 10, hardLimit: 20_000, currency: "EUR" }),
  "quotas.removeBudget": () => ({ workspaceName: world().foreign.name }),
  "quotas.askForBudget": () => ({ hardLimit: 1_000_000, reason: "an audit" }),
  "quotas.previewQuotaRequest": () => ({ pool: world().pool, amount: 2 }),
  "quotas.createQuotaRequest": () => ({ pool: world().pool, amount: 2, reason: "more of it" }),
  "quotas.listQuotaRequests": () => ({ state: "open" }),
  "quotas.getQuotaRequest": () => ({ number: world().kept.number }),
  "quotas.withdrawQuotaRequest": () => ({ number: world().doomed.number }),
  "quotas.commentQuotaRequest": () => ({ number: world().kept.number, text: "soon, please" }),
  "quotas.listUndecidedRequests": () => ({}),
  "quotas.decideQuotaRequest": () => ({ request: world().decided.id, choice: "approve", reason: "there is room" }),
  "quotas.retryQuotaRequest": () => ({ request: world().failed }),
  "quotas.listPoolSettings": () => ({}),
  "quotas.createPool": () => ({ name: `p-${randomUUID()}`, resource: "cpu", flavour: "cpu", capacity: 4 }),
  "quotas.updatePool": () => ({ pool: world().pool, state: "held", stateReason: "maintenance" }),
  "quotas.setRate": () => ({ pool: world().pool, perUnitHour: 3, currency: "EUR" }),
  "quotas.setQuota": () => ({ pool: world().pool, workspaceName: world().foreign.name, nominal: 2 }),
  "quotas.removeQuota": () => world().doomedQuota,
  "quotas.previewQuota": () => ({ pool: world().pool, workspaceName: world().workspace.name, nominal: 3 }),
});
