import type { SubmitForecast } from "@plumbline/contracts/quotas/pending";
import type { ClaimPriority } from "@plumbline/contracts/quotas/pool";
import { AppError, type Ctx, workspaceOf } from "../kernel/index.ts";
import { type BudgetOutlook, budgetOutlook } from "./budget.ts";
import type { Placement } from "./place-job.ts";
import { type PoolScene, readScene } from "./pool-scene.ts";
import { admit } from "./rules/admit.ts";
import { moneyWords } from "./rules/budget.ts";
import { amountOf, count } from "./rules/pool-words.ts";
import { byRank, type Standing } from "./rules/situation.ts";
import { forecastStart } from "./start-forecast.ts";

const ranks: Readonly<Record<ClaimPriority, number>> = { low: 0, normal: 1, high: 2 };
const asked = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** What queueing a claim would do, tried against the queue as it is. Changes nothing. */
export async function forecastSubmit(
  ctx: Ctx,
  placement: Placement,
  wish: { readonly priority: ClaimPriority; readonly timeLimitSeconds: number },
): Promise<SubmitForecast> {
  const scene = await readScene(ctx, placement.poolId);
  if (!scene) throw new AppError("unavailable", `The pool "${placement.poolName}" was taken away a moment ago. Try again.`);
  const { id: workspaceId } = workspaceOf(ctx);
  const { pool, situation, terms, ledger } = scene;
  const claim: Standing = {
    ...{ id: asked, poolId: pool.id, workspaceId, amount: placement.amount, priority: ranks[wish.priority], state: "waiting" },
    ...{ rankedAt: situation.now, admittedAt: null },
  };
  const decided = admit({ ...situation, claims: [...situation.claims, claim] });
  const startsNow = decided.admit.some(({ id }) => id === asked);
  const after = ledger.usage(pool.id, workspaceId) + placement.amount;
  const { nominal } = terms.guaranteeOf(pool.id, workspaceId);
  const borrows = Math.min(placement.amount, Math.max(0, after - nominal));
  const start = startsNow
    ? { forecast: null, note: null }
    : forecastStart(scene, { queuedAt: situation.now, stood: placeOf(scene, claim), amount: placement.amount });
  const outlook = await budgetOutlook(ctx, { poolId: pool.id, amount: placement.amount, timeLimitSeconds: wish.timeLimitSeconds });
  return {
    executor: placement.executor,
    cluster: placement.clusterName,
    pool: pool.name,
    startsNow,
    quotaEffect: effectWords(scene, { after, nominal, borrows }),
    borrows,
    start: start.forecast,
    startNote: start.note,
    worstCaseCost: outlook.worstCase,
    budget:
      outlook.remaining === null || outlook.currency === null
        ? null
        : { remaining: outlook.remaining, currency: outlook.currency, isOverSoftLimit: outlook.isOverSoftLimit },
    problems: outlook.refusal === null ? [] : [{ path: "timeLimit", message: outlook.refusal }],
    warnings: warningsOf(scene, outlook),
  };
}

function placeOf({ situation }: PoolScene, claim: Standing): number {
  const queue = situation.claims.filter(
    (one) => one.state === "waiting" && one.poolId === claim.poolId && one.workspaceId === claim.workspaceId,
  );
  return [...queue, claim].sort(byRank).indexOf(claim) + 1;
}

function effectWords({ pool }: PoolScene, { after, nominal, borrows }: { after: number; nominal: number; borrows: number }): string {
  if (borrows === 0) return `${count(after)} of ${count(nominal)} guaranteed ${pool.flavour} after it`;
  const isShared = nominal === 0 && pool.reclaim === "never";
  return `borrows ${amountOf(borrows, pool)}${isShared ? "" : ", which their owner may take back"}`;
}

function warningsOf({ pool }: PoolScene, outlook: BudgetOutlook): string[] {
  const warnings: string[] = [];
  if (pool.state !== "open") {
    warnings.push(
      `Nothing new starts in ${pool.name} now${pool.state_reason ? `: ${pool.state_reason}` : ""}. It waits until the pool is opened.`,
    );
  }
  if (outlook.isOverSoftLimit) {
    const left =
      outlook.remaining === null || outlook.currency === null ? "" : ` ${moneyWords(outlook.remaining, outlook.currency)} are left.`;
    warnings.push(`With it the workspace is past the soft limit of its budget for this month.${left}`);
  }
  return warnings;
}
