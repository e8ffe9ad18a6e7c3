import type { ColumnProfile, DatasetPreview } from "@plumbline/contracts/datasets/profile";
import type { Tx } from "@plumbline/db";

export interface ProfileKey {
  readonly key: number;
  readonly version: number;
}

/** A profile that waits; one that failed, or that nobody has worked on for an hour, begins anew. False where it is ready or under way. */
export async function queueProfile(tx: Tx, workspaceId: number, of: ProfileKey & { readonly now: Date }): Promise<boolean> {
  const written = await tx.execute(
    `INSERT INTO dataset_profile AS p (workspace_id, dataset_key, version, updated_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (dataset_key, version) DO UPDATE SET state = 'queued', message = '', progress = 0, updated_at = $4
     WHERE p.state = 'failed' OR (p.state <> 'ready' AND p.updated_at < $4 - interval '1 hour')`,
    [workspaceId, of.key, of.version, of.now],
  );
  return written > 0;
}

interface Progress extends ProfileKey {
  readonly state: "running" | "failed";
  readonly progress: number;
  readonly message: string;
  readonly now: Date;
}

/** Says where a profile stands. False where it is ready, or gone with its dataset. */
export async function writeProgress(tx: Tx, workspaceId: number, to: Progress): Promise<boolean> {
  const written = await tx.execute(
    `UPDATE dataset_profile SET state = $4, progress = $5, message = $6, updated_at = $7
     WHERE workspace_id = $1 AND dataset_key = $2 AND version = $3 AND state <> 'ready'`,
    [workspaceId, to.key, to.version, to.state, to.progress, to.message, to.now],
  );
  return written > 0;
}

interface Finished extends ProfileKey {
  readonly rowCount: number;
  readonly columns: readonly ColumnProfile[];
  readonly preview: DatasetPreview;
  readonly now: Date;
}

export const finishProfile = (tx: Tx, workspaceId: number, done: Finished): Promise<number> =>
  tx.execute(
    `UPDATE dataset_profile SET state = 'ready', progress = 1, message = '', row_count = $4, columns = $5, preview = $6, updated_at = $7
     WHERE workspace_id = $1 AND dataset_key = $2 AND version = $3`,
    [workspaceId, done.key, done.version, done.rowCount, JSON.stringify(done.columns), JSON.stringify(done.preview), done.now],
  );

interface FoundRow {
  readonly columns: ColumnProfile[] | null;
  readonly updated_at: Date | null;
  readonly logged_schema: string | null;
  readonly logged_profile: string | null;
}

/** What was found in the version's file, and what was logged in place of one. */
export const findProfile = (tx: Tx, workspaceId: number, of: ProfileKey): Promise<FoundRow | undefined> =>
  tx.row<FoundRow>(
    `SELECT p.columns, p.updated_at, v.logged_schema, v.logged_profile FROM dataset_version v
     LEFT JOIN dataset_profile p ON p.dataset_key = v.dataset_key AND p.version = v.version
     WHERE v.workspace_id = $1 AND v.dataset_key = $2 AND v.version = $3`,
    [workspaceId, of.key, of.version],
  );

export async function findPreview(tx: Tx, workspaceId: number, of: ProfileKey): Promise<DatasetPreview | undefined> {
  const row = await tx.row<{ preview: DatasetPreview | null }>(
    "SELECT preview FROM dataset_profile WHERE workspace_id = $1 AND dataset_key = $2 AND version = $3",
    [workspaceId, of.key, of.version],
  );
  return row?.preview ?? undefined;
}
