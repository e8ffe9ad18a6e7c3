import { randomUUID } from "node:crypto";
import { openTestEnvironment, type TestWorkspace } from "@plumbline/testing";
import type { Caller, Ctx } from "../kernel/index.ts";
import { type ClaimRequest, queueClaim } from "./claims.ts";
import type { PoolRow } from "./store/pools.ts";

interface Held {
  readonly amount: number;
  readonly from: Date;
  /** Left out: it still holds. */
  readonly to?: Date;
  readonly title?: string;
  readonly ownerId?: string;
  readonly use?: readonly { readonly hour: Date; readonly busy?: number; readonly sm?: number; readonly idleSeconds?: number }[];
}

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
  /** Somebody of the platform team, as a session of theirs; of a workspace, too, where one is given. */
  const platform = async (workspace?: TestWorkspace): Promise<Caller> => {
    const user = await env.createUser({ platformRole: "platform-admin" });
    return env.callerOf({ user, platformRole: "platform-admin", ...(workspace ? { workspace } : {}) });
  };
  /** A claim that has held `amount` units from and to an hour, with what of them worked. */
  const hold = async (workspace: TestWorkspace, poolId: string, given: Held): Promise<string> => {
    const id = randomUUID();
    await env.sql(
      `INSERT INTO claim (id, workspace_id, pool_id, holder_kind, holder_id, turn, number, title, owner_id, amount, priority, time_limit_seconds, alike_key,
         state, cause, queued_at, ranked_at, admitted_at, released_at, stood)
       VALUES ($1, $2, $3, 'job', $1, 1, 1, $4, $5, $6, 'normal', 86400, 'held', $7, $8, $9, $9, $9, $10, 0)`,
      [
        ...[id, workspace.id, poolId, given.title ?? `held-${id.slice(0, 8)}`, given.ownerId ?? randomUUID(), given.amount],
        ...(given.to ? ["released", "ended"] : ["admitted", null]),
        ...[given.from, given.to ?? null],
      ],
    );
    for (const use of given.use ?? []) {
      await env.sql(
        "INSERT INTO use_hour (workspace_id, claim_id, hour, busy_sum, busy_count, sm_sum, sm_count, idle_seconds) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
          ...[workspace.id, id, use.hour, use.busy ?? 0, Number(use.busy !== undefined), use.sm ?? 0, Number(use.sm !== undefined)],
          use.idleSeconds ?? 0,
        ],
      );
    }
    return id;
  };
  /** Units of a claim that have done nothing since. */
  const idle = (workspace: TestWorkspace, claimId: string, given: { units: number; since: Date }) =>
    env.sql(
      `INSERT INTO unit_use (workspace_id, claim_id, unit, measure, percent, since, sampled_at) SELECT $1, $2, n::text, 'busy', 1, $4, $5
       FROM generate_series(1, $3) AS n`,
      [workspace.id, claimId, given.units, given.since, env.deps.now()],
    );
  return { ...env, env, within, addPool, guarantee, requestOf, queue, platform, hold, idle };
}
export type TestQuotas = Awaited<ReturnType<typeof openTestQuotas>>;
