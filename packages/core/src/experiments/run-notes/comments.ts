import * as contract from "@plumbline/contracts/experiments/run-note";
import { namesOfActors } from "../../access/index.ts";
import { AppError, type Ctx, command, decodeCursor, encodeCursor, notFound, query, uuidv7, workspaceOf } from "../../kernel/index.ts";
import { activeRun } from "../active-run.ts";
import * as store from "../store/run-comments.ts";
import { findRun, type RunRow } from "../store/runs.ts";
import { tellMentioned, tellOthers } from "./tell-of-comment.ts";

export const listRunComments = query(contract.listRunComments, async (ctx, { runId, limit, cursor }) => {
  const workspaceId = workspaceOf(ctx).id;
  const run = await findRun(ctx.tx, workspaceId, runId);
  if (!run) throw notFound("run", runId);
  const order = JSON.stringify(["run-comments", workspaceId, runId]);
  const before = cursor ? String(decodeCursor(order, cursor)[0]) : undefined;
  const rows = await store.listCommentRows(ctx.tx, workspaceId, { runKey: run.key, before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: await show(ctx, page), nextCursor: rows.length > limit && last ? encodeCursor(order, [last.id]) : null };
});

export const addRunComment = command(contract.addRunComment, async (ctx, { runId, body, mentions }) => {
  const workspaceId = workspaceOf(ctx).id;
  const run = await activeRun(ctx, runId);
  if ((await store.countComments(ctx.tx, workspaceId, run.key)) >= contract.runCommentsMax) throw tooMany();
  const mentioned = await checkedMentions(ctx, mentions);
  const row = { id: uuidv7(ctx.now.getTime()), author_id: ctx.actor.id, body, mentions: mentioned, at: ctx.now, edited_at: null };
  const commenters = await store.findCommenters(ctx.tx, workspaceId, run.key);
  await store.insertComment(ctx.tx, workspaceId, { ...row, runKey: run.key });
  await tellMentioned(ctx, run, { body, mentions: mentioned });
  await tellOthers(ctx, run, { body, mentions: mentioned, others: [run.created_by, ...commenters] });
  return settled(ctx, run, row);
});

export const editRunComment = command(contract.editRunComment, async (ctx, { runId, commentId, body, mentions }) => {
  const { run, row } = await ownComment(ctx, runId, commentId);
  const mentioned = await checkedMentions(ctx, mentions);
  const after = { ...row, body, mentions: mentioned, edited_at: ctx.now };
  await store.changeComment(ctx.tx, workspaceOf(ctx).id, after);
  await tellMentioned(ctx, run, { body, mentions: mentioned.filter((id) => !row.mentions.includes(id)) });
  return settled(ctx, run, after);
});

export const deleteRunComment = command(contract.deleteRunComment, async (ctx, { runId, commentId }) => {
  const { run, row } = await ownComment(ctx, runId, commentId);
  await store.removeComment(ctx.tx, workspaceOf(ctx).id, row.id);
  return { result: {}, subject: { kind: "run", id: runId }, before: { comment: row.id }, changes: [commented(run)] };
});

async function ownComment(ctx: Ctx, runId: string, commentId: string): Promise<{ run: RunRow; row: store.CommentRow }> {
  const run = await activeRun(ctx, runId);
  const row = await store.lockComment(ctx.tx, workspaceOf(ctx).id, { runKey: run.key, id: commentId });
  if (!row) throw notFound("comment", commentId);
  if (row.author_id === ctx.actor.id) return { run, row };
  throw new AppError("forbidden", "This comment is somebody else's: only its author may change or delete it. Answer it instead.");
}

async function checkedMentions(ctx: Ctx, mentions: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(mentions)];
  const members = wanted.length > 0 ? await store.findMembers(ctx.tx, workspaceOf(ctx).id, wanted) : new Set<string>();
  const unknown = wanted.find((id) => !members.has(id));
  if (unknown !== undefined) throw notFound("member", unknown);
  return wanted;
}

async function settled(ctx: Ctx, run: RunRow, row: store.CommentRow) {
  const [result] = await show(ctx, [row]);
  if (!result) throw new Error("a comment that is there cannot be shown");
  return {
    result,
    subject: { kind: "run", id: run.run_id },
    after: { comment: row.id, mentions: row.mentions },
    changes: [commented(run)],
  };
}

const commented = (run: RunRow) => ({
  topic: "run",
  subject: run.run_id,
  kind: "comment",
  data: { experimentId: String(run.experiment_id) },
});

async function show(ctx: Ctx, rows: readonly store.CommentRow[]): Promise<contract.RunComment[]> {
  const names = await namesOfActors(
    ctx,
    rows.flatMap(({ author_id, mentions }) => [author_id, ...mentions]),
  );
  const actor = (id: string) => ({ id, name: names.get(id) ?? null });
  return rows.map((row) => ({
    commentId: row.id,
    author: actor(row.author_id),
    body: row.body,
    mentions: row.mentions.map(actor),
    at: row.at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    isOwn: row.author_id === ctx.actor.id,
  }));
}

const tooMany = (): AppError =>
  new AppError("conflict", `This run has ${contract.runCommentsMax} comments, and may have no more. Keep what is settled in its note.`, {
    params: { reason: "comments-max" },
  });
