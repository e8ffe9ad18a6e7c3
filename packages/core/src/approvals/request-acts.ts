import * as contract from "@plumbline/contracts/approvals/request-acts";
import { namesOfActors } from "../access/index.ts";
import { AppError, command, notFound, uuidv7, workspaceOf } from "../kernel/index.ts";
import { person } from "./approval-progress.ts";
import { heldRequest } from "./cast-vote.ts";
import { tellOfComment } from "./messages.ts";
import { mayWithdraw } from "./request-rights.ts";
import { isUndecided, viewRequest } from "./request-view.ts";
import { close } from "./settle.ts";
import { selectPeople } from "./store/electorate.ts";
import { insertComment, putFollower, removeFollower } from "./store/request-acts.ts";
import { findRequest } from "./store/requests.ts";

export const withdrawRequest = command(contract.withdrawRequest, async (ctx, { number, reason }) => {
  const row = await heldRequest(ctx, number);
  if (!isUndecided(row)) throw new AppError("conflict", `Request ${number} is ${row.state} already.`, { params: { reason: "decided" } });
  if (!mayWithdraw(ctx, row)) throw new AppError("forbidden", "Only the requester or an administrator of the workspace may withdraw it.");
  await close(ctx, row, { state: "withdrawn", text: `Withdrawn: ${reason}`, by: ctx.actor.id });
  return {
    result: await viewRequest(ctx, number),
    subject: { kind: "request", id: String(number) },
    before: { state: row.state },
    after: { state: "withdrawn" },
    note: reason,
    changes: [{ topic: "request", subject: String(number), kind: "withdrawn" }],
  };
});

/** Comments stay open after the decision: questions do not end with it. */
export const addComment = command(contract.addComment, async (ctx, { number, body, mentions }) => {
  const workspaceId = workspaceOf(ctx).id;
  const row = await findRequest(ctx.tx, workspaceId, number);
  if (!row) throw notFound("request", String(number));
  const members = new Set((await selectPeople(ctx.tx, workspaceId)).map(({ user_id }) => user_id));
  const unknown = mentions.find((id) => !members.has(id));
  if (unknown !== undefined) throw notFound("member", unknown);
  const comment = { id: uuidv7(ctx.now.getTime()), author_id: ctx.actor.id, body, mentions: [...new Set(mentions)], at: ctx.now };
  await insertComment(ctx.tx, workspaceId, { ...comment, number });
  await putFollower(ctx.tx, workspaceId, { number, userIds: [ctx.actor.id, ...comment.mentions].filter((id) => members.has(id)) });
  await tellOfComment(ctx, row, comment);
  const names = await namesOfActors(ctx, [ctx.actor.id, ...comment.mentions]);
  return {
    result: {
      id: comment.id,
      author: person(ctx.actor.id, names),
      body,
      mentions: comment.mentions.map((id) => person(id, names)),
      at: ctx.now.toISOString(),
    },
    subject: { kind: "request", id: String(number) },
    after: { comment: comment.id, mentions: comment.mentions },
    note: body,
    changes: [{ topic: "request", subject: String(number), kind: "comment" }],
  };
});

export const followRequest = command(contract.followRequest, async (ctx, { number, isFollowing }) => {
  const workspaceId = workspaceOf(ctx).id;
  if (!(await findRequest(ctx.tx, workspaceId, number))) throw notFound("request", String(number));
  if (isFollowing) await putFollower(ctx.tx, workspaceId, { number, userIds: [ctx.actor.id] });
  else await removeFollower(ctx.tx, workspaceId, { number, userId: ctx.actor.id });
  return { result: {}, subject: { kind: "request", id: String(number) } };
});
