import type { Tx } from "@plumbline/db";

export interface BudgetRow {
  readonly workspace_id: number;
  readonly soft_limit: number | null;
  readonly hard_limit: number | null;
  readonly currency: string;
  /** The last month of which the workspace was warned. */
  readonly warned_month: string | null;
}

const columns = "workspace_id, soft_limit, hard_limit, currency, warned_month";

/** One submission of a workspace at a time looks at its budget: held until the end of the transaction. */
export async function lockBudget(tx: Tx, workspaceId: number): Promise<void> {
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('plumbline.budget', $1))", [workspaceId]);
}

export const findBudget = (tx: Tx, workspaceId: number): Promise<BudgetRow | undefined> =>
  tx.row(`SELECT ${columns} FROM budget WHERE workspace_id = $1`, [workspaceId]);

/** Of all workspaces; asked as the database role `system`. */
export const selectBudgets = (tx: Tx): Promise<BudgetRow[]> => tx.rows(`SELECT ${columns} FROM budget ORDER BY workspace_id`);

/** False when it was done before. */
export const markWarned = async (tx: Tx, workspaceId: number, month: string): Promise<boolean> =>
  (await tx.execute("UPDATE budget SET warned_month = $2 WHERE workspace_id = $1 AND warned_month IS DISTINCT FROM $2", [
    workspaceId,
    month,
  ])) > 0;

/** Who manages the workspace, and is told of its budget. */
export const selectAdministrators = async (tx: Tx, workspaceId: number): Promise<string[]> =>
  (
    await tx.rows<{ user_id: string }>(
      "SELECT user_id FROM workspaces_membership WHERE workspace_id = $1 AND role = 'admin' ORDER BY user_id",
      [workspaceId],
    )
  ).map(({ user_id }) => user_id);
