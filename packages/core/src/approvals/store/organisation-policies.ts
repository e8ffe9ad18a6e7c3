import type { PolicyDocument } from "@plumbline/contracts/approvals/policy-document";
import type { Tx } from "@plumbline/db";

export interface OrganisationPolicyRow {
  readonly id: string;
  readonly name: string;
  readonly version: number | null;
  readonly source: string;
  /** Null puts the policy out of force. */
  readonly document: PolicyDocument | null;
  readonly digest: Buffer | null;
  readonly reason: string;
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly state: "proposed" | "approved" | "rejected";
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
}

const columns = "id, name, version, source, document, digest, reason, proposed_by, proposed_at, state, decided_by, decided_at";

/** The newest approved row of each name that has a document. */
export const selectMandatoryInForce = (tx: Tx): Promise<OrganisationPolicyRow[]> =>
  tx.rows(
    `SELECT * FROM (SELECT DISTINCT ON (name) ${columns} FROM organisation_policy WHERE state = 'approved' ORDER BY name, version DESC) newest
     WHERE document IS NOT NULL ORDER BY name`,
  );

export const selectMandatoryVersions = (tx: Tx, name: string): Promise<OrganisationPolicyRow[]> =>
  tx.rows(`SELECT ${columns} FROM organisation_policy WHERE state = 'approved' AND name = $1 ORDER BY version DESC LIMIT 200`, [name]);

/** Every proposal, undecided ones first; as the database role `system`. */
export const selectProposals = (tx: Tx): Promise<OrganisationPolicyRow[]> =>
  tx.rows(`SELECT ${columns} FROM organisation_policy ORDER BY (state = 'proposed') DESC, proposed_at DESC, id LIMIT 200`);

export const lockProposal = (tx: Tx, id: string): Promise<OrganisationPolicyRow | undefined> =>
  tx.row(`SELECT ${columns} FROM organisation_policy WHERE id = $1 FOR UPDATE`, [id]);

interface NewProposal {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly document: PolicyDocument | null;
  readonly digest: Buffer | null;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

export async function insertProposal(tx: Tx, made: NewProposal): Promise<void> {
  await tx.execute(
    `INSERT INTO organisation_policy (id, name, source, document, digest, reason, proposed_by, proposed_at, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'proposed')`,
    [
      made.id,
      made.name,
      made.source,
      made.document === null ? null : JSON.stringify(made.document),
      made.digest,
      made.reason,
      made.by,
      made.at,
    ],
  );
}

/** An approved proposal becomes the next version of its name. */
export async function decideProposal(
  tx: Tx,
  decided: { id: string; name: string; isApproved: boolean; by: string; at: Date },
): Promise<void> {
  await tx.execute(
    `UPDATE organisation_policy SET state = $2, decided_by = $3, decided_at = $4,
       version = CASE WHEN $5 THEN COALESCE((SELECT max(version) FROM organisation_policy WHERE name = $6), 0) + 1 END
     WHERE id = $1`,
    [decided.id, decided.isApproved ? "approved" : "rejected", decided.by, decided.at, decided.isApproved, decided.name],
  );
}

/** People who may decide on the organisation's policies. */
export const countDeciders = async (tx: Tx): Promise<number> =>
  (await tx.row<{ count: number }>("SELECT count(*)::int AS count FROM access_platform_admin"))?.count ?? 0;

/** Held by whoever changes what the organisation demands of every workspace; decisions in workspaces share it. */
export async function lockOrganisation(tx: Tx): Promise<void> {
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('approvals.organisation', 0))");
}
