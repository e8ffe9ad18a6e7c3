import type { Delivery } from "@plumbline/contracts/notifications";
import type { Tx } from "@plumbline/db";

export interface DeliveryRow {
  readonly id: string;
  readonly channel: Delivery["channel"];
  readonly endpoint_id: string | null;
  readonly target: string | null;
  readonly kind: string;
  readonly state: Delivery["state"];
  readonly attempts: number;
  readonly next_attempt_at: Date | null;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

const selectDeliveries = `SELECT d.id, d.channel, d.endpoint_id, COALESCE(e.url, p.email) AS target, d.kind, d.state, d.attempts, d.next_attempt_at,
    d.last_status, d.last_error, d.created_at, d.finished_at
  FROM delivery d
  LEFT JOIN webhook_endpoint e ON e.id = d.endpoint_id
  LEFT JOIN notification n ON n.id = d.notification_id
  LEFT JOIN access_person p ON p.user_id = n.user_id
  WHERE d.workspace_id = $1`;

export interface DeliveryFilter {
  readonly channel?: string | undefined;
  readonly endpointId?: string | undefined;
  readonly state?: string | undefined;
  readonly before: string | undefined;
  readonly limit: number;
}

export const listDeliveryRows = (tx: Tx, workspaceId: number, filter: DeliveryFilter): Promise<DeliveryRow[]> =>
  tx.rows(
    `${selectDeliveries} AND ($2::text IS NULL OR d.channel = $2) AND ($3::uuid IS NULL OR d.endpoint_id = $3)
       AND ($4::text IS NULL OR d.state = $4) AND ($5::uuid IS NULL OR d.id < $5)
     ORDER BY d.id DESC LIMIT $6`,
    [workspaceId, filter.channel ?? null, filter.endpointId ?? null, filter.state ?? null, filter.before ?? null, filter.limit],
  );

export const findDelivery = (tx: Tx, workspaceId: number, id: string): Promise<DeliveryRow | undefined> =>
  tx.row(`${selectDeliveries} AND d.id = $2`, [workspaceId, id]);

export interface NewWebhookDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly payload: string;
}

export async function insertWebhookDeliveries(
  tx: Tx,
  workspaceId: number,
  given: { type: string; deliveries: readonly NewWebhookDelivery[]; now: Date },
): Promise<void> {
  const { type, deliveries, now } = given;
  await tx.execute(
    `INSERT INTO delivery (id, workspace_id, channel, endpoint_id, kind, payload, created_at, next_attempt_at)
     SELECT g.id, $1, 'webhook', g.endpoint_id, $2, g.payload, $6, $6
     FROM unnest($3::uuid[], $4::uuid[], $5::text[]) AS g(id, endpoint_id, payload)`,
    [
      workspaceId,
      type,
      deliveries.map(({ id }) => id),
      deliveries.map(({ endpointId }) => endpointId),
      deliveries.map(({ payload }) => payload),
      now,
    ],
  );
}

/** One e-mail for each of these notifications whose recipient wants its group by e-mail; says how many. */
export const insertEmailDeliveries = (
  tx: Tx,
  workspaceId: number,
  given: { mails: readonly { id: string; notificationId: string }[]; now: Date },
): Promise<number> =>
  tx.execute(
    `INSERT INTO delivery (id, workspace_id, channel, notification_id, kind, created_at, next_attempt_at)
     SELECT g.id, $1, 'email', n.id, n.kind, $4, $4
     FROM unnest($2::uuid[], $3::uuid[]) AS g(id, notification_id)
     JOIN notification n ON n.workspace_id = $1 AND n.id = g.notification_id
     LEFT JOIN notification_preference f ON f.workspace_id = n.workspace_id AND f.user_id = n.user_id
     WHERE NOT n.kind_group = ANY(COALESCE(f.email_off, '{}'))`,
    [workspaceId, given.mails.map(({ id }) => id), given.mails.map(({ notificationId }) => notificationId), given.now],
  );

/** As if it were new, whatever became of it. An attempt that is under way no longer counts. */
export const requeueDelivery = (tx: Tx, workspaceId: number, given: { id: string; now: Date }): Promise<number> =>
  tx.execute(
    `UPDATE delivery SET state = 'queued', attempts = 0, next_attempt_at = $3, claimed_at = NULL, finished_at = NULL, last_status = NULL, last_error = NULL
     WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, given.id, given.now],
  );

/** Removes what ended before, and what has waited since then for an endpoint that is disabled. */
export const deleteDeliveriesBefore = (tx: Tx, before: Date): Promise<number> =>
  tx.execute("DELETE FROM delivery WHERE finished_at < $1 OR (finished_at IS NULL AND created_at < $1)", [before]);
