import type { WebhookFormat } from "@plumbline/contracts/notifications";
import { statement, type Tx } from "@plumbline/db";

/** A delivery whose attempt is this process's until `next_attempt_at`. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly workspace_id: number;
  readonly channel: "email" | "webhook";
  readonly endpoint_id: string | null;
  readonly notification_id: string | null;
  readonly payload: string | null;
  readonly attempts: number;
  readonly claimed_at: Date;
}

export interface ClaimLimits {
  readonly now: Date;
  /** When others may take over what this process has not ended. */
  readonly leaseUntil: Date;
  readonly limit: number;
  /** Attempts under way at once to one endpoint, and to the mail server, whoever makes them. */
  readonly perEndpoint: number;
  readonly mails: number;
}

/**
 * Of every enabled endpoint, and of e-mail, the deliveries that have waited longest, as many as there may be beside those
 * under way: a receiver that is slow or away holds up nobody else's.
 */
const claim = statement(
  "notifications.claim-deliveries",
  `WITH lane AS (
     SELECT e.id AS endpoint_id, $4::int - (
       SELECT count(*) FROM delivery b WHERE b.endpoint_id = e.id AND b.claimed_at IS NOT NULL AND b.next_attempt_at > $1) AS free
     FROM webhook_endpoint e WHERE e.is_enabled
   ), due AS (
     SELECT d.id FROM lane l CROSS JOIN LATERAL (
       SELECT id FROM delivery WHERE endpoint_id = l.endpoint_id AND next_attempt_at <= $1
       ORDER BY next_attempt_at LIMIT GREATEST(l.free, 0)) d
     UNION ALL
     (SELECT id FROM delivery WHERE endpoint_id IS NULL AND next_attempt_at <= $1
      ORDER BY next_attempt_at LIMIT GREATEST(0, $5::int - (
        SELECT count(*) FROM delivery b WHERE b.endpoint_id IS NULL AND b.claimed_at IS NOT NULL AND b.next_attempt_at > $1)))
   ), mine AS (
     SELECT id FROM delivery WHERE id IN (SELECT id FROM due) AND next_attempt_at <= $1
     ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED
   )
   UPDATE delivery d SET claimed_at = $1, next_attempt_at = $2, attempts = d.attempts + 1 FROM mine WHERE d.id = mine.id
   RETURNING d.id, d.workspace_id, d.channel, d.endpoint_id, d.notification_id, d.payload, d.attempts, d.claimed_at`,
);

export const claimDeliveries = (tx: Tx, limits: ClaimLimits): Promise<ClaimedDelivery[]> =>
  tx.rows(claim, [limits.now, limits.leaseUntil, limits.limit, limits.perEndpoint, limits.mails]);

/** What became of an attempt. */
export interface AttemptEnd {
  readonly state: "sent" | "failed" | "dead";
  readonly nextAttemptAt: Date | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly now: Date;
}

/** Does nothing where the attempt was taken over, or the delivery is replayed. */
export const settleDelivery = (tx: Tx, claimed: ClaimedDelivery, end: AttemptEnd): Promise<number> =>
  tx.execute(
    `UPDATE delivery SET state = $3, next_attempt_at = $4::timestamptz, claimed_at = NULL, last_status = $5, last_error = $6,
       finished_at = CASE WHEN $4::timestamptz IS NULL THEN $7::timestamptz END
     WHERE id = $1 AND claimed_at = $2`,
    [claimed.id, claimed.claimed_at, end.state, end.nextAttemptAt, end.status, end.error, end.now],
  );

export interface EndpointTarget {
  readonly url: string;
  readonly format: WebhookFormat;
  readonly secret: string;
  readonly previous_secret: string | null;
}

export const findEndpointTarget = (tx: Tx, endpointId: string, now: Date): Promise<EndpointTarget | undefined> =>
  tx.row(
    `SELECT url, format, secret, CASE WHEN previous_secret_until > $2 THEN previous_secret END AS previous_secret
     FROM webhook_endpoint WHERE id = $1`,
    [endpointId, now],
  );

export interface MailTarget {
  readonly email: string;
  readonly name: string;
  readonly workspace: string;
  readonly title: string;
  readonly body: string;
  readonly link: string;
}

/** Undefined where the recipient is no member any more or disabled, or the workspace archived. */
export const findMailTarget = (tx: Tx, notificationId: string): Promise<MailTarget | undefined> =>
  tx.row(
    `SELECT p.email, p.name, w.name AS workspace, n.title, n.body, n.link
     FROM notification n
     JOIN workspaces_membership m ON m.workspace_id = n.workspace_id AND m.user_id = n.user_id
     JOIN access_person p ON p.user_id = n.user_id AND NOT p.is_disabled
     JOIN workspaces_tenant w ON w.workspace_id = n.workspace_id AND NOT w.is_archived
     WHERE n.id = $1`,
    [notificationId],
  );
