import type { ClusterState } from "@plumbline/contracts/clusters/cluster";
import type { ClusterSettings } from "@plumbline/contracts/clusters/settings";
import type { Tx } from "@plumbline/db";

export interface ClusterRow {
  readonly id: string;
  readonly name: string;
  readonly kind: "kubeconfig" | "in-cluster";
  readonly context: string | null;
  readonly address: string | null;
  readonly is_unchecked: boolean;
  readonly settings: ClusterSettings;
  readonly revision: number;
  readonly state: ClusterState;
  readonly state_since: Date;
  readonly problem: string | null;
  readonly last_contact_at: Date | null;
  readonly versions: Versions;
  readonly can_write: boolean | null;
  readonly wants_reading_at: Date | null;
  readonly registered_by: string;
  readonly registered_at: Date;
  readonly reads: number;
  readonly questions: number;
  readonly writes: number;
  readonly managed: number;
}

export interface Versions {
  readonly kubernetes?: string | null;
  readonly kueue?: string | null;
  readonly dcgmExporter?: string | null;
}

/** What was refused changed nothing: it is no write. */
const calls = (kind: string): string =>
  `COALESCE((SELECT sum(${kind === "write" ? "count - failures" : "count"}) FROM cluster_call l WHERE l.cluster_id = c.id AND l.kind = '${kind}'), 0)::int`;
const columns = `c.id, c.name, c.kind, c.context, c.address, c.is_unchecked, c.settings, c.revision, c.state, c.state_since, c.problem, c.last_contact_at,
  c.versions, c.can_write, c.wants_reading_at, c.registered_by, c.registered_at, ${calls("read")} AS reads, ${calls("question")} AS questions,
  ${calls("write")} AS writes, (SELECT count(*) FROM managed_queue m WHERE m.cluster_id = c.id)::int AS managed`;

export const selectClusters = (tx: Tx): Promise<ClusterRow[]> => tx.rows(`SELECT ${columns} FROM cluster c ORDER BY c.name`);

export const findCluster = (tx: Tx, name: string): Promise<ClusterRow | undefined> =>
  tx.row(`SELECT ${columns} FROM cluster c WHERE c.name = $1`, [name]);

export const findClusterById = (tx: Tx, id: string): Promise<ClusterRow | undefined> =>
  tx.row(`SELECT ${columns} FROM cluster c WHERE c.id = $1`, [id]);

export const lockCluster = (tx: Tx, name: string): Promise<ClusterRow | undefined> =>
  tx.row(`SELECT ${columns} FROM cluster c WHERE c.name = $1 FOR UPDATE OF c`, [name]);

/** The sealed credentials; null for the cluster that the workers run in. */
export const findKubeconfig = async (tx: Tx, id: string): Promise<string | null> =>
  (await tx.row<{ kubeconfig: string | null }>("SELECT kubeconfig FROM cluster WHERE id = $1", [id]))?.kubeconfig ?? null;

export interface NewCluster {
  readonly id: string;
  readonly name: string;
  readonly kind: ClusterRow["kind"];
  readonly context: string | null;
  readonly address: string | null;
  readonly isUnchecked: boolean;
  readonly kubeconfig: string | null;
  readonly settings: ClusterSettings;
  readonly by: string;
  readonly at: Date;
}

/** False where the name is taken. */
export async function insertCluster(tx: Tx, made: NewCluster): Promise<boolean> {
  const written = await tx.execute(
    `INSERT INTO cluster (id, name, kind, context, address, is_unchecked, kubeconfig, settings, state_since, registered_by, registered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $10, $9, $10) ON CONFLICT (name) DO NOTHING`,
    [
      made.id,
      made.name,
      made.kind,
      made.context,
      made.address,
      made.isUnchecked,
      made.kubeconfig,
      JSON.stringify(made.settings),
      made.by,
      made.at,
    ],
  );
  return written === 1;
}

/** Another way to the cluster: whoever has a connection to it opens it anew. */
export async function replaceConnection(
  tx: Tx,
  id: string,
  given: Pick<NewCluster, "kind" | "context" | "address" | "isUnchecked" | "kubeconfig" | "at">,
): Promise<void> {
  await tx.execute(
    `UPDATE cluster SET kind = $2, context = $3, address = $4, is_unchecked = $5, kubeconfig = $6, revision = revision + 1,
       state = 'connecting', state_since = $7, problem = NULL, can_write = NULL WHERE id = $1`,
    [id, given.kind, given.context, given.address, given.isUnchecked, given.kubeconfig, given.at],
  );
}

export async function replaceSettings(tx: Tx, id: string, settings: ClusterSettings): Promise<void> {
  await tx.execute("UPDATE cluster SET settings = $2, revision = revision + 1 WHERE id = $1", [id, JSON.stringify(settings)]);
}

export async function deleteCluster(tx: Tx, id: string): Promise<void> {
  await tx.execute("DELETE FROM cluster WHERE id = $1", [id]);
}

export async function wishReading(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.execute("UPDATE cluster SET wants_reading_at = $2 WHERE id = $1", [id, at]);
}

export interface Standing {
  readonly state: ClusterState;
  readonly problem: string | null;
  readonly lastContactAt: Date | null;
  readonly at: Date;
}

/** Where a cluster stands; true where that is another state than before. */
export async function putStanding(tx: Tx, id: string, { state, problem, lastContactAt, at }: Standing): Promise<boolean> {
  const row = await tx.row<{ is_other: boolean }>(
    `UPDATE cluster c SET state = $2, problem = $3, last_contact_at = COALESCE($4, c.last_contact_at),
       state_since = CASE WHEN c.state = $2 THEN c.state_since ELSE $5 END
     FROM (SELECT id, state AS before, problem AS problem_before FROM cluster WHERE id = $1) o WHERE c.id = o.id
     RETURNING o.before <> $2 OR o.problem_before IS DISTINCT FROM $3 AS is_other`,
    [id, state, problem, lastContactAt, at],
  );
  return row?.is_other ?? false;
}

export async function putWhatItIs(tx: Tx, id: string, what: { versions: Versions; canWrite: boolean | null }): Promise<void> {
  await tx.execute("UPDATE cluster SET versions = versions || $2::jsonb, can_write = COALESCE($3, can_write) WHERE id = $1", [
    id,
    JSON.stringify(what.versions),
    what.canWrite,
  ]);
}

/** Credentials that another key than the named one sealed. */
export const selectStaleKubeconfigs = (tx: Tx, keyId: string): Promise<{ id: string; kubeconfig: string }[]> =>
  tx.rows("SELECT id, kubeconfig FROM cluster WHERE kubeconfig IS NOT NULL AND split_part(kubeconfig, '.', 2) <> $1 FOR NO KEY UPDATE", [
    keyId,
  ]);

/** The same credentials, sealed otherwise: connections stay. */
export async function putKubeconfig(tx: Tx, id: string, kubeconfig: string): Promise<void> {
  await tx.execute("UPDATE cluster SET kubeconfig = $2 WHERE id = $1", [id, kubeconfig]);
}
