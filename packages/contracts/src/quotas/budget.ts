import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { Currency } from "./pool.ts";

/** What a workspace may spend in a month of UTC, and what it has. */
export const Budget = z.object({
  workspace: z.string(),
  isOwn: z.boolean(),
  currency: z.string(),
  /** Past it, submissions are warned. */
  softLimit: z.number().nullable(),
  /** Past it, new jobs are refused; nothing that runs is ended. */
  hardLimit: z.number().nullable(),
  spent: z.number(),
  /** What running and waiting jobs may cost yet in this month, until their time limits. */
  reserved: z.number(),
  /** Spending at the end of the month, if it goes on as in the last seven days; null before a day is known. */
  projected: z.number().nullable(),
  /** What happens to a job that is submitted now. */
  newJobs: z.enum(["accepted", "warned", "refused"]),
  /** When the hard limit would be reached, if it goes on so; null when not in this month. */
  refusedAbout: Instant.nullable(),
});
export type Budget = z.infer<typeof Budget>;

export const listBudgets = operation({
  id: "quotas.listBudgets",
  method: "GET",
  path: "/quotas/budgets",
  summary: "Lists what workspaces have spent this month, with their budgets.",
  response: z.object({ month: z.string(), items: z.array(Budget) }),
  permission: "quota:read",
  audit: reading,
});

const Limit = z.number().min(0).max(1e12).nullable();

export const setBudget = operation({
  id: "quotas.setBudget",
  method: "PUT",
  path: "/platform/budgets/:workspaceName",
  summary: "Sets what a workspace may spend in each month.",
  params: z.object({ workspaceName: z.string().max(63) }),
  /** The soft limit is not above the hard one. */
  body: z.object({ softLimit: Limit, hardLimit: Limit, currency: Currency }),
  response: Budget,
  permission: "platform:compute",
  audit: "quotas.budget.set",
});

export const removeBudget = operation({
  id: "quotas.removeBudget",
  method: "DELETE",
  path: "/platform/budgets/:workspaceName",
  summary: "Lifts the budget of a workspace.",
  params: z.object({ workspaceName: z.string().max(63) }),
  response: Empty,
  permission: "platform:compute",
  audit: "quotas.budget.remove",
});

export const askForBudget = operation({
  id: "quotas.askForBudget",
  method: "POST",
  path: "/quotas/budget/ask",
  summary: "Asks the platform team for a higher hard limit: they are told, and set it or do not.",
  body: z.object({ hardLimit: z.number().min(0).max(1e12), reason: z.string().trim().min(1).max(2000) }),
  response: z.object({ told: z.int() }),
  permission: "quota:request",
  audit: "quotas.budget.ask",
  idempotent: true,
});

export const budgetOperations = [listBudgets, setBudget, removeBudget, askForBudget] as const;
