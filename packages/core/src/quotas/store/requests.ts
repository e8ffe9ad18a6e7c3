import type { QuotaEffect } from "@plumbline/contracts/quotas/platform";
import type { QuotaRequestState } from "@plumbline/contracts/quotas/request";
import type { Tx } from "@plumbline/db";
import type { AskedLimits } from "../on-cluster/plan-changes.ts";

export interface RequestRow {
  readonly id: string;
  readonly workspace_id: number;
  readonly number: number;
  readonly pool_id: string;
  readonly amount: number;
  readonly from_workspace_id: number | null;
  readonly until: Date | null;
  readonly limits: AskedLimits;
  readonly reason: string;
  readonly state: QuotaRequestState;
  /** Approvals that it takes. */
  readonly needed: number;
  readonly simulation: QuotaEffect;
  readonly opened_by: string;
  readonly opened_at: Date;
  readonly decided_at: Date | null;
  readonly ended_at: Date | null;
}

const columns = `r.id, r.workspace_id, r.number, r.pool_id, r.amount, r.from_workspace_id, r.until, r.limits, r.reason, r.state, r.needed, r.simulation, r.opened_by,
  r.opened_at, r.decided_at, r.ended_at`;

/** The next number of the workspace; its row orders those that ask at the same time. */
export async function takeNumber(tx: Tx, workspaceId: number): Promise<number> {
  const row = await tx.row<{ number: number }>(
    `INSERT INTO quota_request_counter (workspace_id, next_number) VALUES ($1, 2)
     ON CONFLICT (workspace_id) DO UPDATE SET next_number = quota_request_counter.next_number + 1 RETURNING next_number - 1 AS number`,
    [workspaceId],
  );
  if (!row) throw new Error("the counter of quota requests returned no number");
  return row.number;
}

export type NewRequest = Omit<RequestRow, "state" | "decided_at" | "ended_at">;

