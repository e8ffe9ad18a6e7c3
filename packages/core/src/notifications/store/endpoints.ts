import type { WebhookFormat } from "@plumbline/contracts/notifications";
import type { Tx } from "@plumbline/db";

export interface EndpointRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly description: string;
  readonly events: string[];
  readonly format: WebhookFormat;
  readonly is_enabled: boolean;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly previous_secret_until: Date | null;
}

const columns = "id, name, url, description, events, format, is_enabled, created_at, updated_at, previous_secret_until";

export const listEndpointRows = (tx: Tx, workspaceId: number): Promise<EndpointRow[]> =>
  tx.rows(`SELECT ${columns} FROM webhook_endpoint WHERE workspace_id = $1 ORDER BY created_at, id`, [workspaceId]);

export const lockEndpoint = (tx: Tx, workspaceId: number, id: string): Promise<EndpointRow | undefined> =>
  tx.row(`SELECT ${columns} FROM webhook_endpoint WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE`, [workspaceId, id]);

/** Counts a workspace's endpoints; until the transaction ends nobody else may count them to add one. */
export async function countEndpoints(tx: Tx, workspaceId: number): Promise<number> {
  await tx.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`webhook_endpoint/${workspaceId}`]);
  const row = await tx.row<{ count: number }>("SELECT count(*) AS count FROM webhook_endpoint WHERE workspace_id = $1", [workspaceId]);
  return row?.count ?? 0;
}

interface NewEndpoint {
  readonly id: string;
  readonly name: string;
  readonly format: WebhookFormat;
  readonly isEnabled: boolean;
  readonly url: string;
  readonly description: string;
  readonly events: readonly string[];
  /** Sealed. */
  readonly secret: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export const insertEndpoint = (tx: Tx, workspaceId: number, endpoint: NewEndpoint): Promise<EndpointRow | undefined> =>
  tx.row(
    `INSERT INTO webhook_endpoint (id, workspace_id, url, description, events, secret, created_by, created_at, updated_at, name, format, is_enabled)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11) RETURNING ${columns}`,
    [
      endpoint.id,
      workspaceId,
      endpoint.url,
      endpoint.description,
      endpoint.events,
      endpoint.secret,
      endpoint.createdBy,
      endpoint.createdAt,
      endpoint.name,
      endpoint.format,
      endpoint.isEnabled,
    ],
  );

export interface EndpointChange {
  readonly name: string;
  readonly url: string;
  readonly description: string;
  readonly events: readonly string[];
  readonly isEnabled: boolean;
}

export const changeEndpoint = (
  tx: Tx,
  workspaceId: number,
  change: EndpointChange & { id: string; now: Date },
): Promise<EndpointRow | undefined> =>
  tx.row(
    `UPDATE webhook_endpoint SET url = $3, description = $4, events = $5, is_enabled = $6, updated_at = $7, name = $8
     WHERE workspace_id = $1 AND id = $2 RETURNING ${columns}`,
    [workspaceId, change.id, change.url, change.description, change.events, change.isEnabled, change.now, change.name],
  );

/** The present secret becomes the previous one. */
export const replaceSecret = (
  tx: Tx,
  workspaceId: number,
  given: { id: string; secret: string; previousUntil: Date; now: Date },
): Promise<EndpointRow | undefined> =>
  tx.row(
    `UPDATE webhook_endpoint SET previous_secret = secret, previous_secret_until = $4, secret = $3, updated_at = $5
     WHERE workspace_id = $1 AND id = $2 RETURNING ${columns}`,
    [workspaceId, given.id, given.secret, given.previousUntil, given.now],
  );

export const deleteEndpointRow = (tx: Tx, workspaceId: number, id: string): Promise<number> =>
  tx.execute("DELETE FROM webhook_endpoint WHERE workspace_id = $1 AND id = $2", [workspaceId, id]);

/** Enabled endpoints that listen to an event by one of the patterns that it fits. */
export const findListeners = (tx: Tx, workspaceId: number, patterns: readonly string[]): Promise<{ id: string; format: WebhookFormat }[]> =>
  tx.rows("SELECT id, format FROM webhook_endpoint WHERE workspace_id = $1 AND is_enabled AND events && $2::text[] ORDER BY id", [
    workspaceId,
    patterns,
  ]);

export interface SealedSecrets {
  readonly id: string;
  readonly workspace_id: number;
  readonly secret: string;
  readonly previous_secret: string | null;
}

/** Endpoints with a secret that another key than the named one sealed, and those whose previous secret has ended. */
export const listStaleSecrets = (tx: Tx, given: { keyId: string; now: Date; limit: number }): Promise<SealedSecrets[]> =>
  tx.rows(
    `SELECT id, workspace_id, secret, CASE WHEN previous_secret_until > $2 THEN previous_secret END AS previous_secret
     FROM webhook_endpoint
     WHERE split_part(secret, '.', 2) <> $1 OR split_part(previous_secret, '.', 2) <> $1 OR previous_secret_until <= $2
     ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [given.keyId, given.now, given.limit],
  );

export async function putSecrets(tx: Tx, { id, secret, previous_secret }: Omit<SealedSecrets, "workspace_id">): Promise<void> {
  await tx.execute(
    `UPDATE webhook_endpoint SET secret = $2, previous_secret = $3,
       previous_secret_until = CASE WHEN $3::text IS NULL THEN NULL ELSE previous_secret_until END
     WHERE id = $1`,
    [id, secret, previous_secret],
  );
}
