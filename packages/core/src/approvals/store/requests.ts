import type { PolicyBinding, RequestKind, RequestState } from "@plumbline/contracts/approvals/request";
import type { RiskTier, Stage, Use } from "@plumbline/contracts/approvals/stage";
import type { Tx } from "@plumbline/db";
import type { DecisionRecord } from "../decision-record.ts";
import type { SubjectKey } from "../subjects.ts";

/** Counts for lists, as they were when the request was last looked at. */
export interface RequestProgress {
  readonly clausesMet: number;
  readonly clauses: number;
  readonly approvalsGiven: number;
  readonly approvalsNeeded: number;
  /** People who may vote and have not, on the present basis. */
  readonly waitingFor: readonly string[];
}

export interface RequestRow {
  readonly number: number;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly title: string;
  readonly subject_kind: string;
  readonly subject_ref: string;
  readonly digest: Buffer | null;
  readonly tier: RiskTier | null;
  readonly from_stage: Stage | null;
  readonly to_stage: Stage | null;
  readonly environment: string | null;
  readonly uses: Use[];
  readonly canary_max_percent: number | null;
  readonly make_champion: boolean;
  readonly payload: Readonly<Record<string, unknown>> | null;
  readonly reason: string;
  readonly policies: PolicyBinding[];
  readonly progress: RequestProgress;
  readonly opened_by: string;
  readonly opened_at: Date;
  readonly expires_at: Date;
  readonly decided_at: Date | null;
  readonly decision: DecisionRecord | null;
  readonly review_due_at: Date | null;
  readonly reviewed_at: Date | null;
  readonly reviewed_by: string | null;
  readonly review_note: string | null;
}

const columns = `r.number, r.kind, r.state, r.title, r.subject_kind, r.subject_ref, r.digest, r.tier, r.from_stage, r.to_stage, r.environment, r.uses,
  r.canary_max_percent, r.make_champion, r.payload, r.reason, r.policies, r.progress, r.opened_by, r.opened_at, r.expires_at, r.decided_at, r.decision,
  r.review_due_at, r.reviewed_at, r.reviewed_by, r.review_note`;

/** The next number of the workspace; its row orders those that open requests at the same time. */
export async function takeNumber(tx: Tx, workspaceId: number): Promise<number> {
  const row = await tx.row<{ number: number }>(
    `INSERT INTO request_counter (workspace_id, next_number) VALUES ($1, 2)
     ON CONFLICT (workspace_id) DO UPDATE SET next_number = request_counter.next_number + 1 RETURNING next_number - 1 AS number`,
    [workspaceId],
  );
  if (!row) throw new Error("the counter of requests returned no number");
  return row.number;
}

export type NewRequest = Omit<
  RequestRow,
  "state" | "decided_at" | "decision" | "review_due_at" | "reviewed_at" | "reviewed_by" | "review_note" | "progress"
>;

