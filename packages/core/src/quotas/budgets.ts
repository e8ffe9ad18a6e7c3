import * as contract from "@plumbline/contracts/quotas/budget";
import { AppError, command, notFound, query, recordChanges } from "../kernel/index.ts";
import { getWorkspaceId } from "./platform-change.ts";
import { checkCurrency } from "./pool-settings.ts";
import { readBudgets } from "./read-budgets.ts";
import { type BudgetRow, deleteBudget, findBudget, putBudget } from "./store/budgets.ts";

export const listBudgets = query(contract.listBudgets, async (ctx) => ({
  month: ctx.now.toISOString().slice(0, 7),
  items: await ctx.deps.db.transaction({ role: "system" }, (tx) => readBudgets(tx, { now: ctx.now, own: ctx.workspace?.id ?? null })),
}));

const limitsOf = (row: BudgetRow | undefined) =>
  row ? { softLimit: row.soft_limit, hardLimit: row.hard_limit, currency: row.currency } : null;

export const setBudget = command(contract.setBudget, async (ctx, { workspaceName, softLimit, hardLimit, currency }) => {
  if (softLimit !== null && hardLimit !== null && softLimit > hardLimit) {
    throw new AppError("invalid", "The soft limit warns before the hard one refuses: it is not above it.", {
      fields: [{ path: "softLimit", message: `at most ${hardLimit}` }],
    });
  }
  const workspaceId = await getWorkspaceId(ctx.tx, workspaceName);
  await checkCurrency(ctx.tx, currency, { workspaceId });
  const before = await findBudget(ctx.tx, workspaceId);
  await putBudget(ctx.tx, {
    workspace_id: workspaceId,
    soft_limit: softLimit,
    hard_limit: hardLimit,
    currency,
    by: ctx.actor.id,
    at: ctx.now,
  });
  recordChanges(ctx.tx, workspaceId, [{ topic: "budget", subject: workspaceName, kind: "set" }]);
  const result = (await readBudgets(ctx.tx, { now: ctx.now, own: null })).find((one) => one.workspace === workspaceName);
  if (!result) throw notFound("budget", workspaceName);
  return { result, subject: { kind: "budget", id: workspaceName }, before: limitsOf(before), after: { softLimit, hardLimit, currency } };
});

export const removeBudget = command(contract.removeBudget, async (ctx, { workspaceName }) => {
  const workspaceId = await getWorkspaceId(ctx.tx, workspaceName);
  const before = await findBudget(ctx.tx, workspaceId);
  if (!before) throw notFound("budget", workspaceName);
  await deleteBudget(ctx.tx, workspaceId);
  recordChanges(ctx.tx, workspaceId, [{ topic: "budget", subject: workspaceName, kind: "remove" }]);
  return { result: {}, subject: { kind: "budget", id: workspaceName }, before: limitsOf(before), after: null };
});
