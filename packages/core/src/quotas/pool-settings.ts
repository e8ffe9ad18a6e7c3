import * as contract from "@plumbline/contracts/quotas/platform";
import type { Tx } from "@plumbline/db";
import { AppError, command, notFound, query, uuidv7 } from "../kernel/index.ts";
import { machinePools } from "./local-pools.ts";
import { lockPool, tellAll } from "./platform-change.ts";
import { readPoolSettings } from "./read-pool-settings.ts";
import { lintQuotas } from "./rules/quota-lint.ts";
import { selectGuarantees } from "./store/guarantees.ts";
import { insertRate } from "./store/money.ts";
import * as store from "./store/pool-settings.ts";
import type { PoolRow } from "./store/pools.ts";
import { selectWorkspaceNames } from "./store/workspaces.ts";

export const listPoolSettings = query(contract.listPoolSettings, async (ctx) => ({
  items: await readPoolSettings(ctx),
  workspaces: [...(await selectWorkspaceNames(ctx.tx)).values()].sort(),
}));

export const createPool = command(contract.createPool, async (ctx, input) => {
  const { title = "", cohort = null, shared = null, strategy = "best-effort-fifo", reclaim = "any", preemption = "lower-priority" } = input;
  const { name, resource, flavour, mig = null, capacity } = input;
  const id = uuidv7(ctx.now.getTime());
  checkShared({ capacity, shared });
  const pool = { title, cohort, shared, strategy, reclaim, preemption, name, resource, flavour, mig, capacity };
  const isMade = await store.insertPool(ctx.tx, { ...pool, id, state: "open", state_reason: null, createdAt: ctx.now });
  if (!isMade) throw new AppError("conflict", `There is a pool "${name}" already.`, { fields: [{ path: "name", message: "taken" }] });
  await tellAll(ctx, id);
  return { result: await getPoolSettings(ctx, id), subject: { kind: "pool", id: name }, after: pool };
});

export const updatePool = command(contract.updatePool, async (ctx, { pool: id, stateReason, ...wish }) => {
  const before = await lockPool(ctx.tx, id);
  checkOwnership(before, wish);
  const changed = { ...settingOf(before), ...definedOf(wish) };
  const isOpening = changed.state === "open";
  const after = { ...changed, state_reason: isOpening ? null : (stateReason ?? before.state_reason) };
  checkShared(after);
  await checkPromises(ctx.tx, { ...before, ...after }, ctx.now);
  await store.setPool(ctx.tx, id, after);
  await tellAll(ctx, id);
  return { result: await getPoolSettings(ctx, id), subject: { kind: "pool", id: before.name }, before: settingOf(before), after };
});

const settingOf = (pool: PoolRow): store.PoolSetting => ({
  title: pool.title,
  cohort: pool.cohort,
  shared: pool.shared,
  capacity: pool.capacity,
  state: pool.state,
  state_reason: pool.state_reason,
  strategy: pool.strategy,
  reclaim: pool.reclaim,
  preemption: pool.preemption,
});

const definedOf = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

/** What the machine or a cluster says of a pool is not set here. */
function checkOwnership(pool: PoolRow, wish: Record<string, unknown>): void {
  const [changed] = Object.entries(definedOf(wish)).filter(([name]) => name !== "title");
  if (pool.admission === "kueue" && changed) {
    throw new AppError(
      "conflict",
      `The rules of ${pool.name} are those of the cluster ${pool.cluster_name}: change its queues under Clusters.`,
      {
        params: { reason: "set-on-cluster" },
        fields: [{ path: changed[0], message: "set on the cluster" }],
      },
    );
  }
  if (wish.capacity !== undefined && wish.capacity !== pool.capacity && machinePools.includes(pool.name)) {
    throw new AppError("conflict", `${pool.name} has what this machine has: ${pool.capacity}.`, {
      params: { reason: "set-by-machine" },
      fields: [{ path: "capacity", message: "what the machine has" }],
    });
  }
}

function checkShared({ capacity, shared }: { capacity: number; shared: number | null }): void {
  if (shared === null || shared <= capacity) return;
  throw new AppError("invalid", `No more can be shared than the pool has: ${capacity}.`, {
    fields: [{ path: "shared", message: `at most ${capacity}` }],
  });
}

/** Refuses what would leave more promised than there is. */
export async function checkPromises(tx: Tx, pool: PoolRow, now: Date): Promise<void> {
  const lasting = new Map((await store.selectQuotas(tx, [pool.id])).map((row) => [row.workspace_id, row.nominal]));
  const promised = (await selectGuarantees(tx, [pool.id], now)).map(({ workspaceId, nominal }) => ({
    nominal: lasting.get(workspaceId) ?? 0,
    granted: nominal - (lasting.get(workspaceId) ?? 0),
  }));
  const [problem] = lintQuotas(pool, promised);
  if (problem) throw new AppError("invalid", problem.message, { fields: [problem], params: { reason: "over-promised" } });
}

export const setRate = command(contract.setRate, async (ctx, { pool: id, perUnitHour, currency }) => {
  const pool = await lockPool(ctx.tx, id);
  await checkCurrency(ctx.tx, currency, { poolId: id });
  const [before] = (await store.selectRateHistory(ctx.tx)).filter(({ pool_id }) => pool_id === id);
  await insertRate(ctx.tx, { pool_id: id, from: ctx.now, per_unit_hour: perUnitHour, currency, by: ctx.actor.id });
  await tellAll(ctx, id);
  return {
    result: await getPoolSettings(ctx, id),
    subject: { kind: "pool", id: pool.name },
    before: before ? { perUnitHour: before.per_unit_hour, currency: before.currency } : null,
    after: { perUnitHour, currency },
  };
});

/** Sums over pools and workspaces are of one currency. */
export async function checkCurrency(tx: Tx, currency: string, except: { poolId?: string; workspaceId?: number }): Promise<void> {
  await store.lockCurrency(tx);
  const other = (await store.selectOtherCurrencies(tx, except)).find((used) => used !== currency);
  if (other === undefined) return;
  throw new AppError("invalid", `Rates and budgets here are in ${other}. All of them have one currency.`, {
    fields: [{ path: "currency", message: `use ${other}` }],
  });
}

async function getPoolSettings(ctx: Parameters<typeof readPoolSettings>[0], id: string): Promise<contract.PoolSettings> {
  const pool = (await readPoolSettings(ctx)).find((one) => one.id === id);
  if (!pool) throw notFound("pool", id);
  return pool;
}
