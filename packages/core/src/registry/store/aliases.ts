import type { Tx } from "@plumbline/db";
import type { VersionKey } from "./versions.ts";

/** The version that an alias of a model names. */
export async function findAlias(tx: Tx, workspaceId: number, of: { modelKey: number; alias: string }): Promise<number | undefined> {
  const row = await tx.row<{ version: number }>(
    "SELECT version FROM model_alias WHERE workspace_id = $1 AND model_key = $2 AND alias = $3",
    [workspaceId, of.modelKey, of.alias],
  );
  return row?.version;
}

export async function putAlias(tx: Tx, workspaceId: number, put: VersionKey & { alias: string }): Promise<void> {
  await tx.execute(
    `INSERT INTO model_alias (workspace_id, model_key, alias, version) VALUES ($1, $2, $3, $4)
     ON CONFLICT (model_key, alias) DO UPDATE SET version = excluded.version`,
    [workspaceId, put.modelKey, put.alias, put.version],
  );
}

/** The version that the alias named, if there was such an alias. */
export async function removeAlias(tx: Tx, workspaceId: number, of: { modelKey: number; alias: string }): Promise<number | undefined> {
  const row = await tx.row<{ version: number }>(
    "DELETE FROM model_alias WHERE workspace_id = $1 AND model_key = $2 AND alias = $3 RETURNING version",
    [workspaceId, of.modelKey, of.alias],
  );
  return row?.version;
}

/** The aliases that name a version. */
export async function aliasesOf(tx: Tx, workspaceId: number, { modelKey, version }: VersionKey): Promise<string[]> {
  const rows = await tx.rows<{ alias: string }>(
    "SELECT alias FROM model_alias WHERE workspace_id = $1 AND model_key = $2 AND version = $3 ORDER BY alias",
    [workspaceId, modelKey, version],
  );
  return rows.map(({ alias }) => alias);
}
