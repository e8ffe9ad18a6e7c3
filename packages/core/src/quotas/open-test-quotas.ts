import { randomUUID } from "node:crypto";
import { openTestEnvironment, type TestWorkspace } from "@plumbline/testing";
import type { Caller, Ctx } from "../kernel/index.ts";
import { type ClaimRequest, queueClaim } from "./claims.ts";
import type { PoolRow } from "./store/pools.ts";

/** Pools, quotas and claims of a test's own, without the slices that stand on them. */
export async function openTestQuotas() {
  const env = await openTestEnvironment();
  /** Runs `work` as a verb of the workspace would. */
  const within = <R>(workspace: TestWorkspace, work: (ctx: Ctx) => Promise<R>, caller: Caller = env.callerOf({ workspace })): Promise<R> =>
    env.db.transaction({ role: "app", workspaceId: workspace.id, actorId: caller.actor.id }, (tx) =>
      work({ ...caller, tx, deps: env.deps, now: env.deps.now(), later: [] }),
    );
  const addPool = async (given: Partial<PoolRow> & { capacity: number }): Promise<string> => {
    const id = randomUUID();
    const pool = {
      name: `pool-${id.slice(0, 8)}`,
      resource: "gpu",
      flavour: "h100",
      cohort: null,
      shared: null,
      admission: "own",
      ...given,
    };
    await env.sql(
      `INSERT INTO pool (id, name, resource, flavour, cohort, capacity, shared, admission, state, reclaim, preemption, strategy, cluster_id, cluster_name, mig, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, now())`,
      [
        id,
        pool.name,
        pool.resource,
        pool.flavour,
        pool.cohort,
        pool.capacity,
        pool.shared,
        pool.admission,
        given.state ?? "open",
        given.reclaim ?? "any",
        given.preemption ?? "lower-priority",
        given.strategy ?? "best-effort-fifo",
        given.cluster_id ?? null,
        given.cluster_name ?? null,
        given.mig ?? null,
      ],
    );
    return id;
  };
  const guarantee = (poolId: string, workspace: TestWorkspace, given: { nominal: number; borrowing?: number; lending?: number }) =>
    env.sql(
      `INSERT INTO quota (pool_id, workspace_id, nominal, borrowing_limit, lending_limit, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5, 'test', now())
       ON CONFLICT (pool_id, workspace_id) DO UPDATE SET nominal = $3, borrowing_limit = $4, lending_limit = $5`,
      [poolId, workspace.id, given.nominal, given.borrowing ?? null, given.lending ?? null],
    );
  let number = 0;
  const requestOf = (poolId: string, amount: number, given: Partial<ClaimRequest> = {}): ClaimRequest => {
    number += 1;
    return {
      holder: { kind: "job", id: randomUUID(), number, title: `train-${number}` },
      ownerId: randomUUID(),
      poolId,
      amount,
      priority: "normal",
      timeLimitSeconds: 3600,
      alikeKey: "train",
      ...given,
    };
  };
  /** Queues a claim and returns its holder. */
  const queue = async (workspace: TestWorkspace, poolId: string, wish: Partial<ClaimRequest> & { amount: number }) => {
    const request = requestOf(poolId, wish.amount, wish);
    await within(workspace, (ctx) => queueClaim(ctx, request));
    return request.holder;
  };
  return { ...env, env, within, addPool, guarantee, requestOf, queue };
}
export type TestQuotas = Awaited<ReturnType<typeof openTestQuotas>>;
