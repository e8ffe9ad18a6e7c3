import type { RiskTier, Stage } from "@plumbline/contracts/approvals/stage";
import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import type { VersionStatus } from "@plumbline/contracts/registry/version";
import { statement, type Tx } from "@plumbline/db";

export interface VersionRow {
  readonly model_key: number;
  readonly model: string;
  readonly version: number;
  readonly stage: Stage;
  readonly stage_since: Date;
  readonly status: VersionStatus;
  readonly status_message: string | null;
  readonly description: string;
  readonly tags: KeyValue[];
  readonly aliases: string[];
  readonly source: string;
  readonly artifact_root: string | null;
  readonly run_id: string | null;
  readonly run_link: string | null;
  readonly logged_model_id: string | null;
  readonly digest: Buffer | null;
  readonly file_count: number;
  readonly size_bytes: number;
  readonly verified_at: Date | null;
  readonly is_signed: boolean;
  readonly flavors: string[];
  readonly effective_tier: RiskTier | null;
  readonly registered_by: string;
  readonly author_id: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const ofVersion = (alias: string): string =>
  `${alias}.workspace_id = v.workspace_id AND ${alias}.model_key = v.model_key AND ${alias}.version = v.version`;

// Copying bytes to another model, renaming it, removing the version there or the model itself lowers nothing.
const effectiveTier = `CASE WHEN v.digest IS NULL THEN m.tier ELSE (
    SELECT o.tier FROM model_version b JOIN registered_model o ON o.key = b.model_key
    WHERE b.workspace_id = v.workspace_id AND b.digest = v.digest AND o.tier IS NOT NULL
    ORDER BY array_position(ARRAY['critical', 'high', 'medium', 'low'], o.tier) LIMIT 1) END`;

/** For `model_version v JOIN registered_model m`. */
export const versionColumns = `v.model_key, m.name AS model, v.version, v.stage, v.stage_since, v.status, v.status_message, v.description,
  COALESCE((SELECT json_agg(json_build_object('key', t.key, 'value', t.value) ORDER BY t.key) FROM model_version_tag t WHERE ${ofVersion("t")}), '[]') AS tags,
  ARRAY(SELECT a.alias FROM model_alias a WHERE ${ofVersion("a")} ORDER BY a.alias) AS aliases,
  v.source, v.artifact_root, v.run_id, v.run_link, v.logged_model_id, v.digest, v.file_count, v.size_bytes, v.verified_at,
  EXISTS (SELECT FROM model_signature s WHERE ${ofVersion("s")}) AS is_signed,
  ARRAY(SELECT jsonb_array_elements_text(v.contents->'flavors')) AS flavors,
  ${effectiveTier} AS effective_tier, v.registered_by, v.author_id, v.created_at, v.updated_at`;

export interface VersionKey {
  readonly modelKey: number;
  readonly version: number;
}

const selectVersion = statement(
  "registry.select-version",
  `SELECT ${versionColumns} FROM registered_model m JOIN model_version v ON v.model_key = m.key
   WHERE m.workspace_id = $1 AND m.name = $2 AND v.workspace_id = $1 AND v.version = $3 AND v.deleted_at IS NULL`,
);

export const findVersion = (tx: Tx, workspaceId: number, { model, version }: { model: string; version: number }) =>
  tx.row<VersionRow>(selectVersion, [workspaceId, model, version]);

const selectVersionByKey = statement(
  "registry.select-version-by-key",
  `SELECT ${versionColumns} FROM registered_model m JOIN model_version v ON v.model_key = m.key
   WHERE m.workspace_id = $1 AND m.key = $2 AND m.deleted_at IS NULL AND v.workspace_id = $1 AND v.version = $3 AND v.deleted_at IS NULL`,
);

export const findVersionByKey = (tx: Tx, workspaceId: number, { modelKey, version }: VersionKey): Promise<VersionRow | undefined> =>
  tx.row<VersionRow>(selectVersionByKey, [workspaceId, modelKey, version]);

const selectVersionByAlias = statement(
  "registry.select-version-by-alias",
  `SELECT ${versionColumns} FROM registered_model m JOIN model_alias p ON p.workspace_id = m.workspace_id AND p.model_key = m.key AND p.alias = $3
   JOIN model_version v ON v.model_key = p.model_key AND v.version = p.version
   WHERE m.workspace_id = $1 AND m.name = $2 AND v.workspace_id = $1 AND v.deleted_at IS NULL`,
);

export const findVersionByAlias = (tx: Tx, workspaceId: number, { model, alias }: { model: string; alias: string }) =>
  tx.row<VersionRow>(selectVersionByAlias, [workspaceId, model, alias]);

interface VersionList {
  readonly modelKey: number;
  readonly stage: Stage | undefined;
  readonly before: number | null;
  /** Null for all of them. */
  readonly limit: number | null;
}

/** A model's versions, the newest first. */
export function listVersions(tx: Tx, workspaceId: number, list: VersionList): Promise<VersionRow[]> {
  return tx.rows(
    `SELECT ${versionColumns} FROM model_version v JOIN registered_model m ON m.workspace_id = $1 AND m.key = $2
     WHERE v.workspace_id = $1 AND v.model_key = $2 AND v.deleted_at IS NULL AND ($3::int IS NULL OR v.version < $3)
       AND ($4::text IS NULL OR v.stage = $4) ORDER BY v.version DESC LIMIT $5`,
    [workspaceId, list.modelKey, list.before, list.stage ?? null, list.limit],
  );
}

/** Who made and who registered versions of the same bytes, removed ones too. */
export const listMakers = (tx: Tx, workspaceId: number, digest: Buffer): Promise<{ author_id: string | null; registered_by: string }[]> =>
  tx.rows(
    "SELECT DISTINCT author_id, registered_by FROM model_version WHERE workspace_id = $1 AND digest = $2 ORDER BY registered_by, author_id",
    [workspaceId, digest],
  );

export interface NewVersion {
  readonly modelKey: number;
  readonly status: VersionStatus;
  readonly statusMessage: string | null;
  readonly description: string;
  readonly source: string;
  readonly artifactRoot: string | null;
  readonly runId: string | null;
  readonly runLink: string | null;
  readonly loggedModelId: string | null;
  readonly digest: Buffer | null;
  readonly fileCount: number;
  readonly sizeBytes: number;
  readonly contents: unknown;
  readonly by: string;
  readonly authorId: string | null;
  readonly now: Date;
}

/** The number of the new version. Numbers are counted up and never given again. */
export async function insertVersion(tx: Tx, workspaceId: number, made: NewVersion): Promise<number> {
  const row = await tx.row<{ version: number }>(
    `WITH number AS (
       UPDATE registered_model SET next_version = next_version + 1, updated_at = $3 WHERE workspace_id = $1 AND key = $2 RETURNING next_version - 1 AS version
     )
     INSERT INTO model_version (workspace_id, model_key, version, stage_since, status, status_message, description, source, artifact_root, run_id, run_link,
       logged_model_id, digest, file_count, size_bytes, contents, registered_by, author_id, created_at, updated_at)
     SELECT $1, $2, version, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::jsonb, $16, $17, $3, $3 FROM number
     RETURNING version`,
    [
      workspaceId,
      made.modelKey,
      made.now,
      made.status,
      made.statusMessage,
      made.description,
      made.source,
      made.artifactRoot,
      made.runId,
      made.runLink,
      made.loggedModelId,
      made.digest,
      made.fileCount,
      made.sizeBytes,
      made.contents === null ? null : JSON.stringify(made.contents),
      made.by,
      made.authorId,
    ],
  );
  if (!row) throw new Error(`model ${made.modelKey} is gone though it is held`);
  return row.version;
}

/** Makes `number` the next version's; false where a version may have had it. */
export const skipToVersion = async (
  tx: Tx,
  workspaceId: number,
  { modelKey, number }: { modelKey: number; number: number },
): Promise<boolean> =>
  (await tx.execute("UPDATE registered_model SET next_version = $3 WHERE workspace_id = $1 AND key = $2 AND next_version <= $3", [
    workspaceId,
    modelKey,
    number,
  ])) > 0;

interface VersionChange extends VersionKey {
  readonly description?: string;
  readonly stage?: Stage;
  readonly isDeleted?: boolean;
  readonly now: Date;
}

export async function updateVersion(tx: Tx, workspaceId: number, change: VersionChange): Promise<void> {
  await tx.execute(
    `UPDATE model_version SET description = COALESCE($4, description), stage = COALESCE($5, stage),
       stage_since = CASE WHEN $5::text IS NULL THEN stage_since ELSE $6 END, deleted_at = CASE WHEN $7::boolean THEN $6 END, updated_at = $6
     WHERE workspace_id = $1 AND model_key = $2 AND version = $3 AND deleted_at IS NULL`,
    [workspaceId, change.modelKey, change.version, change.description ?? null, change.stage ?? null, change.now, change.isDeleted ?? false],
  );
}

interface VersionTags extends VersionKey {
  readonly tags: readonly KeyValue[];
}

export async function putVersionTags(tx: Tx, workspaceId: number, put: VersionTags): Promise<void> {
  if (put.tags.length === 0) return;
  await tx.execute(
    `INSERT INTO model_version_tag (workspace_id, model_key, version, key, value)
     SELECT $1, $2, $3, key, value FROM unnest($4::text[], $5::text[]) AS t(key, value)
     ON CONFLICT (model_key, version, key) DO UPDATE SET value = excluded.value`,
    [workspaceId, put.modelKey, put.version, put.tags.map(({ key }) => key), put.tags.map(({ value }) => value)],
  );
}

export async function removeVersionTag(tx: Tx, workspaceId: number, tag: VersionKey & { key: string }): Promise<string | undefined> {
  const row = await tx.row<{ value: string }>(
    "DELETE FROM model_version_tag WHERE workspace_id = $1 AND model_key = $2 AND version = $3 AND key = $4 RETURNING value",
    [workspaceId, tag.modelKey, tag.version, tag.key],
  );
  return row?.value;
}

/** Since when the stored bytes are known to be those of the manifest; null once they were found to differ. */
export async function markVerified(tx: Tx, workspaceId: number, mark: VersionKey & { readonly at: Date | null }): Promise<void> {
  await tx.execute("UPDATE model_version SET verified_at = $4 WHERE workspace_id = $1 AND model_key = $2 AND version = $3", [
    workspaceId,
    mark.modelKey,
    mark.version,
    mark.at,
  ]);
}
