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

export async function putBudget(tx: Tx, budget: Omit<BudgetRow, "warned_month"> & { by: string; at: Date }): Promise<void> {
  await tx.execute(
    `INSERT INTO budget (workspace_id, soft_limit, hard_limit, currency, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (workspace_id) DO UPDATE
     SET soft_limit = $2, hard_limit = $3, currency = $4, updated_by = $5, updated_at = $6, warned_month = NULL`,
    [budget.workspace_id, budget.soft_limit, budget.hard_limit, budget.currency, budget.by, budget.at],
  );
}

export const deleteBudget = (tx: Tx, workspaceId: number): Promise<number> =>
  tx.execute("DELETE FROM budget WHERE workspace_id = $1", [workspaceId]);
