import { spanMs } from "@plumbline/contracts/approvals/policy-document";
import * as contract from "@plumbline/contracts/approvals/request-acts";
import { peopleBehind } from "../access/index.ts";
import { AppError, type Ctx, command, workspaceOf } from "../kernel/index.ts";
import { breakGlassSeat, seated } from "./break-glass-view.ts";
import { heldRequest } from "./cast-vote.ts";
import { tellOfBreakGlass } from "./messages.ts";
import { isUndecided, viewRequest } from "./request-view.ts";
import { approve, event } from "./settle.ts";
import { readSituation, type Situation } from "./situation.ts";
import { insertConfirmation, selectConfirmations } from "./store/request-acts.ts";
import { setReview } from "./store/requests.ts";

/** Whoever asked for it may be one of those who let it through: it takes so many people in all, and none of them writes the review. */
export const confirmBreakGlass = command(contract.confirmBreakGlass, async (ctx, { number, reason }) => {
  const row = await heldRequest(ctx, number);
  const situation = await readSituation(ctx, row, { hold: true });
  const glass = situation.policy?.breakGlass;
  if (!isUndecided(row) || row.expires_at <= ctx.now) throw new AppError("conflict", `Request ${number} is not open any more.`);
  if (!glass || row.kind !== "promotion") throw new AppError("precondition-failed", "The policy of this request offers no break-glass.");
  const inTheWay = situation.overtaken ?? situation.beyond;
  if (inTheWay !== null) throw new AppError("precondition-failed", inTheWay);
  const seat = seatOfCaller(ctx, situation);
  const workspaceId = workspaceOf(ctx).id;
  if (!(await insertConfirmation(ctx.tx, workspaceId, { number, user_id: ctx.actor.id, seat, reason, at: ctx.now }))) {
    throw new AppError("conflict", "You have confirmed it already; it takes somebody else.", { params: { reason: "confirmed-already" } });
  }
  await event(ctx, row, { kind: "break-glass", text: `Asked for break-glass (${seat}): ${reason}`, by: ctx.actor.id });
  const confirmations = seated(await selectConfirmations(ctx.tx, workspaceId, number), situation);
  const isLetThrough = confirmations.length >= glass.people;
  if (isLetThrough) {
    await approve(ctx, row, {
      situation,
      by: "break-glass",
      validUntil: new Date(ctx.now.getTime() + spanMs(glass.expiresAfter)),
      reviewDueAt: new Date(ctx.now.getTime() + spanMs(glass.reviewWithin)),
    });
  }
  const eligible = situation.members.filter((member) => breakGlassSeat(glass, member) !== undefined).map(({ userId }) => userId);
  await tellOfBreakGlass(ctx, row, { isLetThrough, confirmed: confirmations.length, needed: glass.people, eligible });
  return {
    result: await viewRequest(ctx, number),
    subject: { kind: "request", id: String(number) },
    after: { confirmed: confirmations.map(({ user_id }) => user_id), needed: glass.people, isLetThrough, seat },
    note: reason,
    changes: [{ topic: "request", subject: String(number), kind: "break-glass" }],
  };
});

function seatOfCaller(ctx: Ctx, { policy, members }: Situation): string {
  if (ctx.actor.kind !== "user" || ctx.actor.via !== "session") {
    throw new AppError("forbidden", "Break-glass is for people who are signed in; tokens cannot.");
  }
  const member = members.find(({ userId }) => userId === ctx.actor.id);
  const seat = policy?.breakGlass ? breakGlassSeat(policy.breakGlass, member) : undefined;
  if (seat === undefined) throw new AppError("forbidden", "The policy does not name you among those who may break glass.");
  return seat;
}

export const reviewBreakGlass = command(contract.reviewBreakGlass, async (ctx, { number, note }) => {
  const row = await heldRequest(ctx, number);
  if (row.decision?.by !== "break-glass") throw new AppError("conflict", "This request was not let through by break-glass.");
  if (row.reviewed_at) throw new AppError("conflict", "The review is written already.", { params: { reason: "reviewed" } });
  if (ctx.actor.kind !== "user" || ctx.actor.via !== "session")
    throw new AppError("forbidden", "Reviews come from people who are signed in.");
  const workspaceId = workspaceOf(ctx).id;
  const confirmations = await selectConfirmations(ctx.tx, workspaceId, number);
  const askers = (await peopleBehind(ctx, [row.opened_by])).get(row.opened_by);
  if (askers?.has(ctx.actor.id) || confirmations.some(({ user_id }) => user_id === ctx.actor.id)) {
    throw new AppError("forbidden", "Whoever asked for it or let it through cannot review it.", { params: { reason: "own-break-glass" } });
  }
  await setReview(ctx.tx, workspaceId, { number, by: ctx.actor.id, at: ctx.now, note });
  await event(ctx, row, { kind: "reviewed", text: "Reviewed the use of break-glass.", by: ctx.actor.id });
  return {
    result: await viewRequest(ctx, number),
    subject: { kind: "request", id: String(number) },
    before: { reviewedAt: null },
    after: { reviewedAt: ctx.now.toISOString() },
    note,
    changes: [{ topic: "request", subject: String(number), kind: "reviewed" }],
  };
});
