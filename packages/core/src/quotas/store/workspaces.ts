import type { Tx } from "@plumbline/db";

/** Names of workspaces by id; asked as the database role `system`. */
export async function selectWorkspaceNames(tx: Tx): Promise<ReadonlyMap<number, string>> {
  const rows = await tx.rows<{ workspace_id: number; name: string }>("SELECT workspace_id, name FROM workspaces_tenant");
  return new Map(rows.map(({ workspace_id, name }) => [workspace_id, name]));
}

export const findWorkspaceId = async (tx: Tx, name: string): Promise<number | undefined> =>
  (await tx.row<{ workspace_id: number }>("SELECT workspace_id FROM workspaces_tenant WHERE name = $1 AND NOT is_archived", [name]))
    ?.workspace_id;
