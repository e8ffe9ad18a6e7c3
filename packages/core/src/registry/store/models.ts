import type { Stage } from "@plumbline/contracts/approvals/stage";
import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import type { Intake } from "@plumbline/contracts/registry/model";
import { type Tx, violatedConstraint } from "@plumbline/db";

/** What an intake holds beside the columns `tier` and `kind`. */
export type StoredIntake = Omit<Intake, "tier" | "kind">;

export interface ModelRow {
  readonly key: number;
  readonly name: string;
  readonly description: string;
  readonly intake: StoredIntake;
  readonly tier: Intake["tier"];
  readonly kind: Intake["kind"];
  readonly revision: number;
  readonly created_by: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const columns = "m.key, m.name, m.description, m.intake, m.tier, m.kind, m.revision, m.created_by, m.created_at, m.updated_at";

/** A model with all that its page and its row in a list show. */
export interface ModelDetailRow extends ModelRow {
  readonly tags: KeyValue[];
  readonly aliases: { alias: string; version: number }[];
  readonly stages: { stage: Stage; versions: number[] }[];
  readonly version_count: number;
  readonly latest_version: number | null;
  readonly last_validated_at: Date | null;
  readonly next_validation_due_at: Date | null;
  readonly open_findings: number;
  readonly next_finding_due_at: Date | null;
}

const ofModel = (alias: string): string => `${alias}.workspace_id = m.workspace_id AND ${alias}.model_key = m.key`;

/** Versions of a stage that a model's row names. */
const stageVersionsMax = 20;

export const modelDetailColumns = `${columns},
  COALESCE((SELECT json_agg(json_build_object('key', t.key, 'value', t.value) ORDER BY t.key) FROM model_tag t WHERE ${ofModel("t")}), '[]') AS tags,
  COALESCE((SELECT json_agg(json_build_object('alias', a.alias, 'version', a.version) ORDER BY a.alias) FROM model_alias a WHERE ${ofModel("a")}), '[]') AS aliases,
  COALESCE((SELECT json_agg(json_build_object('stage', s.stage, 'versions', s.versions) ORDER BY s.stage) FROM (
    SELECT v.stage, (array_agg(v.version ORDER BY v.version DESC))[1:${stageVersionsMax}] AS versions
    FROM model_version v WHERE ${ofModel("v")} AND v.deleted_at IS NULL GROUP BY v.stage) s), '[]') AS stages,
  (SELECT count(*) FROM model_version v WHERE ${ofModel("v")} AND v.deleted_at IS NULL) AS version_count,
  (SELECT max(v.version) FROM model_version v WHERE ${ofModel("v")} AND v.deleted_at IS NULL) AS latest_version,
  (SELECT max(c.validated_at) FROM model_validation c WHERE ${ofModel("c")}) AS last_validated_at,
  (SELECT c.next_due_at FROM model_validation c WHERE ${ofModel("c")} ORDER BY c.validated_at DESC, c.id DESC LIMIT 1) AS next_validation_due_at,
  (SELECT count(*) FROM model_finding f WHERE ${ofModel("f")} AND f.closed_at IS NULL) AS open_findings,
  (SELECT min(f.due_at) FROM model_finding f WHERE ${ofModel("f")} AND f.closed_at IS NULL) AS next_finding_due_at`;

// A removed model has a name that none can be asked by.
export function findModel(tx: Tx, workspaceId: number, name: string): Promise<ModelDetailRow | undefined> {
  return tx.row(`SELECT ${modelDetailColumns} FROM registered_model m WHERE m.workspace_id = $1 AND m.name = $2`, [workspaceId, name]);
}

/** Holds the model until the transaction ends: whatever changes it, its versions or its aliases takes this lock first. */
export function lockModel(tx: Tx, workspaceId: number, name: string): Promise<ModelRow | undefined> {
  return tx.row(`SELECT ${columns} FROM registered_model m WHERE m.workspace_id = $1 AND m.name = $2 FOR NO KEY UPDATE`, [
    workspaceId,
    name,
  ]);
}

/** A model that was not removed, by what stays the same when it is renamed. */
export function findModelByKey(tx: Tx, workspaceId: number, { key, hold }: { key: number; hold: boolean }): Promise<ModelRow | undefined> {
  return tx.row(
    `SELECT ${columns} FROM registered_model m WHERE m.workspace_id = $1 AND m.key = $2 AND m.deleted_at IS NULL${hold ? " FOR NO KEY UPDATE" : ""}`,
    [workspaceId, key],
  );
}

export const findModelKey = (tx: Tx, workspaceId: number, name: string): Promise<{ key: number } | undefined> =>
  tx.row("SELECT key FROM registered_model WHERE workspace_id = $1 AND name = $2", [workspaceId, name]);

export interface ModelState {
  readonly name: string;
  readonly description: string;
  readonly intake: StoredIntake;
  readonly tier: Intake["tier"];
  readonly kind: Intake["kind"];
}

interface Change {
  readonly by: string;
  readonly now: Date;
  readonly requestNumber?: number | null;
}

/** The key of the new model; undefined when the name is taken. */
export async function insertModel(tx: Tx, workspaceId: number, model: ModelState & Change): Promise<number | undefined> {
  const row = await tx.row<{ key: number }>(
    `WITH made AS (
       INSERT INTO registered_model (workspace_id, name, description, intake, tier, kind, business_owner_id, created_by, created_at, updated_at)
       VALUES ($1, $2, $3, $4::jsonb, $5, $6, ($4::jsonb->>'businessOwnerId')::uuid, $7, $8, $8)
       ON CONFLICT (workspace_id, name) DO NOTHING RETURNING key
     ), first AS (
       INSERT INTO model_revision (workspace_id, model_key, revision, name, description, intake, tier, kind, changed_by, changed_at)
       SELECT $1, key, 1, $2, $3, $4::jsonb, $5, $6, $7, $8 FROM made
     )
     SELECT key FROM made`,
    [workspaceId, model.name, model.description, JSON.stringify(model.intake), model.tier, model.kind, model.by, model.now],
  );
  return row?.key;
}

/** Writes a model anew, and what it is from now on as a revision; false when another model has the name. */
export async function reviseModel(
  tx: Tx,
  workspaceId: number,
  revised: ModelState & Change & { readonly key: number; readonly isDeleted?: boolean },
): Promise<boolean> {
  const { key, name, description, intake, tier, kind, by, now, isDeleted = false } = revised;
  try {
    await tx.execute(
      `WITH revised AS (
         UPDATE registered_model SET name = CASE WHEN $10::boolean THEN $3 || '/deleted/' || key ELSE $3 END, description = $4, intake = $5::jsonb, tier = $6, kind = $7,
           business_owner_id = ($5::jsonb->>'businessOwnerId')::uuid, revision = revision + 1, updated_at = $9,
           deleted_at = CASE WHEN $10 THEN $9::timestamptz END
         WHERE workspace_id = $1 AND key = $2 RETURNING key, revision
       )
       INSERT INTO model_revision (workspace_id, model_key, revision, name, description, intake, tier, kind, is_deleted, changed_by, changed_at, request_number)
       SELECT $1, key, revision, $3, $4, $5::jsonb, $6, $7, $10, $8, $9, $11 FROM revised`,
      [workspaceId, key, name, description, JSON.stringify(intake), tier, kind, by, now, isDeleted, revised.requestNumber ?? null],
    );
    return true;
  } catch (error) {
    if (violatedConstraint(error) === "registered_model_workspace_id_name_key") return false;
    throw error;
  }
}

/** A model's tags by key. */
export async function findTags(tx: Tx, workspaceId: number, modelKey: number): Promise<Record<string, string>> {
  const rows = await tx.rows<KeyValue>("SELECT key, value FROM model_tag WHERE workspace_id = $1 AND model_key = $2", [
    workspaceId,
    modelKey,
  ]);
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

/** Every other name that a model had, and every name of the models that have or had a version of the same bytes; each with the tags of its model. */
export function listGuises(
  tx: Tx,
  workspaceId: number,
  { key, name, digest }: { key: number; name: string; digest: Buffer | null },
): Promise<{ model: string; tags: Record<string, string> }[]> {
  return tx.rows(
    `SELECT DISTINCT ON (r.model_key, r.name) r.name AS model, COALESCE(
       (SELECT json_object_agg(t.key, t.value) FROM model_tag t WHERE t.workspace_id = $1 AND t.model_key = r.model_key), '{}') AS tags
     FROM model_revision r
     WHERE r.workspace_id = $1 AND NOT (r.model_key = $2 AND r.name = $3)
       AND (r.model_key = $2 OR r.model_key IN (SELECT b.model_key FROM model_version b WHERE b.workspace_id = $1 AND b.digest = $4))
     ORDER BY r.model_key, r.name`,
    [workspaceId, key, name, digest],
  );
}

export async function putModelTags(tx: Tx, workspaceId: number, put: { key: number; tags: readonly KeyValue[] }): Promise<void> {
  if (put.tags.length === 0) return;
  await tx.execute(
    `INSERT INTO model_tag (workspace_id, model_key, key, value) SELECT $1, $2, key, value FROM unnest($3::text[], $4::text[]) AS t(key, value)
     ON CONFLICT (model_key, key) DO UPDATE SET value = excluded.value`,
    [workspaceId, put.key, put.tags.map(({ key }) => key), put.tags.map(({ value }) => value)],
  );
}

/** The value that the tag had, if there was such a tag. */
export async function removeModelTag(tx: Tx, workspaceId: number, tag: { modelKey: number; key: string }): Promise<string | undefined> {
  const row = await tx.row<{ value: string }>(
    "DELETE FROM model_tag WHERE workspace_id = $1 AND model_key = $2 AND key = $3 RETURNING value",
    [workspaceId, tag.modelKey, tag.key],
  );
  return row?.value;
}

export async function isMember(tx: Tx, workspaceId: number, userId: string): Promise<boolean> {
  const row = await tx.row("SELECT FROM workspaces_membership WHERE workspace_id = $1 AND user_id = $2::uuid", [workspaceId, userId]);
  return row !== undefined;
}
