import type { PolicyDocument } from "@plumbline/contracts/approvals/policy-document";
import type { Tx } from "@plumbline/db";

export interface PolicyVersionRow {
  readonly name: string;
  readonly version: number;
  readonly source: string;
  readonly document: PolicyDocument;
  readonly digest: Buffer;
  readonly published_by: string;
  readonly published_at: Date;
  readonly request_number: number | null;
  readonly is_in_force: boolean;
}

/**
 * Decisions share this lock, publications hold it alone: a decision and a publication never overlap, and whichever is
 * second sees what the first one did. It is the first of the lock order: policy, request, version.
 */
export async function lockPolicies(tx: Tx, workspaceId: number, mode: "shared" | "exclusive"): Promise<void> {
  const lock = mode === "shared" ? "pg_advisory_xact_lock_shared" : "pg_advisory_xact_lock";
  await tx.rows("SELECT pg_advisory_xact_lock_shared(hashtextextended('approvals.organisation', 0))");
  await tx.rows(`SELECT ${lock}(hashtextextended('approvals.policies/' || $1, 0))`, [String(workspaceId)]);
}

const columns = `v.name, v.version, v.source, v.document, v.digest, v.published_by, v.published_at, v.request_number,
  p.current_version IS NOT DISTINCT FROM v.version AS is_in_force`;
const from = "FROM policy_version v JOIN policy p ON p.workspace_id = v.workspace_id AND p.name = v.name WHERE v.workspace_id = $1";

/** What is in force in the workspace. */
export const selectPoliciesInForce = (tx: Tx, workspaceId: number): Promise<PolicyVersionRow[]> =>
  tx.rows(`SELECT ${columns} ${from} AND v.version = p.current_version ORDER BY v.name`, [workspaceId]);

export const selectPolicyVersions = (tx: Tx, workspaceId: number, name: string): Promise<PolicyVersionRow[]> =>
  tx.rows(`SELECT ${columns} ${from} AND v.name = $2 ORDER BY v.version DESC LIMIT 200`, [workspaceId, name]);

/** Every policy's newest version, in force or not. */
export const selectNewestVersions = (tx: Tx, workspaceId: number): Promise<PolicyVersionRow[]> =>
  tx.rows(`SELECT DISTINCT ON (v.name) ${columns} ${from} ORDER BY v.name, v.version DESC`, [workspaceId]);

interface NewPolicyVersion {
  readonly name: string;
  readonly source: string;
  readonly document: PolicyDocument;
  readonly digest: Buffer;
  readonly by: string;
  readonly at: Date;
  readonly requestNumber: number | null;
}

/** Publishes the next version and puts it in force; returns its number. */
export async function insertPolicyVersion(tx: Tx, workspaceId: number, made: NewPolicyVersion): Promise<number> {
  await tx.execute("INSERT INTO policy (workspace_id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (workspace_id, name) DO NOTHING", [
    workspaceId,
    made.name,
    made.at,
  ]);
  const row = await tx.row<{ version: number }>(
    `INSERT INTO policy_version (workspace_id, name, version, source, document, digest, published_by, published_at, request_number)
     SELECT $1, $2, COALESCE((SELECT max(version) FROM policy_version WHERE workspace_id = $1 AND name = $2), 0) + 1, $3, $4, $5, $6, $7, $8
     RETURNING version`,
    [workspaceId, made.name, made.source, JSON.stringify(made.document), made.digest, made.by, made.at, made.requestNumber],
  );
  const version = row?.version ?? 0;
  await setCurrentVersion(tx, workspaceId, { name: made.name, version });
  return version;
}

export async function setCurrentVersion(tx: Tx, workspaceId: number, of: { name: string; version: number | null }): Promise<void> {
  await tx.execute("UPDATE policy SET current_version = $3 WHERE workspace_id = $1 AND name = $2", [workspaceId, of.name, of.version]);
}

interface DraftKey {
  readonly name: string;
  readonly authorId: string;
}

export const findDraft = (
  tx: Tx,
  workspaceId: number,
  { name, authorId }: DraftKey,
): Promise<{ source: string; saved_at: Date } | undefined> =>
  tx.row("SELECT source, saved_at FROM policy_draft WHERE workspace_id = $1 AND name = $2 AND author_id = $3", [
    workspaceId,
    name,
    authorId,
  ]);

export const selectDraftNames = async (tx: Tx, workspaceId: number, authorId: string): Promise<Set<string>> =>
  new Set(
    (
      await tx.rows<{ name: string }>("SELECT name FROM policy_draft WHERE workspace_id = $1 AND author_id = $2 ORDER BY name", [
        workspaceId,
        authorId,
      ])
    ).map(({ name }) => name),
  );

export async function putDraft(tx: Tx, workspaceId: number, draft: DraftKey & { source: string; at: Date }): Promise<void> {
  await tx.execute(
    `INSERT INTO policy_draft (workspace_id, name, author_id, source, saved_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (workspace_id, name, author_id) DO UPDATE SET source = excluded.source, saved_at = excluded.saved_at`,
    [workspaceId, draft.name, draft.authorId, draft.source, draft.at],
  );
}

export async function removeDraft(tx: Tx, workspaceId: number, { name, authorId }: DraftKey): Promise<void> {
  await tx.execute("DELETE FROM policy_draft WHERE workspace_id = $1 AND name = $2 AND author_id = $3", [workspaceId, name, authorId]);
}

/** Drafts that one person may keep in a workspace. */
export const countDrafts = async (tx: Tx, workspaceId: number, authorId: string): Promise<number> =>
  (
    await tx.row<{ count: number }>("SELECT count(*)::int AS count FROM policy_draft WHERE workspace_id = $1 AND author_id = $2", [
      workspaceId,
      authorId,
    ])
  )?.count ?? 0;

/** Workspaces that were made before there were policies; asked as the database role `system`, which holds them until the end. */
export const selectUngovernedWorkspaces = (tx: Tx): Promise<{ id: number }[]> =>
  tx.rows(
    `SELECT w.workspace_id AS id FROM workspaces_tenant w
     WHERE pg_advisory_xact_lock(hashtextextended('approvals.starters', 0)) IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM environment e WHERE e.workspace_id = w.workspace_id) ORDER BY w.workspace_id`,
  );

/** Groups that a policy in force anywhere lets approve, veto or break glass, as far as the database role sees them. */
export async function selectDecidingGroups(tx: Tx): Promise<Set<string>> {
  const rows = await tx.rows<{ name: string }>(
    `WITH document AS (
       SELECT v.document FROM policy p JOIN policy_version v ON v.workspace_id = p.workspace_id AND v.name = p.name AND v.version = p.current_version
       UNION ALL SELECT document FROM organisation_policy WHERE state = 'approved' AND document IS NOT NULL
     )
     SELECT DISTINCT name FROM (
       SELECT a ->> 'group' AS name FROM document, jsonb_array_elements(document -> 'approvals') a
       UNION ALL SELECT jsonb_array_elements_text(document -> 'veto') FROM document
       UNION ALL SELECT jsonb_array_elements_text(COALESCE(document -> 'break_glass' -> 'groups', '[]')) FROM document
     ) named WHERE name IS NOT NULL`,
  );
  return new Set(rows.map(({ name }) => name));
}
