import * as contract from "@plumbline/contracts/quotas/budget";
import { z } from "zod";
import { AppError, command, defineTask, requestTask, workspaceOf } from "../kernel/index.ts";
import { notify } from "../notifications/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { moneyWords } from "./rules/budget.ts";
import { findBudget } from "./store/budgets.ts";
import { selectInboxesOfDeciders } from "./store/requests.ts";

/** Tells the platform team what a workspace would need: they set budgets, and nothing changes until they do. */
export const askForBudget = command(contract.askForBudget, async (ctx, { hardLimit, reason }) => {
  const workspace = workspaceOf(ctx);
  const budget = await findBudget(ctx.tx, workspace.id);
  const now = budget?.hard_limit ?? null;
  if (!budget || now === null) {
    throw new AppError("conflict", "No limit refuses new jobs of this workspace: there is nothing to raise.", {
      params: { reason: "no-limit" },
    });
  }
  if (hardLimit <= now) {
    const message = `more than the ${moneyWords(now, budget.currency)} that it is now`;
    throw new AppError("invalid", `The limit that is asked for: ${message}.`, { fields: [{ path: "hardLimit", message }] });
  }
  const inboxes = await ctx.deps.db.transaction({ role: "system" }, (tx) => selectInboxesOfDeciders(tx, workspace.id));
  const told = inboxes.filter(({ user_id }) => user_id !== ctx.actor.id);
  if (told.length === 0) {
    throw new AppError(
      "conflict",
      "Nobody else of the platform team has a workspace to be told in: speak to them, or set the budget under Pools.",
      {
        params: { reason: "nobody-to-ask" },
      },
    );
  }
  const asked = {
    title: `${workspace.name} asks for a budget of ${moneyWords(hardLimit, budget.currency)} in each month`,
    body: `${ctx.actor.name ?? "Somebody"} asks to raise it from ${moneyWords(now, budget.currency)}. ${reason}`,
    workspace: workspace.name,
    key: `budget-asked ${workspace.name} ${hardLimit} ${ctx.now.toISOString().slice(0, 10)}`,
  };
  for (const [workspaceId, people] of Map.groupBy(told, ({ workspace_id }) => workspace_id)) {
    ctx.later?.push(requestTask(tellOfBudgetWish, { ...asked, workspaceId, recipients: people.map(({ user_id }) => user_id) }));
  }
  return {
    result: { told: told.length },
    subject: { kind: "budget", id: workspace.name },
    before: { hardLimit: now },
    after: { hardLimit },
    note: reason,
  };
});

/** In a workspace of theirs: administrators of the platform need not be in the one that asks. */
export const tellOfBudgetWish = defineTask({
  name: "quotas.tell-of-budget-wish",
  payload: z.object({
    ...{ workspaceId: z.int(), recipients: z.array(z.uuid()) },
    ...{ workspace: z.string(), title: z.string(), body: z.string(), key: z.string() },
  }),
  attempts: 3,
  timeoutMs: 30_000,
  handler:
    async () =>
    async ({ deps }, { workspaceId, recipients, workspace, title, body, key }) => {
      await systemContext(deps, workspaceId, async (ctx) => {
        const link = `/w/${encodeURIComponent(workspaceOf(ctx).name)}/quotas/pools`;
        const message = { kind: "quotas.budget-asked", group: "reminders", subject: { kind: "budget", id: workspace } } as const;
        ctx.later?.push(...(await notify(ctx, workspaceId, [{ ...message, recipients, title, body, link, dedupeKey: key }])));
      });
    },
});
