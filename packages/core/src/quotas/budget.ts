import { AppError, type Ctx, workspaceOf } from "../kernel/index.ts";
import { notify } from "../notifications/index.ts";
import { moneyWords, weigh } from "./rules/budget.ts";
import { type Month, monthsOf } from "./rules/months.ts";
import * as store from "./store/budgets.ts";
import { type RateRow, selectRates, selectSpending } from "./store/money.ts";

/** What a submission may cost at most. */
export interface WorstCase {
  readonly poolId: string;
  readonly amount: number;
  readonly timeLimitSeconds: number;
}

export interface BudgetOutlook {
  /** Null where the pool has no rate. */
  readonly worstCase: { readonly amount: number; readonly currency: string } | null;
  /** Of this month; null where no hard limit is set. */
  readonly remaining: number | null;
  readonly currency: string | null;
  /** The month in which the hard limit would be passed, in words with what to do. */
  readonly refusal: string | null;
  readonly isOverSoftLimit: boolean;
}

/**
 * Refuses a submission whose worst case would pass the workspace's hard limit, and warns of the soft one: once a month those who
 * manage the workspace. The claim that is queued in the same transaction is what reserves: spending is the sum over claims.
 * Concurrent submissions of a workspace that has a budget take turns from here to their commit.
 */
export async function reserveBudget(ctx: Ctx, wish: WorstCase): Promise<{ readonly warnings: readonly string[] }> {
  const workspace = workspaceOf(ctx);
  if (await store.findBudget(ctx.tx, workspace.id)) await store.lockBudget(ctx.tx, workspace.id);
  const outlook = await budgetOutlook(ctx, wish);
  if (outlook.refusal !== null) {
    throw new AppError("quota-exceeded", outlook.refusal, {
      params: { reason: "budget", remaining: outlook.remaining, currency: outlook.currency },
    });
  }
  if (!outlook.isOverSoftLimit) return { warnings: [] };
  const warning = "The workspace is past the soft limit of its budget for this month.";
  await warnOnce(ctx, warning);
  return { warnings: [warning] };
}

/** What a submission would do to the budget; changes nothing. */
export async function budgetOutlook(ctx: Ctx, wish: WorstCase): Promise<BudgetOutlook> {
  const rate = (await selectRates(ctx.tx, ctx.now)).find(({ pool_id }) => pool_id === wish.poolId);
  const budget = await store.findBudget(ctx.tx, workspaceOf(ctx).id);
  const end = new Date(ctx.now.getTime() + wish.timeLimitSeconds * 1000);
  const worstCase = rate ? { amount: costOfSpan(rate, wish.amount, { from: ctx.now, to: end }), currency: rate.currency } : null;
  const nothing = { worstCase, remaining: null, currency: null, refusal: null, isOverSoftLimit: false };
  if (!budget) return nothing;
  const limits = { softLimit: budget.soft_limit, hardLimit: budget.hard_limit };
  const months: MonthOutlook[] = [];
  for (const month of monthsOf(ctx.now, end)) {
    const committed = await committedIn(ctx, month, budget.currency);
    const more = rate ? costOfSpan(rate, wish.amount, { from: later(ctx.now, month.from), to: earlier(end, month.to) }) : 0;
    months.push({ month, committed, more, ...weigh(limits, { committed, more }) });
  }
  const [now] = months;
  const refused = months.find(({ isRefused }) => isRefused);
  return {
    worstCase,
    remaining: now?.remaining ?? null,
    currency: budget.currency,
    refusal: refused ? refusalWords(refused, budget) : null,
    isOverSoftLimit: now?.isWarned ?? false,
  };
}

type MonthOutlook = { readonly month: Month; readonly committed: number; readonly more: number } & ReturnType<typeof weigh>;

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);
const later = (one: Date, other: Date): Date => (one > other ? one : other);
const costOfSpan = (rate: RateRow, amount: number, { from, to }: { from: Date; to: Date }): number =>
  (rate.per_unit_hour * amount * Math.max(0, to.getTime() - from.getTime())) / 3_600_000;

async function committedIn(ctx: Ctx, month: Month, currency: string): Promise<number> {
  const rows = await selectSpending(ctx.tx, workspaceOf(ctx).id, { from: month.from, to: month.to, now: ctx.now });
  return rows.filter((row) => row.currency === currency).reduce((sum, { spent, reserved }) => sum + spent + reserved, 0);
}

function refusalWords(of: { month: Month; committed: number; more: number }, { hard_limit, currency }: store.BudgetRow): string {
  const [limit, left] = [hard_limit ?? 0, Math.max(0, (hard_limit ?? 0) - of.committed)];
  return (
    `This may cost ${moneyWords(of.more, currency)} in ${of.month.name}, and ${moneyWords(left, currency)} of the budget of ` +
    `${moneyWords(limit, currency)} is left. Lower the time limit or the resources, wait until what runs has ended, or ask the platform team for more.`
  );
}

async function warnOnce(ctx: Ctx, warning: string): Promise<void> {
  const workspace = workspaceOf(ctx);
  const month = ctx.now.toISOString().slice(0, 7);
  if (!(await store.markWarned(ctx.tx, workspace.id, month))) return;
  const tasks = await notify(ctx, workspace.id, [
    {
      recipients: await store.selectAdministrators(ctx.tx, workspace.id),
      kind: "quotas.budget-warned",
      group: "reminders",
      title: `Budget of ${workspace.name}: past the soft limit of ${month}`,
      body: `${warning} New jobs are still accepted until the hard limit.`,
      link: `/w/${encodeURIComponent(workspace.name)}/quotas`,
      subject: { kind: "budget", id: workspace.name },
      dedupeKey: `budget ${month}`,
    },
  ]);
  ctx.later?.push(...tasks);
}
