import type { Budget } from "@plumbline/contracts/quotas/budget";
import type { Tx } from "@plumbline/db";
import { project } from "./rules/budget.ts";
import { monthOf } from "./rules/months.ts";
import { selectBudgets } from "./store/budgets.ts";
import { type SpendingRow, selectSpending } from "./store/money.ts";
import { selectWorkspaceNames } from "./store/workspaces.ts";

const weekMs = 7 * 24 * 3_600_000;

/** What workspaces have spent this month, with their budgets: four statements. Asked as the database role `system`. */
export async function readBudgets(tx: Tx, { now, own }: { now: Date; own: number | null }): Promise<Budget[]> {
  const month = monthOf(now);
  const weekAgo = new Date(now.getTime() - weekMs);
  const [names, budgets] = [await selectWorkspaceNames(tx), await selectBudgets(tx)];
  const spending = await selectSpending(tx, null, { from: month.from, to: month.to, now });
  const lately = await selectSpending(tx, null, { from: weekAgo, to: now, now });
  const limits = new Map(budgets.map((row) => [row.workspace_id, row]));
  const ids = new Set([...limits.keys(), ...spending.map(({ workspace_id }) => workspace_id)]);
  const rows = [...ids].flatMap((id) => {
    const workspace = names.get(id);
    const budget = limits.get(id);
    const currency = budget?.currency ?? spending.find(({ workspace_id }) => workspace_id === id)?.currency;
    if (workspace === undefined || currency === undefined) return [];
    const of = (all: readonly SpendingRow[]) => all.find((row) => row.workspace_id === id && row.currency === currency);
    const facts = { spent: of(spending)?.spent ?? 0, reserved: of(spending)?.reserved ?? 0, lately: of(lately)?.spent ?? 0 };
    const terms = { softLimit: budget?.soft_limit ?? null, hardLimit: budget?.hard_limit ?? null };
    return [
      {
        workspace,
        isOwn: id === own,
        currency,
        ...terms,
        spent: facts.spent,
        reserved: facts.reserved,
        ...project(terms, facts, { month, now }),
      },
    ];
  });
  return rows.sort((one, other) => Number(other.isOwn) - Number(one.isOwn) || (one.workspace < other.workspace ? -1 : 1));
}
