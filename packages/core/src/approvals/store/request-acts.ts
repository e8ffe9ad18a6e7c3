import type { VoteChoice } from "@plumbline/contracts/approvals/request";
import type { Tx } from "@plumbline/db";

export interface VoteRow {
  readonly id: string;
  readonly voter_id: string;
  readonly on_behalf_of: string | null;
  readonly choice: VoteChoice;
  readonly reason: string;
  readonly conflict: string;
  readonly basis: Buffer;
  /** What each required clause was met by when the vote was cast: clause id to a digest. */
  readonly clauses: Readonly<Record<string, string>>;
  readonly cast_at: Date;
}

/** All votes of a request in the order in which they were cast. */
export const selectVotes = (tx: Tx, workspaceId: number, number: number): Promise<VoteRow[]> =>
  tx.rows(
    `SELECT id, voter_id, on_behalf_of, choice, reason, conflict, basis, clauses, cast_at FROM vote
     WHERE workspace_id = $1 AND request_number = $2 ORDER BY cast_at, id`,
    [workspaceId, number],
  );

interface NewVote extends VoteRow {
  readonly number: number;
  readonly sessionId: string;
}

export async function insertVote(tx: Tx, workspaceId: number, made: NewVote): Promise<void> {
  await tx.execute(
    `INSERT INTO vote (id, workspace_id, request_number, voter_id, on_behalf_of, choice, reason, conflict, basis, clauses, session_id, cast_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      made.id,
      workspaceId,
      made.number,
      made.voter_id,
      made.on_behalf_of,
      made.choice,
      made.reason,
      made.conflict,
      made.basis,
      JSON.stringify(made.clauses),
      made.sessionId,
      made.cast_at,
    ],
  );
}

export interface CommentRow {
  readonly id: string;
  readonly author_id: string;
  readonly body: string;
  readonly mentions: string[];
  readonly at: Date;
}

export const selectComments = (tx: Tx, workspaceId: number, number: number): Promise<CommentRow[]> =>
  tx.rows("SELECT id, author_id, body, mentions, at FROM request_comment WHERE workspace_id = $1 AND request_number = $2 ORDER BY at, id", [
    workspaceId,
    number,
  ]);

export async function insertComment(tx: Tx, workspaceId: number, made: CommentRow & { number: number }): Promise<void> {
  await tx.execute(
    "INSERT INTO request_comment (id, workspace_id, request_number, author_id, body, mentions, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [made.id, workspaceId, made.number, made.author_id, made.body, made.mentions, made.at],
  );
}

export const selectFollowers = async (tx: Tx, workspaceId: number, number: number): Promise<string[]> =>
  (
    await tx.rows<{ user_id: string }>(
      "SELECT user_id FROM request_follower WHERE workspace_id = $1 AND request_number = $2 ORDER BY user_id",
      [workspaceId, number],
    )
  ).map(({ user_id }) => user_id);

export async function putFollower(tx: Tx, workspaceId: number, of: { number: number; userIds: readonly string[] }): Promise<void> {
  await tx.execute(
    `INSERT INTO request_follower (workspace_id, request_number, user_id) SELECT DISTINCT $1::int, $2::int, id FROM unnest($3::text[]) AS id ORDER BY 3
     ON CONFLICT (workspace_id, request_number, user_id) DO NOTHING`,
    [workspaceId, of.number, of.userIds],
  );
}

export async function removeFollower(tx: Tx, workspaceId: number, of: { number: number; userId: string }): Promise<void> {
  await tx.execute("DELETE FROM request_follower WHERE workspace_id = $1 AND request_number = $2 AND user_id = $3", [
    workspaceId,
    of.number,
    of.userId,
  ]);
}

export interface EventRow {
  readonly kind: string;
  readonly text: string;
  readonly by: string | null;
  readonly at: Date;
}

export const selectEvents = (tx: Tx, workspaceId: number, number: number): Promise<EventRow[]> =>
  tx.rows("SELECT kind, text, by, at FROM request_event WHERE workspace_id = $1 AND request_number = $2 ORDER BY id", [
    workspaceId,
    number,
  ]);

export async function insertEvent(tx: Tx, workspaceId: number, made: EventRow & { number: number }): Promise<void> {
  await tx.execute('INSERT INTO request_event (workspace_id, request_number, kind, text, "by", at) VALUES ($1, $2, $3, $4, $5, $6)', [
    workspaceId,
    made.number,
    made.kind,
    made.text,
    made.by,
    made.at,
  ]);
}

export interface ConfirmationRow {
  readonly user_id: string;
  /** The group or role that let them confirm. */
  readonly seat: string;
  readonly reason: string;
  readonly at: Date;
}

export const selectConfirmations = (tx: Tx, workspaceId: number, number: number): Promise<ConfirmationRow[]> =>
  tx.rows(
    "SELECT user_id, seat, reason, at FROM break_glass_confirmation WHERE workspace_id = $1 AND request_number = $2 ORDER BY at, user_id",
    [workspaceId, number],
  );

/** False when they have confirmed already. */
export const insertConfirmation = async (tx: Tx, workspaceId: number, made: ConfirmationRow & { number: number }): Promise<boolean> =>
  (await tx.execute(
    `INSERT INTO break_glass_confirmation (workspace_id, request_number, user_id, seat, reason, at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (workspace_id, request_number, user_id) DO NOTHING`,
    [workspaceId, made.number, made.user_id, made.seat, made.reason, made.at],
  )) > 0;
