import type { Tx } from "@plumbline/db";

export interface ReportRow {
  readonly id: string;
  readonly owner_id: string;
  readonly title: string;
  readonly text: string;
  readonly is_shared: boolean;
  readonly revision: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly updated_by: string;
}

const columns = "r.id, r.owner_id, r.title, r.text, r.is_shared, r.revision, r.created_at, r.updated_at, r.updated_by";
/** Somebody else's private report is not there for the viewer. */
const seenBy = (viewer: string): string => `(r.is_shared OR r.owner_id = ${viewer})`;

interface ReportPage {
  readonly viewerId: string;
  readonly limit: number;
  /** Instant and id of the last report of the page before. */
  readonly after: readonly unknown[] | undefined;
}

/** Those changed last first, without their text; one row more than `limit` tells that there are more. */
export function listReportRows(tx: Tx, workspaceId: number, { viewerId, limit, after }: ReportPage): Promise<ReportRow[]> {
  const [at = null, id = null] = after ?? [];
  return tx.rows(
    `SELECT r.id, r.owner_id, r.title, '' AS text, r.is_shared, r.revision, r.created_at, r.updated_at, r.updated_by FROM report r
     WHERE r.workspace_id = $1 AND ${seenBy("$2")}
       AND ($3::timestamptz IS NULL OR r.updated_at < $3 OR (r.updated_at = $3 AND r.id > $4::uuid))
     ORDER BY r.updated_at DESC, r.id LIMIT $5`,
    [workspaceId, viewerId, at, id, limit + 1],
  );
}

interface Seen {
  readonly id: string;
  readonly viewerId: string;
}

export const findReport = (tx: Tx, workspaceId: number, { id, viewerId }: Seen): Promise<ReportRow | undefined> =>
  tx.row(`SELECT ${columns} FROM report r WHERE r.workspace_id = $1 AND r.id = $2 AND ${seenBy("$3")}`, [workspaceId, id, viewerId]);

/** Nobody changes it until the transaction has ended. */
export const lockReport = (tx: Tx, workspaceId: number, { id, viewerId }: Seen): Promise<ReportRow | undefined> =>
  tx.row(`SELECT ${columns} FROM report r WHERE r.workspace_id = $1 AND r.id = $2 AND ${seenBy("$3")} FOR UPDATE`, [
    workspaceId,
    id,
    viewerId,
  ]);

export async function countReportsOf(tx: Tx, workspaceId: number, ownerId: string): Promise<number> {
  const row = await tx.row<{ count: number }>("SELECT count(*) FROM report WHERE workspace_id = $1 AND owner_id = $2", [
    workspaceId,
    ownerId,
  ]);
  return row?.count ?? 0;
}

/** Writes a report as it now is, and its version. */
export async function putReport(tx: Tx, workspaceId: number, row: ReportRow): Promise<void> {
  await tx.execute(
    `INSERT INTO report (id, workspace_id, owner_id, title, text, is_shared, revision, created_at, updated_at, updated_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (id) DO UPDATE SET title = $4, text = $5, is_shared = $6, revision = $7, updated_at = $9, updated_by = $10`,
    [row.id, workspaceId, row.owner_id, row.title, row.text, row.is_shared, row.revision, row.created_at, row.updated_at, row.updated_by],
  );
  await tx.execute(
    "INSERT INTO report_version (workspace_id, report_id, revision, title, text, author_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [workspaceId, row.id, row.revision, row.title, row.text, row.updated_by, row.updated_at],
  );
}

export const dropVersionsUpTo = (tx: Tx, workspaceId: number, of: { id: string; revision: number }): Promise<number> =>
  tx.execute("DELETE FROM report_version WHERE workspace_id = $1 AND report_id = $2 AND revision <= $3", [workspaceId, of.id, of.revision]);

export interface VersionRow {
  readonly revision: number;
  readonly title: string;
  readonly text: string;
  readonly author_id: string;
  readonly at: Date;
}

/** Newest first. */
export const listVersionRows = (
  tx: Tx,
  workspaceId: number,
  page: { id: string; before: number | undefined; limit: number },
): Promise<VersionRow[]> =>
  tx.rows(
    `SELECT revision, title, text, author_id, at FROM report_version
     WHERE workspace_id = $1 AND report_id = $2 AND ($3::int IS NULL OR revision < $3) ORDER BY revision DESC LIMIT $4`,
    [workspaceId, page.id, page.before ?? null, page.limit],
  );

export const removeReport = (tx: Tx, workspaceId: number, id: string): Promise<number> =>
  tx.execute("DELETE FROM report WHERE workspace_id = $1 AND id = $2", [workspaceId, id]);
