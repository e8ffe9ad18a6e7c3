import type { Tx } from "@plumbline/db";
import { AppError, uuidv7 } from "../../kernel/index.ts";
import * as store from "../store/changes.ts";
import type { PoolRow } from "../store/pools.ts";
import type { RequestRow } from "../store/requests.ts";
import { changedFields, type PlannedChange, type PoolQueue, pick, planChanges, type QueueTerms } from "./plan-changes.ts";
import { queueWriter, type Writing } from "./queue-writer.ts";
import { standingOf } from "./seen-changes.ts";

/** What queues of a pool give once all is there that is under way; what failed is not. */
export const standingIn = (unsettled: readonly store.ChangeRow[], poolId: string) =>
  standingOf(unsettled.filter(({ state, pool_id }) => state !== "failed" && pool_id === poolId));

export const wishOf = (row: Pick<RequestRow, "workspace_id" | "amount" | "from_workspace_id" | "limits">) => ({
  ...{ workspaceId: row.workspace_id, amount: row.amount, limits: row.limits },
  from: row.from_workspace_id === null ? null : { workspaceId: row.from_workspace_id, name: "The other workspace" },
});

/** Has an approved request written to the queues of its cluster where they were handed over, and kept for their owner where not. */
export async function applyOnCluster(ctx: Writing, pool: PoolRow, row: RequestRow): Promise<void> {
  const standing = standingIn(await store.selectUnsettled(ctx.tx, [pool.id]), pool.id);
  const { changes, problems } = planChanges({ pool, queues: pool.queues, standing }, wishOf(row));
  const [problem] = problems;
  if (problem) {
    throw new AppError("conflict", `${problem.message} Quotas have changed since this was asked. Reject it, and ask anew.`, {
      params: { reason: "over-promised" },
    });
  }
  await make(ctx, { pool, row, changes, isReturn: false });
}

/** Takes back what was given until a day, whoever got it first; what was never there is given up. */
export async function returnOnCluster(ctx: Writing, pool: PoolRow, row: RequestRow): Promise<void> {
  const given = (await store.selectChangesOf(ctx.tx, [row.id])).filter(({ is_return }) => !is_return);
  await dropUnapplied(ctx, given);
  const standing = standingIn(await store.selectUnsettled(ctx.tx, [pool.id]), pool.id);
  const changes = given.toReversed().flatMap((change): PlannedChange[] => {
    const queue = pool.queues.find((one) => one.queue === change.queue);
    if (!queue || isUnapplied(change)) return [];
    const before = pick(standing.get(change.queue) ?? queue);
    const after = againstNow(before, { before: change.after, after: change.before });
    return [{ workspaceId: change.of_workspace_id, queue, before, after }];
  });
  await make(ctx, { pool, row, changes, isReturn: true });
}

const isUnapplied = ({ state }: store.ChangeRow): boolean => state === "owner" || state === "failed" || state === "dropped";

export const dropUnapplied = (ctx: Pick<Writing, "tx" | "now">, changes: readonly store.ChangeRow[]): Promise<void> =>
  store.endChanges(
    ctx.tx,
    changes.filter(isUnapplied).map(({ id }) => id),
    { state: "dropped", at: ctx.now },
  );

/** Asks again for what could not be written, from what queues give now. */
export async function retryOnCluster(ctx: Writing, pool: PoolRow, failed: readonly store.ChangeRow[]): Promise<void> {
  const standing = standingIn(await store.selectUnsettled(ctx.tx, [pool.id]), pool.id);
  const planned = failed.map((change) => {
    const before = pick(standing.get(change.queue) ?? queueOf(pool, change.queue));
    return { ...change, before, after: againstNow(before, change) };
  });
  const state = await stateFor(ctx.tx, pool, planned);
  for (const [at, change] of planned.entries()) await store.replanChange(ctx.tx, { ...change, state, at: later(ctx, at) });
  if (state === "waiting") await queueWriter().write(ctx, clusterOf(pool), planned);
}

/** The same change of what is there now. */
function againstNow(now: QueueTerms, change: Pick<PlannedChange, "before" | "after">): QueueTerms {
  const fields = changedFields(change);
  return {
    ...{ ...now, ...Object.fromEntries(fields.map((field) => [field, change.after[field]])) },
    nominal: Math.max(0, now.nominal + change.after.nominal - change.before.nominal),
  };
}

function queueOf(pool: PoolRow, name: string): PoolQueue {
  const queue = pool.queues.find((one) => one.queue === name);
  if (queue) return queue;
  throw new AppError("conflict", `Queue ${name} gives nothing of ${pool.name} any more: nothing can be written to it.`);
}

interface Made {
  readonly pool: PoolRow;
  readonly row: RequestRow;
  readonly changes: readonly PlannedChange[];
  readonly isReturn: boolean;
}

async function make(ctx: Writing, { pool, row, changes, isReturn }: Made): Promise<void> {
  const state = await stateFor(
    ctx.tx,
    pool,
    changes.map(({ queue }) => queue),
  );
  const made = changes.map(({ workspaceId, queue: { queue, resource, path }, before, after }, index) => ({
    ...{
      id: uuidv7(ctx.now.getTime() + index),
      workspace_id: row.workspace_id,
      request_id: row.id,
      pool_id: pool.id,
      is_return: isReturn,
      state,
    },
    ...{ of_workspace_id: workspaceId, queue, flavour: pool.flavour, resource, path, before, after, at: later(ctx, index) },
  }));
  for (const one of made) await store.insertChange(ctx.tx, one);
  if (state === "waiting" && made.length > 0) await queueWriter().write(ctx, clusterOf(pool), made);
}

/** Changes of one request follow each other. */
const later = ({ now }: Pick<Writing, "now">, index: number): Date => new Date(now.getTime() + index);

/** All of them are written from here, or none: half of an exchange would promise too much. */
async function stateFor(tx: Tx, pool: PoolRow, queues: readonly { readonly queue: string }[]): Promise<"waiting" | "owner"> {
  const managed = await queueWriter().managedIn(tx, clusterOf(pool));
  return queues.every(({ queue }) => managed.has(queue)) ? "waiting" : "owner";
}

function clusterOf({ cluster_id, name }: PoolRow): string {
  if (cluster_id === null) throw new Error(`pool ${name} is of no cluster`);
  return cluster_id;
}
