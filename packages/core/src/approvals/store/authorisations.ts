import type { Condition } from "@plumbline/contracts/approvals/policy-document";
import type { PolicyBinding } from "@plumbline/contracts/approvals/request";
import type { Use } from "@plumbline/contracts/approvals/stage";
import type { Tx } from "@plumbline/db";
import type { SubjectKey } from "../subjects.ts";

export interface AuthorisationRow {
  readonly id: string;
  readonly subject_kind: string;
  readonly subject_ref: string;
  readonly digest: Buffer;
  readonly environment: string;
  readonly uses: Use[];
  readonly canary_max_percent: number | null;
  readonly conditions: Condition[];
  readonly policies: PolicyBinding[];
  readonly request_number: number | null;
  readonly is_break_glass: boolean;
  readonly valid_from: Date;
  readonly valid_until: Date | null;
  readonly ended_at: Date | null;
  readonly end_reason: string | null;
}

const columns = `a.id, a.subject_kind, a.subject_ref, a.digest, a.environment, a.uses, a.canary_max_percent, a.conditions, a.policies, a.request_number,
  a.is_break_glass, a.valid_from, a.valid_until, a.ended_at, a.end_reason`;

export interface NewAuthorisation {
  readonly id: string;
  readonly subject: SubjectKey;
  readonly digest: string;
  readonly environment: string;
  readonly uses: readonly Use[];
  readonly canaryMaxPercent: number | null;
  readonly conditions: readonly Condition[];
  readonly policies: readonly PolicyBinding[];
  readonly requestNumber: number | null;
  readonly isBreakGlass: boolean;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
}

export async function insertAuthorisation(tx: Tx, workspaceId: number, made: NewAuthorisation): Promise<void> {
  await tx.execute(
    `INSERT INTO authorisation (id, workspace_id, subject_kind, subject_ref, digest, environment, uses, canary_max_percent, conditions, policies,
       request_number, is_break_glass, valid_from, valid_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      made.id,
      workspaceId,
      made.subject.kind,
      made.subject.ref,
      Buffer.from(made.digest, "hex"),
      made.environment,
      made.uses,
      made.canaryMaxPercent,
      JSON.stringify(made.conditions),
      JSON.stringify(made.policies),
      made.requestNumber,
      made.isBreakGlass,
      made.validFrom,
      made.validUntil,
    ],
  );
}

interface AuthorisationFilter {
  /** Only what held at this instant; null for all there ever was. */
  readonly at: Date | null;
  readonly environment?: string | undefined;
  readonly subject?: SubjectKey | undefined;
  readonly limit: number;
}

export function selectAuthorisations(tx: Tx, workspaceId: number, filter: AuthorisationFilter): Promise<AuthorisationRow[]> {
  return tx.rows(
    `SELECT ${columns} FROM authorisation a WHERE a.workspace_id = $1
       AND ($2::timestamptz IS NULL OR (a.valid_from <= $2 AND (a.valid_until IS NULL OR a.valid_until > $2) AND (a.ended_at IS NULL OR a.ended_at > $2)))
       AND ($3::text IS NULL OR a.environment = $3) AND ($4::text IS NULL OR (a.subject_kind = $4 AND a.subject_ref = $5))
     ORDER BY a.valid_from DESC, a.id DESC LIMIT $6`,
    [workspaceId, filter.at, filter.environment ?? null, filter.subject?.kind ?? null, filter.subject?.ref ?? null, filter.limit],
  );
}

export const findAuthorisation = (tx: Tx, workspaceId: number, id: string): Promise<AuthorisationRow | undefined> =>
  tx.row(`SELECT ${columns} FROM authorisation a WHERE a.workspace_id = $1 AND a.id = $2`, [workspaceId, id]);

interface Ending {
  readonly ids: readonly string[];
  readonly at: Date;
  readonly reason: string;
  readonly by: string;
}

/** Ends those that still hold; the others stay as they ended. */
export async function endAuthorisationRows(tx: Tx, workspaceId: number, ending: Ending): Promise<number> {
  return tx.execute(
    `UPDATE authorisation SET ended_at = $3, end_reason = $4, ended_by = $5
     WHERE workspace_id = $1 AND id = ANY($2::uuid[]) AND ended_at IS NULL`,
    [workspaceId, ending.ids, ending.at, ending.reason, ending.by],
  );
}

export interface RunOutBreakGlass {
  readonly workspace_id: number;
  readonly id: string;
  readonly subject_kind: string;
  readonly subject_ref: string;
  readonly request_number: number | null;
}

/** Break-glass that has run out, in any workspace; asked as the database role `system`. */
export const selectRunOutBreakGlass = (tx: Tx, now: Date): Promise<RunOutBreakGlass[]> =>
  tx.rows(
    `SELECT workspace_id, id, subject_kind, subject_ref, request_number FROM authorisation
     WHERE is_break_glass AND ended_at IS NULL AND valid_until <= $1 ORDER BY workspace_id, id LIMIT 500`,
    [now],
  );
