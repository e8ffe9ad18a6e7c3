import type { NotificationGroup } from "@plumbline/contracts/notifications";
import { AppError, type Ctx, recordChanges, requestTask, type Subject, type TaskRequest, uuidv7 } from "../kernel/index.ts";
import { deliverNotifications } from "./deliver.ts";
import { insertEmailDeliveries } from "./store/deliveries.ts";
import { insertNotifications, type NewNotification } from "./store/inbox.ts";

/** What a message is written with: a command's context, or a task's transaction beside its `deps` and clock. */
export type Writing = Pick<Ctx, "tx" | "deps" | "now">;

/** A message to people. */
export interface Message {
  /** User ids. Whoever is no member of the workspace, or disabled, gets nothing. */
  readonly recipients: readonly string[];
  /** `noun.event`, such as `approvals.vote-requested`. */
  readonly kind: string;
  readonly group: NotificationGroup;
  /** One line of up to 200 characters; longer ones are cut. */
  readonly title: string;
  /** Plain text of up to 2000 characters; longer ones are cut. */
  readonly body?: string;
  /** The one screen where it is dealt with: a path of the portal such as `/w/risk/approvals/31`. */
  readonly link: string;
  readonly subject: Subject;
  /** A recipient gets one message with this key, however often it is written. */
  readonly dedupeKey?: string;
}

const titleMax = 200;
const bodyMax = 2000;
const keyMax = 200;
const linkMax = 500;
const recipientsMax = 5000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Writes messages into inboxes in the caller's transaction, with a change row (topic `notification`, subject the recipient's
 * id) for each, and an e-mail for those who want it where a mail server is configured. Returns the tasks that send them, for
 * the outcome of a command; without them they are sent within half a minute.
 */
export async function notify(writing: Writing, workspaceId: number, messages: readonly Message[]): Promise<readonly TaskRequest[]> {
  const { tx, deps, now } = writing;
  const wanted = messages.flatMap((message) => rowsOf(message, now));
  if (wanted.length === 0) return [];
  if (wanted.length > recipientsMax) throw tooMuch(`${wanted.length} messages at once; ${recipientsMax} are allowed`);
  const written = await insertNotifications(tx, workspaceId, { messages: wanted, now });
  const people = [...new Set(written.map(({ user_id }) => user_id))];
  recordChanges(
    tx,
    workspaceId,
    people.map((subject) => ({ topic: "notification", subject, kind: "create" })),
  );
  if (!deps.outbound.mail || written.length === 0) return [];
  const mails = written.map(({ id }) => ({ id: uuidv7(now.getTime()), notificationId: id }));
  return (await insertEmailDeliveries(tx, workspaceId, { mails, now })) > 0 ? [requestTask(deliverNotifications, {})] : [];
}

function rowsOf(message: Message, now: Date): NewNotification[] {
  const { kind, group, link, subject, dedupeKey = null } = message;
  if (!/^[a-z][a-z-]*\.[a-z][a-z0-9-]*$/.test(kind))
    throw tooMuch(`"${kind}" as the kind of a message; it is two words with a dot between them`);
  if (link.length > linkMax || !/^\/w\/[^\s\\/][^\s\\]*$/.test(link))
    throw tooMuch(`"${link}" as a link; it is a path that begins with /w/`);
  if (dedupeKey !== null && dedupeKey.length > keyMax) throw tooMuch(`a key of ${dedupeKey.length} characters; ${keyMax} are allowed`);
  const title = cut(message.title.replace(/\p{Cc}+/gu, " ").trim(), titleMax);
  const body = cut((message.body ?? "").replace(/[^\P{Cc}\n\t]+/gu, " ").trim(), bodyMax);
  const recipients = [...new Set(message.recipients)].filter((id) => uuid.test(id));
  return recipients.map((userId) => ({
    ...{ id: uuidv7(now.getTime()), userId, kind, group, title, body, link, dedupeKey },
    subjectKind: subject.kind,
    subjectId: subject.id,
  }));
}

/** By whole characters: half of one cannot be stored. */
const cut = (text: string, max: number): string =>
  text.length <= max
    ? text
    : `${text
        .slice(0, max - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, "")}…`;

const tooMuch = (what: string): AppError => new AppError("internal", `A message cannot be written with ${what}.`);
