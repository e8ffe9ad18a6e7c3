import type { CardFields } from "@plumbline/contracts/registry/card";
import type { Tx } from "@plumbline/db";
import type { VersionKey } from "./versions.ts";

export interface CardRow {
  readonly revision: number;
  readonly fields: Partial<CardFields>;
  readonly edited_by: string;
  readonly edited_at: Date;
}

/** A revision of a version's card; the newest where none is named. */
export function findCard(
  tx: Tx,
  workspaceId: number,
  { modelKey, version, revision }: VersionKey & { readonly revision: number | undefined },
): Promise<CardRow | undefined> {
  return tx.row(
    `SELECT revision, fields, edited_by, edited_at FROM model_card
     WHERE workspace_id = $1 AND model_key = $2 AND version = $3 AND ($4::int IS NULL OR revision = $4) ORDER BY revision DESC LIMIT 1`,
    [workspaceId, modelKey, version, revision ?? null],
  );
}

/** The newest card of the latest version before this one that has a card. */
export async function findPreviousCard(
  tx: Tx,
  workspaceId: number,
  { modelKey, version }: VersionKey,
): Promise<Partial<CardFields> | undefined> {
  const row = await tx.row<{ fields: Partial<CardFields> }>(
    `SELECT c.fields FROM model_card c JOIN model_version v ON v.model_key = c.model_key AND v.version = c.version
     WHERE c.workspace_id = $1 AND c.model_key = $2 AND c.version < $3 AND v.deleted_at IS NULL ORDER BY c.version DESC, c.revision DESC LIMIT 1`,
    [workspaceId, modelKey, version],
  );
  return row?.fields;
}

interface NewCard extends VersionKey {
  readonly revision: number;
  readonly fields: CardFields;
  readonly by: string;
  readonly now: Date;
}

export async function insertCard(tx: Tx, workspaceId: number, card: NewCard): Promise<void> {
  await tx.execute(
    "INSERT INTO model_card (workspace_id, model_key, version, revision, fields, edited_by, edited_at) VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7)",
    [workspaceId, card.modelKey, card.version, card.revision, JSON.stringify(card.fields), card.by, card.now],
  );
}

/** Who edited which fields, the newest first. The first revision changed whatever it filled. */
export function listCards(
  tx: Tx,
  workspaceId: number,
  { modelKey, version, limit }: VersionKey & { readonly limit: number },
): Promise<(Omit<CardRow, "fields"> & { readonly changed: string[] })[]> {
  return tx.rows(
    `SELECT c.revision, c.edited_by, c.edited_at, ARRAY(
       SELECT f.key FROM jsonb_each_text(c.fields) f WHERE f.value <> COALESCE(p.fields->>f.key, '') ORDER BY f.key) AS changed
     FROM model_card c LEFT JOIN model_card p ON p.model_key = c.model_key AND p.version = c.version AND p.revision = c.revision - 1
     WHERE c.workspace_id = $1 AND c.model_key = $2 AND c.version = $3 ORDER BY c.revision DESC LIMIT $4`,
    [workspaceId, modelKey, version, limit],
  );
}
