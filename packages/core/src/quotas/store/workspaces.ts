import type { Tx } from "@plumbline/db";

/** Names of workspaces by id; asked as the database role `system`. */
export async function selectWorkspaceNames(tx: Tx): Promise<ReadonlyMap<number, string>> {
  const rows = await tx.rows<{ workspace_id: number; name: string }>("SELECT workspace_id, name FROM workspaces_tenant");
  return new Map(rows.map(({ workspace_id, name }) => [workspace_id, name]));
}
