import type { Tx } from "@plumbline/db";

export interface CommentRow {
  readonly id: string;
  readonly author_id: string;
  readonly body: string;
  readonly mentions: string[];
  readonly at: Date;
  readonly edited_at: Date | null;
}

const columns = "id, author_id, body, mentions, at, edited_at";

interface CommentPage {
  readonly runKey: number;
  readonly before: string | undefined;
  readonly limit: number;
}

/** Newest first: their ids are in the order in which they were written. */
export const listCommentRows = (tx: Tx, workspaceId: number, { runKey, before, limit }: CommentPage): Promise<CommentRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM run_comment
     WHERE workspace_id = $1 AND run_key = $2 AND ($3::uuid IS NULL OR id < $3) ORDER BY id DESC LIMIT $4`,
    [workspaceId, runKey, before ?? null, limit],
  );

export async function countComments(tx: Tx, workspaceId: number, runKey: number): Promise<number> {
  const row = await tx.row<{ count: number }>("SELECT count(*) FROM run_comment WHERE workspace_id = $1 AND run_key = $2", [
    workspaceId,
    runKey,
  ]);
  return row?.count ?? 0;
}

/** Everybody who has commented on the run. */
export async function findCommenters(tx: Tx, workspaceId: number, runKey: number): Promise<string[]> {
  const rows = await tx.rows<{ author_id: string }>("SELECT DISTINCT author_id FROM run_comment WHERE workspace_id = $1 AND run_key = $2", [
    workspaceId,
    runKey,
  ]);
  return rows.map(({ author_id }) => author_id);
}

/** Held until the end of the transaction. */
export const lockComment = (tx: Tx, workspaceId: number, of: { runKey: number; id: string }): Promise<CommentRow | undefined> =>
  tx.row(`SELECT ${columns} FROM run_comment WHERE workspace_id = $1 AND run_key = $2 AND id = $3 FOR UPDATE`, [
    workspaceId,
    of.runKey,
    of.id,
  ]);

export const insertComment = (tx: Tx, workspaceId: number, row: CommentRow & { runKey: number }): Promise<number> =>
  tx.execute("INSERT INTO run_comment (id, workspace_id, run_key, author_id, body, mentions, at) VALUES ($1, $2, $3, $4, $5, $6, $7)", [
    row.id,
    workspaceId,
    row.runKey,
    row.author_id,
    row.body,
    row.mentions,
    row.at,
  ]);

export const changeComment = (tx: Tx, workspaceId: number, row: CommentRow): Promise<number> =>
  tx.execute("UPDATE run_comment SET body = $3, mentions = $4, edited_at = $5 WHERE workspace_id = $1 AND id = $2", [
    workspaceId,
    row.id,
    row.body,
    row.mentions,
    row.edited_at,
  ]);

export const removeComment = (tx: Tx, workspaceId: number, id: string): Promise<number> =>
  tx.execute("DELETE FROM run_comment WHERE workspace_id = $1 AND id = $2", [workspaceId, id]);

/** Those of the people who are members of the workspace. */
export async function findMembers(tx: Tx, workspaceId: number, userIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ user_id: string }>(
    "SELECT user_id FROM workspaces_membership WHERE workspace_id = $1 AND user_id = ANY($2::uuid[])",
    [workspaceId, userIds],
  );
  return new Set(rows.map(({ user_id }) => user_id));
}