export async function insertRequest(tx: Tx, workspaceId: number, made: NewRequest): Promise<void> {
  const progress: RequestProgress = { clausesMet: 0, clauses: 0, approvalsGiven: 0, approvalsNeeded: 0, waitingFor: [] };
  await tx.execute(
    `INSERT INTO promotion_request (workspace_id, number, kind, state, title, subject_kind, subject_ref, digest, tier, from_stage, to_stage, environment,
       uses, canary_max_percent, make_champion, payload, reason, policies, progress, opened_by, opened_at, expires_at)
     VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
    [
      workspaceId,
      made.number,
      made.kind,
      made.title,
      made.subject_kind,
      made.subject_ref,
      made.digest,
      made.tier,
      made.from_stage,
      made.to_stage,
      made.environment,
      made.uses,
      made.canary_max_percent,
      made.make_champion,
      made.payload === null ? null : JSON.stringify(made.payload),
      made.reason,
      JSON.stringify(made.policies),
      JSON.stringify(progress),
      made.opened_by,
      made.opened_at,
      made.expires_at,
    ],
  );
}

export const findRequest = (tx: Tx, workspaceId: number, number: number): Promise<RequestRow | undefined> =>
  tx.row(`SELECT ${columns} FROM promotion_request r WHERE r.workspace_id = $1 AND r.number = $2`, [workspaceId, number]);

/** Holds the request until the end of the transaction: second of the lock order policy, request, version. */
export const lockRequest = (tx: Tx, workspaceId: number, number: number): Promise<RequestRow | undefined> =>
  tx.row(`SELECT ${columns} FROM promotion_request r WHERE r.workspace_id = $1 AND r.number = $2 FOR UPDATE`, [workspaceId, number]);

const undecided = "r.state IN ('open', 'voting')";

/** Undecided requests about a subject, held, in the order of their numbers. */
export const lockUndecidedOf = (tx: Tx, workspaceId: number, subject: SubjectKey): Promise<RequestRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM promotion_request r WHERE r.workspace_id = $1 AND r.subject_kind = $2 AND r.subject_ref = $3 AND ${undecided}
     ORDER BY r.number FOR UPDATE`,
    [workspaceId, subject.kind, subject.ref],
  );

/** Undecided requests for an environment, held, in the order of their numbers. */
export const lockUndecidedIn = (tx: Tx, workspaceId: number, environment: string): Promise<RequestRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM promotion_request r WHERE r.workspace_id = $1 AND r.environment = $2 AND ${undecided} ORDER BY r.number FOR UPDATE`,
    [workspaceId, environment],
  );

/** Undecided requests of the workspace, in the order of their numbers. */
export const selectUndecided = (tx: Tx, workspaceId: number, options: { readonly hold: boolean }): Promise<RequestRow[]> =>
  tx.rows(
    `SELECT ${columns} FROM promotion_request r WHERE r.workspace_id = $1 AND ${undecided} ORDER BY r.number${options.hold ? " FOR UPDATE" : ""}`,
    [workspaceId],
  );

/** The undecided request that asks the same of the same subject. */
export const findSameWish = (
  tx: Tx,
  workspaceId: number,
  wish: { subject: SubjectKey; kind: RequestKind; toStage: Stage | null; environment: string | null },
): Promise<{ number: number } | undefined> =>
  tx.row(
    `SELECT r.number FROM promotion_request r WHERE r.workspace_id = $1 AND r.subject_kind = $2 AND r.subject_ref = $3 AND ${undecided}
       AND r.kind = $4 AND r.to_stage IS NOT DISTINCT FROM $5 AND r.environment IS NOT DISTINCT FROM $6 ORDER BY r.number LIMIT 1`,
    [workspaceId, wish.subject.kind, wish.subject.ref, wish.kind, wish.toStage, wish.environment],
  );

export const selectRejections = (
  tx: Tx,
  workspaceId: number,
  of: { digest: Buffer; before: number },
): Promise<{ number: number; decided_at: Date; decision: DecisionRecord }[]> =>
  tx.rows(
    `SELECT r.number, r.decided_at, r.decision FROM promotion_request r
     WHERE r.workspace_id = $1 AND r.digest = $2 AND r.state = 'rejected' AND r.number <> $3 ORDER BY r.number DESC LIMIT 20`,
    [workspaceId, of.digest, of.before],
  );

interface ListFilter {
  readonly state: "undecided" | "decided" | "all";
  readonly subject?: SubjectKey | undefined;
  readonly kind?: RequestKind | undefined;
  /** Only those that wait for this person. */
  readonly waitingFor?: string | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

export function selectRequests(tx: Tx, workspaceId: number, filter: ListFilter): Promise<RequestRow[]> {
  const states = filter.state === "undecided" ? ["open", "voting"] : ["approved", "rejected", "withdrawn", "expired"];
  return tx.rows(
    `SELECT ${columns} FROM promotion_request r WHERE r.workspace_id = $1 AND ($2::text[] IS NULL OR r.state = ANY($2))
       AND ($3::text IS NULL OR (r.subject_kind = $3 AND r.subject_ref = $4)) AND ($5::text IS NULL OR r.kind = $5)
       AND ($6::text IS NULL OR (${undecided} AND r.progress -> 'waitingFor' ? $6)) AND ($7::int IS NULL OR r.number < $7)
     ORDER BY r.number DESC LIMIT $8`,
    [
      workspaceId,
      filter.state === "all" ? null : states,
      filter.subject?.kind ?? null,
      filter.subject?.ref ?? null,
      filter.kind ?? null,
      filter.waitingFor ?? null,
      filter.before ?? null,
      filter.limit,
    ],
  );
}

export const countWaiting = async (tx: Tx, workspaceId: number, userId: string): Promise<number> =>
  (
    await tx.row<{ count: number }>(
      `SELECT count(*)::int AS count FROM promotion_request r WHERE r.workspace_id = $1 AND ${undecided} AND r.progress -> 'waitingFor' ? $2`,
      [workspaceId, userId],
    )
  )?.count ?? 0;

interface RequestUpdate {
  readonly number: number;
  readonly state: RequestState;
  readonly progress: RequestProgress;
  readonly policies: readonly PolicyBinding[];
}

export async function updateRequest(tx: Tx, workspaceId: number, change: RequestUpdate): Promise<void> {
  await tx.execute("UPDATE promotion_request SET state = $3, progress = $4, policies = $5 WHERE workspace_id = $1 AND number = $2", [
    workspaceId,
    change.number,
    change.state,
    JSON.stringify(change.progress),
    JSON.stringify(change.policies),
  ]);
}

interface Ending {
  readonly number: number;
  readonly state: Exclude<RequestState, "open" | "voting">;
  readonly at: Date;
  readonly decision: DecisionRecord | null;
  readonly reviewDueAt?: Date | undefined;
}

export async function endRequest(tx: Tx, workspaceId: number, ending: Ending): Promise<void> {
  await tx.execute(
    "UPDATE promotion_request SET state = $3, decided_at = $4, decision = $5, review_due_at = $6 WHERE workspace_id = $1 AND number = $2",
    [
      workspaceId,
      ending.number,
      ending.state,
      ending.at,
      ending.decision === null ? null : JSON.stringify(ending.decision),
      ending.reviewDueAt ?? null,
    ],
  );
}

export async function setReview(
  tx: Tx,
  workspaceId: number,
  review: { number: number; by: string; at: Date; note: string },
): Promise<void> {
  await tx.execute(
    "UPDATE promotion_request SET reviewed_at = $3, reviewed_by = $4, review_note = $5 WHERE workspace_id = $1 AND number = $2",
    [workspaceId, review.number, review.at, review.by, review.note],
  );
}

/** Workspaces with undecided requests; asked as the database role `system`. */
export const selectWorkspacesWithRequests = (tx: Tx): Promise<{ workspace_id: number; name: string }[]> =>
  tx.rows(
    `SELECT DISTINCT r.workspace_id, w.name FROM promotion_request r JOIN workspaces_tenant w ON w.workspace_id = r.workspace_id
     WHERE ${undecided} ORDER BY r.workspace_id`,
  );

/** Decisions with what they were made on, oldest first, the newest 500. */
export const selectDecisions = (tx: Tx, workspaceId: number): Promise<RequestRow[]> =>
  tx.rows(
    `SELECT * FROM (SELECT ${columns} FROM promotion_request r
       WHERE r.workspace_id = $1 AND r.decision IS NOT NULL AND r.state IN ('approved', 'rejected') ORDER BY r.number DESC LIMIT 500) newest
     ORDER BY number`,
    [workspaceId],
  );

/** Remembers that voters were reminded; false when somebody else has done it since `since`. */
export const markReminded = async (tx: Tx, workspaceId: number, of: { number: number; at: Date; since: Date }): Promise<boolean> =>
  (await tx.execute(
    "UPDATE promotion_request SET reminded_at = $3 WHERE workspace_id = $1 AND number = $2 AND (reminded_at IS NULL OR reminded_at < $4)",
    [workspaceId, of.number, of.at, of.since],
  )) > 0;
