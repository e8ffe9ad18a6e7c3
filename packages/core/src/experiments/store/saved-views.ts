import type { SavedViewContent } from "@plumbline/contracts/experiments/saved-view";
import { type Tx, violatedConstraint } from "@plumbline/db";

export interface SavedViewRow {
  readonly id: string;
  readonly experiment_id: number | null;
  readonly owner_id: string;
  readonly name: string;
  readonly is_shared: boolean;
  readonly content: SavedViewContent;
  readonly revision: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly updated_by: string;
}

const columns = "v.id, v.experiment_id, v.owner_id, v.name, v.is_shared, v.content, v.revision, v.created_at, v.updated_at, v.updated_by";
/** Somebody else's private view is not there for the viewer. */
const seenBy = (viewer: string): string => `(v.is_shared OR v.owner_id = ${viewer})`;

interface ViewPage {
  readonly viewerId: string;
  /** Views of this experiment and of the whole workspace; all where it is left out. */
  readonly experimentId: number | undefined;
  readonly limit: number;
  readonly after: readonly unknown[] | undefined;
}

/** By name, and by id where names are alike; one row more than `limit` tells that there are more. */
export function listViewRows(tx: Tx, workspaceId: number, page: ViewPage): Promise<SavedViewRow[]> {
  const [name = null, id = null] = page.after ?? [];
  return tx.rows(
    `SELECT ${columns} FROM saved_view v
     WHERE v.workspace_id = $1 AND ${seenBy("$2")} AND ($3::int IS NULL OR v.experiment_id IS NULL OR v.experiment_id = $3)
       AND ($4::text IS NULL OR (v.name COLLATE "C", v.id) > ($4, $5::uuid))
     ORDER BY v.name COLLATE "C", v.id LIMIT $6`,
    [workspaceId, page.viewerId, page.experimentId ?? null, name, id, page.limit + 1],
  );
}

export const findView = (tx: Tx, workspaceId: number, of: { id: string; viewerId: string }): Promise<SavedViewRow | undefined> =>
  tx.row(`SELECT ${columns} FROM saved_view v WHERE v.workspace_id = $1 AND v.id = $2 AND ${seenBy("$3")}`, [
    workspaceId,
    of.id,
    of.viewerId,
  ]);

/** Nobody changes the view until the transaction has ended. */
export const lockView = (tx: Tx, workspaceId: number, of: { id: string; viewerId: string }): Promise<SavedViewRow | undefined> =>
  tx.row(`SELECT ${columns} FROM saved_view v WHERE v.workspace_id = $1 AND v.id = $2 AND ${seenBy("$3")} FOR UPDATE`, [
    workspaceId,
    of.id,
    of.viewerId,
  ]);

export async function countViewsOf(tx: Tx, workspaceId: number, ownerId: string): Promise<number> {
  const row = await tx.row<{ count: number }>("SELECT count(*) FROM saved_view WHERE workspace_id = $1 AND owner_id = $2", [
    workspaceId,
    ownerId,
  ]);
  return row?.count ?? 0;
}

interface NewView {
  readonly id: string;
  readonly experimentId: number | null;
  readonly ownerId: string;
  readonly name: string;
  readonly nameKey: string;
  readonly isShared: boolean;
  readonly content: SavedViewContent;
  readonly now: Date;
}

/** Undefined where the name is taken. */
export const insertView = (tx: Tx, workspaceId: number, view: NewView): Promise<SavedViewRow | undefined> =>
  tx.row(
    `INSERT INTO saved_view AS v (id, workspace_id, experiment_id, owner_id, name, name_key, is_shared, content, created_at, updated_at, updated_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $4) ON CONFLICT (workspace_id, name_key) DO NOTHING RETURNING ${columns}`,
    [view.id, workspaceId, view.experimentId, view.ownerId, view.name, view.nameKey, view.isShared, JSON.stringify(view.content), view.now],
  );

interface ChangedView {
  readonly id: string;
  readonly name: string;
  readonly nameKey: string;
  readonly isShared: boolean;
  readonly content: SavedViewContent;
  readonly by: string;
  readonly now: Date;
}

/** Undefined where the name is taken. */
export async function changeView(tx: Tx, workspaceId: number, to: ChangedView): Promise<SavedViewRow | undefined> {
  try {
    return await tx.row<SavedViewRow>(
      `UPDATE saved_view v SET name = $3, name_key = $4, is_shared = $5, content = $6, updated_by = $7, updated_at = $8, revision = revision + 1
       WHERE v.workspace_id = $1 AND v.id = $2 RETURNING ${columns}`,
      [workspaceId, to.id, to.name, to.nameKey, to.isShared, JSON.stringify(to.content), to.by, to.now],
    );
  } catch (error) {
    if (violatedConstraint(error) === "saved_view_workspace_id_name_key_key") return undefined;
    throw error;
  }
}

export const removeView = (tx: Tx, workspaceId: number, id: string): Promise<number> =>
  tx.execute("DELETE FROM saved_view WHERE workspace_id = $1 AND id = $2", [workspaceId, id]);

export async function isDefaultView(tx: Tx, workspaceId: number, viewId: string): Promise<boolean> {
  return (
    (await tx.row("SELECT 1 FROM saved_view_default WHERE workspace_id = $1 AND view_id = $2 LIMIT 1", [workspaceId, viewId])) !== undefined
  );
}

export async function findDefaultView(tx: Tx, workspaceId: number, experimentId: number): Promise<string | undefined> {
  const row = await tx.row<{ view_id: string }>("SELECT view_id FROM saved_view_default WHERE workspace_id = $1 AND experiment_id = $2", [
    workspaceId,
    experimentId,
  ]);
  return row?.view_id;
}

export const putDefaultView = (tx: Tx, workspaceId: number, of: { experimentId: number; viewId: string }): Promise<number> =>
  tx.execute(
    `INSERT INTO saved_view_default (workspace_id, experiment_id, view_id) VALUES ($1, $2, $3)
     ON CONFLICT (workspace_id, experiment_id) DO UPDATE SET view_id = $3`,
    [workspaceId, of.experimentId, of.viewId],
  );

export const removeDefaultView = (tx: Tx, workspaceId: number, experimentId: number): Promise<number> =>
  tx.execute("DELETE FROM saved_view_default WHERE workspace_id = $1 AND experiment_id = $2", [workspaceId, experimentId]);
