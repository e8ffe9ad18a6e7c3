import * as contract from "@plumbline/contracts/notifications";
import { z } from "zod";
import { AppError, type Ctx, command, decodeCursor, encodeCursor, query, recordChanges, workspaceOf } from "../kernel/index.ts";
import {
  countUnread,
  findOff,
  type Inbox,
  listNotificationRows,
  markRowsRead,
  type NotificationRow,
  type Off,
  putOff,
} from "./store/inbox.ts";

const unreadMax = 1000;

/** Undefined for a service account, which nobody writes to. */
const inboxOf = (ctx: Ctx): Inbox | undefined =>
  ctx.actor.kind === "user" ? { workspaceId: workspaceOf(ctx).id, userId: ctx.actor.id } : undefined;

export const listNotifications = query(contract.listNotifications, async (ctx, { limit, cursor, unread }) => {
  const inbox = inboxOf(ctx);
  if (!inbox) return { items: [], nextCursor: null, unreadCount: 0 };
  const order = JSON.stringify(["notifications", inbox.workspaceId, inbox.userId, unread]);
  const before = cursor === undefined ? undefined : readPosition(decodeCursor(order, cursor));
  const rows = await listNotificationRows(ctx.tx, inbox, { isUnreadOnly: unread, before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toNotification),
    nextCursor: rows.length > limit && last ? encodeCursor(order, [last.id]) : null,
    unreadCount: await countUnread(ctx.tx, inbox, unreadMax),
  };
});

/** Ids that are no messages of the caller's inbox are passed over. */
export const markRead = command(contract.markRead, async (ctx, { ids, all }) => {
  if ((ids === undefined) === (all === undefined)) {
    throw new AppError("invalid", "Send either ids or all.", { fields: [{ path: "ids", message: "either this or all" }] });
  }
  const subject = { kind: "notification", id: ctx.actor.id };
  const inbox = inboxOf(ctx);
  if (!inbox) return { result: { marked: 0, unreadCount: 0 }, subject };
  const marked = await markRowsRead(ctx.tx, inbox, { ids: ids ?? null, now: ctx.now });
  if (marked > 0) recordChanges(ctx.tx, inbox.workspaceId, [{ topic: "notification", subject: inbox.userId, kind: "read" }]);
  return { result: { marked, unreadCount: await countUnread(ctx.tx, inbox, unreadMax) }, subject };
});

export const getPreferences = query(contract.getPreferences, async (ctx) => {
  const inbox = inboxOf(ctx);
  return preferences(
    ctx,
    inbox ? await findOff(ctx.tx, inbox) : { groups: contract.NotificationGroup.options, kinds: Object.values(runKinds) },
  );
});

export const setPreferences = command(contract.setPreferences, async (ctx, { email, runs }) => {
  const inbox = inboxOf(ctx);
  if (!inbox) throw new AppError("forbidden", "A service account gets no messages, so it has nothing to choose.");
  const before = await findOff(ctx.tx, inbox);
  const off = {
    groups: email ? contract.NotificationGroup.options.filter((group) => !email[group]) : before.groups,
    kinds: runs ? runEvents.flatMap((event) => (runs[event] ? [] : runKinds[event])) : before.kinds,
  };
  await putOff(ctx.tx, inbox, off);
  return { result: preferences(ctx, off), subject: { kind: "notification", id: inbox.userId } };
});

/** Kinds of messages that somebody may do without. */
const runKinds = { failed: "experiments.run-failed", ended: "experiments.run-ended", nan: "experiments.run-nan" } as const;
const runEvents = ["failed", "ended", "nan"] as const;

function preferences(ctx: Ctx, { groups, kinds }: Off): contract.NotificationPreferences {
  const wants = (group: contract.NotificationGroup): boolean => !groups.includes(group);
  const hears = (event: keyof typeof runKinds): boolean => !kinds.includes(runKinds[event]);
  return {
    email: {
      votes: wants("votes"),
      mentions: wants("mentions"),
      outcomes: wants("outcomes"),
      reminders: wants("reminders"),
      runs: wants("runs"),
    },
    runs: { failed: hears("failed"), ended: hears("ended"), nan: hears("nan") },
    isEmailConfigured: ctx.deps.outbound.mail !== null,
  };
}

function readPosition(given: unknown[]): string {
  const position = z.tuple([z.uuid()]).safeParse(given);
  if (!position.success) throw new AppError("invalid", "The page cursor does not belong to this list. Start again without it.");
  return position.data[0];
}

const toNotification = (row: NotificationRow): contract.Notification => ({
  id: row.id,
  kind: row.kind,
  group: row.kind_group,
  title: row.title,
  body: row.body,
  link: row.link,
  subject: { kind: row.subject_kind, id: row.subject_id },
  createdAt: row.created_at.toISOString(),
  readAt: row.read_at?.toISOString() ?? null,
});
