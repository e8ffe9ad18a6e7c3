import type { Tx } from "@plumbline/db";

export interface NoteRow {
  readonly version: number;
  readonly text: string;
  /** Null for a client that logged the tag. */
  readonly author_id: string | null;
  readonly at: Date;
}

interface NotePage {
  readonly runKey: number;
  /** Versions before this one. */
  readonly before: number | undefined;
  readonly limit: number;
}

/** Newest first. Rows are written where the tag is, by the database itself: whoever sets the tag, the history has it. */
export const listNoteRows = (tx: Tx, workspaceId: number, { runKey, before, limit }: NotePage): Promise<NoteRow[]> =>
  tx.rows(
    `SELECT version, text, author_id, at FROM run_note_version
     WHERE workspace_id = $1 AND run_key = $2 AND ($3::int IS NULL OR version < $3) ORDER BY version DESC LIMIT $4`,
    [workspaceId, runKey, before ?? null, limit],
  );
