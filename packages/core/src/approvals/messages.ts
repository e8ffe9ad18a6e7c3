import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { type Message, notify, publishEvent } from "../notifications/index.ts";
import { requestPath } from "./request-words.ts";
import { selectFollowers } from "./store/request-acts.ts";
import { markReminded, type RequestRow } from "./store/requests.ts";

const hourMs = 3_600_000;
const reminderMs = 24 * hourMs;

type Told = Pick<Message, "recipients" | "kind" | "group" | "title" | "body"> & { readonly dedupeKey?: string };

/** Whoever did something is not told of it. */
async function tell(ctx: Ctx, row: RequestRow, told: Told): Promise<void> {
  const workspace = workspaceOf(ctx);
  const tasks = await notify(ctx, workspace.id, [
    {
      ...told,
      recipients: told.recipients.filter((id) => id !== ctx.actor.id),
      link: requestPath(workspace.name, row.number),
      subject: { kind: "request", id: String(row.number) },
    },
  ]);
  ctx.later?.push(...tasks);
}

const untilWords = (row: RequestRow): string => `It expires on ${row.expires_at.toISOString().slice(0, 16).replace("T", " ")} UTC.`;

/** People whose vote is asked for from now on. */
export async function tellVoters(ctx: Ctx, row: RequestRow, userIds: readonly string[]): Promise<void> {
  await tell(ctx, row, {
    recipients: userIds,
    kind: "approvals.vote-requested",
    group: "votes",
    title: `Your vote is asked for: ${row.title}`,
    body: `Every clause is met. ${untilWords(row)}`,
  });
}

export async function tellOfDecision(ctx: Ctx, row: RequestRow, told: { state: string; text: string }): Promise<void> {
  const followers = await selectFollowers(ctx.tx, workspaceOf(ctx).id, row.number);
  await tell(ctx, row, {
    recipients: [...followers, row.opened_by],
    kind: `approvals.${told.state}`,
    group: "outcomes",
    title: `${row.title}: ${told.state}`,
    body: told.text,
  });
  const tasks = await publishEvent(ctx, workspaceOf(ctx).id, {
    type: `approvals.request.${told.state}`,
    data: {
      number: row.number,
      kind: row.kind,
      title: row.title,
      subject: { kind: row.subject_kind, ref: row.subject_ref },
      digest: row.digest?.toString("hex") ?? null,
      environment: row.environment,
      toStage: row.to_stage,
      state: told.state,
      text: told.text,
    },
  });
  ctx.later?.push(...tasks);
}

export async function tellOfComment(ctx: Ctx, row: RequestRow, comment: { body: string; mentions: readonly string[] }): Promise<void> {
  const followers = await selectFollowers(ctx.tx, workspaceOf(ctx).id, row.number);
  const others = followers.filter((id) => !comment.mentions.includes(id));
  await tell(ctx, row, {
    recipients: comment.mentions,
    kind: "approvals.mentioned",
    group: "mentions",
    title: `${ctx.actor.name} mentioned you: ${row.title}`,
    body: comment.body,
  });
  await tell(ctx, row, {
    recipients: others,
    kind: "approvals.commented",
    group: "mentions",
    title: `${ctx.actor.name} commented: ${row.title}`,
    body: comment.body,
  });
}

interface GlassBroken {
  readonly isLetThrough: boolean;
  readonly confirmed: number;
  readonly needed: number;
  /** Who may confirm. */
  readonly eligible: readonly string[];
}

export async function tellOfBreakGlass(ctx: Ctx, row: RequestRow, told: GlassBroken): Promise<void> {
  await tell(ctx, row, {
    recipients: told.eligible,
    kind: "approvals.break-glass",
    group: "votes",
    title: told.isLetThrough ? `Break-glass let it through: ${row.title}` : `Break-glass is asked for: ${row.title}`,
    body: told.isLetThrough ? "A review is due." : `${told.confirmed} of ${told.needed} people have confirmed.`,
  });
}

/** Once in the last day before a request expires: to those whose vote is missing, and to the requester while clauses are unmet. */
export async function remind(ctx: Ctx, row: RequestRow): Promise<void> {
  if (row.expires_at.getTime() - ctx.now.getTime() > reminderMs || row.expires_at <= ctx.now) return;
  const workspaceId = workspaceOf(ctx).id;
  const since = new Date(ctx.now.getTime() - reminderMs);
  if (!(await markReminded(ctx.tx, workspaceId, { number: row.number, at: ctx.now, since }))) return;
  const recipients = row.state === "voting" ? row.progress.waitingFor : [row.opened_by];
  await tell(ctx, row, {
    recipients,
    kind: "approvals.expires-soon",
    group: "reminders",
    title: `Expires soon: ${row.title}`,
    body: untilWords(row),
  });
}
