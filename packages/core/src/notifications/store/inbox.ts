import type { NotificationGroup } from "@plumbline/contracts/notifications";
import type { Tx } from "@plumbline/db";

export interface NewNotification {
  readonly id: string;
  readonly userId: string;
  readonly kind: string;
  readonly group: NotificationGroup;
  readonly title: string;
  readonly body: string;
  readonly link: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly dedupeKey: string | null;
}

/**
 * Writes messages to those recipients who are members of the workspace, not disabled and want that kind, and returns what was written: a
 * message whose key the recipient has already is not. In one order, so that two writers cannot wait for each other.
 */
export const insertNotifications = (
  tx: Tx,
  workspaceId: number,
  given: { messages: readonly NewNotification[]; now: Date },
): Promise<{ id: string; user_id: string }[]> =>
  tx.rows(
    `INSERT INTO notification (id, workspace_id, user_id, kind, kind_group, title, body, link, subject_kind, subject_id, dedupe_key, created_at)
     SELECT g.id, $1, g."userId", g.kind, g."group", g.title, g.body, g.link, g."subjectKind", g."subjectId", g."dedupeKey", $3
     FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, "userId" uuid, kind text, "group" text, title text, body text, link text,
       "subjectKind" text, "subjectId" text, "dedupeKey" text)
     JOIN workspaces_membership m ON m.workspace_id = $1 AND m.user_id = g."userId"
     JOIN access_person p ON p.user_id = m.user_id AND NOT p.is_disabled
     LEFT JOIN notification_preference o ON o.workspace_id = $1 AND o.user_id = g."userId"
     WHERE g.kind <> ALL (COALESCE(o.kinds_off, '{}'))
     ORDER BY g."userId", g."dedupeKey", g.id
     ON CONFLICT (user_id, workspace_id, dedupe_key) DO NOTHING
     RETURNING id, user_id`,
    [workspaceId, JSON.stringify(given.messages), given.now],
  );

export interface NotificationRow {
  readonly id: string;
  readonly kind: string;
  readonly kind_group: NotificationGroup;
  readonly title: string;
  readonly body: string;
  readonly link: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly created_at: Date;
  readonly read_at: Date | null;
}

/** Whose inbox, in which workspace. */
export interface Inbox {
  readonly workspaceId: number;
  readonly userId: string;
}

export const listNotificationRows = (
  tx: Tx,
  inbox: Inbox,
  page: { isUnreadOnly: boolean; before: string | undefined; limit: number },
): Promise<NotificationRow[]> =>
  tx.rows(
    `SELECT id, kind, kind_group, title, body, link, subject_kind, subject_id, created_at, read_at FROM notification
     WHERE workspace_id = $1 AND user_id = $2 AND ($3::uuid IS NULL OR id < $3) AND (NOT $4::bool OR read_at IS NULL)
     ORDER BY id DESC LIMIT $5`,
    [inbox.workspaceId, inbox.userId, page.before ?? null, page.isUnreadOnly, page.limit],
  );

export async function countUnread(tx: Tx, inbox: Inbox, max: number): Promise<number> {
  const row = await tx.row<{ count: number }>(
    `SELECT count(*) AS count FROM (
       SELECT 1 FROM notification WHERE workspace_id = $1 AND user_id = $2 AND read_at IS NULL LIMIT $3) AS unread`,
    [inbox.workspaceId, inbox.userId, max],
  );
  return row?.count ?? 0;
}

/** All unread ones where `ids` is null; says how many. */
export const markRowsRead = (tx: Tx, inbox: Inbox, given: { ids: readonly string[] | null; now: Date }): Promise<number> =>
  tx.execute(
    `UPDATE notification SET read_at = $4
     WHERE workspace_id = $1 AND user_id = $2 AND read_at IS NULL AND ($3::uuid[] IS NULL OR id = ANY($3::uuid[]))`,
    [inbox.workspaceId, inbox.userId, given.ids, given.now],
  );

/** What somebody does not want: groups by e-mail, kinds at all. */
export interface Off {
  readonly groups: readonly NotificationGroup[];
  readonly kinds: readonly string[];
}

export async function findOff(tx: Tx, inbox: Inbox): Promise<Off> {
  const row = await tx.row<{ email_off: NotificationGroup[]; kinds_off: string[] }>(
    "SELECT email_off, kinds_off FROM notification_preference WHERE workspace_id = $1 AND user_id = $2",
    [inbox.workspaceId, inbox.userId],
  );
  return { groups: row?.email_off ?? [], kinds: row?.kinds_off ?? [] };
}

export async function putOff(tx: Tx, inbox: Inbox, { groups, kinds }: Off): Promise<void> {
  await tx.execute(
    `INSERT INTO notification_preference (workspace_id, user_id, email_off, kinds_off) VALUES ($1, $2, $3, $4)
     ON CONFLICT (workspace_id, user_id) DO UPDATE SET email_off = EXCLUDED.email_off, kinds_off = EXCLUDED.kinds_off`,
    [inbox.workspaceId, inbox.userId, groups, kinds],
  );
}

/** Removes messages that were read before. */
export const deleteReadBefore = (tx: Tx, before: Date): Promise<number> =>
  tx.execute("DELETE FROM notification WHERE read_at < $1", [before]);
