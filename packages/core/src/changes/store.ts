import { statement, type Tx } from "@plumbline/db";

/** Where a reader stands: transaction id and row id, in the order in which rows may be read. */
export interface Position {
  readonly xid: string;
  readonly id: number;
}

export interface ChangeRow {
  id: number;
  workspace_id: number;
  topic: string;
  subject: string;
  kind: string;
  data: Record<string, unknown> | null;
  xid: string;
  created_at: Date;
}

const columns = "id, workspace_id, topic, subject, kind, data, xid::text AS xid, created_at";
// A transaction below the snapshot's xmin has ended, so no row can still appear before one that was read.
const settled = "xid < pg_snapshot_xmin(pg_current_snapshot())";

const selectAfter = statement(
  "changes.select-after",
  `SELECT ${columns} FROM change WHERE (xid, id) > ($1::xid8, $2::bigint) AND ${settled} ORDER BY xid, id LIMIT $3`,
);

/** Settled changes of every workspace after a position. */
export const selectChanges = (tx: Tx, after: Position, limit: number): Promise<ChangeRow[]> =>
  tx.rows<ChangeRow>(selectAfter, [after.xid, after.id, limit]);

const selectOfWorkspace = statement(
  "changes.select-of-workspace",
  `SELECT ${columns} FROM change WHERE workspace_id = $1 AND (xid, id) > ($2::xid8, $3::bigint) AND ${settled} ORDER BY xid, id LIMIT $4`,
);

/** Settled changes of one workspace after a position. */
export const selectWorkspaceChanges = (tx: Tx, workspaceId: number, range: { after: Position; limit: number }): Promise<ChangeRow[]> =>
  tx.rows<ChangeRow>(selectOfWorkspace, [workspaceId, range.after.xid, range.after.id, range.limit]);

/** The position before the next change that can become readable. */
export async function currentPosition(tx: Tx): Promise<Position> {
  const row = await tx.row<{ xmin: string }>("SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin");
  return { xid: row?.xmin ?? "0", id: 0 };
}

/** The least transaction id that this database has not given out. */
export async function nextTransaction(tx: Tx): Promise<string> {
  const row = await tx.row<{ xmax: string }>("SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xmax");
  return row?.xmax ?? "0";
}

/** Whether changes are written that may not be read yet. */
export async function hasUnsettled(tx: Tx): Promise<boolean> {
  const row = await tx.row<{ found: boolean }>(
    "SELECT xid >= pg_snapshot_xmin(pg_current_snapshot()) AS found FROM change ORDER BY xid DESC, id DESC LIMIT 1",
  );
  return row?.found ?? false;
}

export const notify = (tx: Tx): Promise<number> => tx.execute("SELECT pg_notify('plumbline_change', '')");

export const deleteBefore = (tx: Tx, instant: Date): Promise<number> => tx.execute("DELETE FROM change WHERE created_at < $1", [instant]);