export async function insertRequest(tx: Tx, made: NewRequest): Promise<void> {
  await tx.execute(
    `INSERT INTO quota_request (id, workspace_id, number, pool_id, amount, from_workspace_id, until, limits, reason, needed, simulation, opened_by, opened_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      made.id,
      made.workspace_id,
      made.number,
      made.pool_id,
      made.amount,
      made.from_workspace_id,
      made.until,
      JSON.stringify(made.limits),
      made.reason,
      made.needed,
      JSON.stringify(made.simulation),
      made.opened_by,
      made.opened_at,
    ],
  );
}

export const countOpen = async (tx: Tx, workspaceId: number): Promise<number> =>
  (
    await tx.row<{ count: number }>("SELECT count(*)::int AS count FROM quota_request r WHERE r.workspace_id = $1 AND r.state = 'open'", [
      workspaceId,
    ])
  )?.count ?? 0;

export const findRequest = (tx: Tx, workspaceId: number, number: number): Promise<RequestRow | undefined> =>
  tx.row(`SELECT ${columns} FROM quota_request r WHERE r.workspace_id = $1 AND r.number = $2`, [workspaceId, number]);

/** Held until the end of the transaction. */
export const lockRequest = (tx: Tx, workspaceId: number, number: number): Promise<RequestRow | undefined> =>
  tx.row(`SELECT ${columns} FROM quota_request r WHERE r.workspace_id = $1 AND r.number = $2 FOR UPDATE`, [workspaceId, number]);

/** Of any workspace, held until the end of the transaction; asked as the database role `system`. */
export const lockRequestById = (tx: Tx, id: string): Promise<RequestRow | undefined> =>
  tx.row(`SELECT ${columns} FROM quota_request r WHERE r.id = $1 FOR UPDATE`, [id]);

export const selectRequests = (
  tx: Tx,
  workspaceId: number,
  page: { isOpenOnly: boolean; before: number | null; limit: number },
): Promise<RequestRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM quota_request r WHERE r.workspace_id = $1 AND (NOT $2 OR r.state = 'open') AND ($3::int IS NULL OR r.number < $3)
     ORDER BY r.number DESC LIMIT $4`,
    [workspaceId, page.isOpenOnly, page.before, page.limit],
  );

const undecidedMax = 200;

/** Of all workspaces, oldest first; asked as `system`. */
export const selectUndecided = (tx: Tx): Promise<RequestRow[]> =>
  tx.rows(`SELECT ${columns} FROM quota_request r WHERE r.state = 'open' ORDER BY r.opened_at, r.id LIMIT ${undecidedMax}`);

interface Ending {
  readonly state: Exclude<QuotaRequestState, "open">;
  readonly at: Date;
}

/** Decides what is open: nothing is decided twice. */
export const closeRequest = async (tx: Tx, id: string, { state, at }: Ending): Promise<boolean> =>
  (await tx.execute("UPDATE quota_request SET state = $2, decided_at = $3 WHERE id = $1 AND state = 'open'", [id, state, at])) > 0;

/** What was approved counts no longer: its day is over, or nobody applied it on the cluster. */
export const endApproved = async (tx: Tx, id: string, { state, at }: { state: "ended" | "expired"; at: Date }): Promise<boolean> =>
  (await tx.execute("UPDATE quota_request SET state = $2, ended_at = $3 WHERE id = $1 AND state = 'approved'", [id, state, at])) > 0;

export interface VoteRow {
  readonly request_id: string;
  readonly user_id: string;
  readonly choice: "approve" | "reject";
  readonly reason: string;
  readonly at: Date;
}

export const selectVotes = (tx: Tx, requestIds: readonly string[]): Promise<VoteRow[]> =>
  tx.rows("SELECT request_id, user_id, choice, reason, at FROM quota_vote WHERE request_id = ANY($1::uuid[]) ORDER BY at, user_id", [
    requestIds,
  ]);

/** False when they have decided before. */
export const insertVote = async (tx: Tx, vote: VoteRow & { workspaceId: number }): Promise<boolean> =>
  (await tx.execute(
    "INSERT INTO quota_vote (workspace_id, request_id, user_id, choice, reason, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
    [vote.workspaceId, vote.request_id, vote.user_id, vote.choice, vote.reason, vote.at],
  )) > 0;

export interface CommentRow {
  readonly id: string;
  readonly request_id: string;
  readonly author_id: string;
  readonly text: string;
  readonly at: Date;
}

export const selectComments = (tx: Tx, requestIds: readonly string[]): Promise<CommentRow[]> =>
  tx.rows("SELECT id, request_id, author_id, text, at FROM quota_comment WHERE request_id = ANY($1::uuid[]) ORDER BY at, id", [requestIds]);

export async function insertComment(tx: Tx, workspaceId: number, made: CommentRow): Promise<void> {
  await tx.execute("INSERT INTO quota_comment (id, workspace_id, request_id, author_id, text, at) VALUES ($1, $2, $3, $4, $5, $6)", [
    made.id,
    workspaceId,
    made.request_id,
    made.author_id,
    made.text,
    made.at,
  ]);
}

export interface GrantRow {
  readonly request_id: string;
  readonly workspace_id: number;
  readonly pool_id: string;
  readonly amount: number;
  readonly until: Date | null;
}

export async function insertGrant(tx: Tx, grant: GrantRow & { since: Date }): Promise<void> {
  await tx.execute("INSERT INTO quota_grant (request_id, workspace_id, pool_id, amount, since, until) VALUES ($1, $2, $3, $4, $5, $6)", [
    grant.request_id,
    grant.workspace_id,
    grant.pool_id,
    grant.amount,
    grant.since,
    grant.until,
  ]);
}

export const endGrants = (tx: Tx, requestId: string, at: Date): Promise<number> =>
  tx.execute("UPDATE quota_grant SET ended_at = $2 WHERE request_id = $1 AND ended_at IS NULL", [requestId, at]);

/** Requests whose time is over: approved ones that have reached their day or that nobody applied, and open ones that nobody decided; asked as `system`. */
export const selectOver = (tx: Tx, { now, openedBefore }: { now: Date; openedBefore: Date }): Promise<RequestRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM quota_request r
     WHERE (r.state = 'approved' AND (r.until <= $1 OR EXISTS (
         SELECT 1 FROM quota_change c WHERE c.request_id = r.id AND NOT c.is_return AND c.state IN ('owner', 'failed') AND c.at <= $2)))
       OR (r.state = 'open' AND (r.until <= $1 OR r.opened_at <= $2)) ORDER BY r.opened_at, r.id LIMIT 1000`,
    [now, openedBefore],
  );

/** Administrators of the platform: they decide. */
export const selectDeciders = async (tx: Tx): Promise<string[]> =>
  (await tx.rows<{ user_id: string }>("SELECT user_id FROM access_platform_admin ORDER BY user_id")).map(({ user_id }) => user_id);

/** Where each administrator of the platform can be told something: in that workspace where they are in it, else in the first of theirs. */
export const selectInboxesOfDeciders = (tx: Tx, workspaceId: number): Promise<{ user_id: string; workspace_id: number }[]> =>
  tx.rows(
    `SELECT DISTINCT ON (a.user_id) a.user_id, m.workspace_id FROM access_platform_admin a JOIN workspaces_membership m ON m.user_id = a.user_id
     ORDER BY a.user_id, m.workspace_id = $1 DESC, m.workspace_id`,
    [workspaceId],
  );
