import type { QuotaEffect } from "@plumbline/contracts/quotas/platform";
import { type OnCluster, requestLimits } from "@plumbline/contracts/quotas/request";
import type { Tx } from "@plumbline/db";
import { AppError, type Ctx, workspaceOf } from "../kernel/index.ts";
import { planOnCluster } from "./on-cluster/cluster-view.ts";
import type { AskedLimits } from "./on-cluster/plan-changes.ts";
import { poolNamed } from "./platform-change.ts";
import { type Change, effectOf, limitedTo, moreBy, readPast } from "./quota-effect.ts";
import { termsOf } from "./rules/ledger.ts";
import { count } from "./rules/pool-words.ts";
import { selectGuarantees } from "./store/guarantees.ts";
import type { PoolRow } from "./store/pools.ts";
import { selectDeciders } from "./store/requests.ts";
import { findWorkspaceId } from "./store/workspaces.ts";

export interface RequestWish {
  readonly pool: string;
  readonly amount: number;
  readonly from: string | null;
  readonly until: string | null;
  readonly limits: AskedLimits;
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

/** A wish with what it would do, who would have to give, and what stands against it. */
export interface WeighedWish {
  readonly pool: PoolRow;
  readonly fromWorkspaceId: number | null;
  readonly approvalsNeeded: number;
  readonly effect: QuotaEffect;
  readonly onCluster: OnCluster | null;
  readonly problems: readonly Problem[];
}

/** Two, where another workspace's guarantee gets smaller. */
const approvalsFor = (from: string | null): number => (from === null ? 1 : 2);

/** Looks at every workspace's guarantees, in a transaction of the platform's own that has ended before the past is played through. */
export async function weighWish(ctx: Ctx, wish: RequestWish): Promise<WeighedWish> {
  const { past, ...weighed } = await ctx.deps.db.transaction({ role: "system" }, async (tx) => {
    const own = workspaceOf(ctx).id;
    const pool = await poolNamed(tx, wish.pool);
    const fromWorkspaceId = await giverOf(tx, wish, own);
    const [take, limit] = [moreBy(pool.id, own, wish.amount), limitedTo(pool.id, own, wish.limits)];
    const give = fromWorkspaceId === null ? undefined : moreBy(pool.id, fromWorkspaceId, -wish.amount);
    const change: Change = (now) => limit(give?.(take(now)) ?? take(now));
    const past = await readPast(tx, { pool, change, own, now: ctx.now });
    const asked = { wish, own, fromWorkspaceId, now: ctx.now };
    const { problems: refused, onCluster } =
      pool.admission === "kueue" ? await planOnCluster(tx, pool, asked) : await planHere(tx, pool, asked);
    const problems = [...refused, ...untilProblems(wish, ctx.now), ...deciderProblems(ctx, wish, await selectDeciders(tx))];
    return { pool, fromWorkspaceId, approvalsNeeded: approvalsFor(wish.from), past, onCluster, problems };
  });
  return { ...weighed, effect: await effectOf(past) };
}

interface AskedHere {
  readonly wish: RequestWish;
  readonly own: number;
  readonly fromWorkspaceId: number | null;
  readonly now: Date;
}

/** What stands against a wish where admission is ours. */
async function planHere(tx: Tx, pool: PoolRow, { wish, own, fromWorkspaceId, now }: AskedHere) {
  const guarantees = await selectGuarantees(tx, [pool.id], now);
  const guaranteedTo = (id: number) => guarantees.find(({ workspaceId }) => workspaceId === id)?.nominal ?? 0;
  const problems = [
    ...amountProblems(wish, {
      shared: termsOf({ pools: [pool], guarantees }).shared(pool.id),
      given: fromWorkspaceId === null ? null : guaranteedTo(fromWorkspaceId),
      own: guaranteedTo(own),
    }),
    ...limitProblems(wish),
  ];
  return { onCluster: null, problems };
}

function limitProblems({ amount, limits, until }: RequestWish): Problem[] {
  const hasLimits = Object.values(limits).some((limit) => limit !== undefined);
  if (hasLimits && until !== null)
    return [{ path: "until", message: "What may be borrowed and lent here changes for good: leave the day out." }];
  return amount === 0 && !hasLimits ? [{ path: "amount", message: "Not 0, unless a limit is to change." }] : [];
}

async function giverOf(tx: Tx, { from, amount }: RequestWish, own: number): Promise<number | null> {
  if (from === null) return null;
  const id = await findWorkspaceId(tx, from);
  const message =
    amount < 0 ? "who gives back names nobody" : id === own ? "another workspace than yours" : `there is no workspace "${from}"`;
  if (amount < 0 || id === undefined || id === own) {
    throw new AppError("invalid", `The workspace that would give up its guarantee: ${message}.`, { fields: [{ path: "from", message }] });
  }
  return id;
}

function amountProblems({ amount, from }: RequestWish, there: { shared: number; given: number | null; own: number }): Problem[] {
  if (amount < 0) {
    return there.own + amount < 0
      ? [{ path: "amount", message: `Your workspace is guaranteed ${count(there.own)}: no more can be given back.` }]
      : [];
  }
  if (there.given !== null) {
    return amount > there.given
      ? [{ path: "amount", message: `${from} is guaranteed ${count(there.given)}: no more can be taken from it.` }]
      : [];
  }
  if (amount <= there.shared) return [];
  return [{ path: "amount", message: `${count(there.shared)} are shared by all. Name a workspace to take from, or ask for fewer.` }];
}

function untilProblems({ until }: RequestWish, now: Date): Problem[] {
  if (until === null) return [];
  const days = (Date.parse(until) - now.getTime()) / (24 * 3_600_000);
  return days > 0 && days <= requestLimits.untilDays
    ? []
    : [{ path: "until", message: `A day that is to come, within ${requestLimits.untilDays} days.` }];
}

function deciderProblems(ctx: Ctx, { from }: RequestWish, deciders: readonly string[]): Problem[] {
  const others = deciders.filter((id) => id !== ctx.actor.id).length;
  const needed = approvalsFor(from);
  if (others >= needed) return [];
  const alone = ctx.permissions.has("platform:compute") && others === 0;
  return [
    {
      path: "",
      message: alone
        ? "You are the only administrator of the platform: set the quota yourself, under pools."
        : `${needed} of the platform's administrators must approve, and there ${others === 1 ? "is 1" : `are ${others}`} beside you.`,
    },
  ];
}
