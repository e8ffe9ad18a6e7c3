import * as contract from "@plumbline/contracts/approvals/request-acts";
import { AppError, type Ctx, command, notFound, uuidv7, workspaceOf } from "../kernel/index.ts";
import { clauseDigests } from "./approval-progress.ts";
import { whyNotVote } from "./request-rights.ts";
import { isUndecided, viewRequest } from "./request-view.ts";
import { event, settle } from "./settle.ts";
import { readSituation } from "./situation.ts";
import { lockPolicies } from "./store/policies.ts";
import { insertVote, putFollower, type VoteRow } from "./store/request-acts.ts";
import { findRequest, lockRequest, type RequestRow } from "./store/requests.ts";

export const castVote = command(contract.castVote, async (ctx, { number, choice, reason, conflict, onBehalfOf }) => {
  const workspaceId = workspaceOf(ctx).id;
  const row = await heldRequest(ctx, number);
  const situation = await readSituation(ctx, row, { hold: true });
  const why = whyNotVote(ctx, row, { situation, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) });
  // Stepping aside needs neither a seat nor met clauses: it takes one out, and never counts.
  const isRecusal = choice === "recuse" && isUndecided(row) && ctx.actor.via === "session";
  if (why !== null && !isRecusal) throw new AppError("precondition-failed", why, { params: { reason: "may-not-vote" } });
  const vote: VoteRow = {
    id: uuidv7(ctx.now.getTime()),
    voter_id: ctx.actor.id,
    on_behalf_of: onBehalfOf ?? null,
    choice,
    reason,
    conflict,
    basis: Buffer.from(situation.basis, "hex"),
    clauses: clauseDigests(situation.clauses),
    cast_at: ctx.now,
  };
  await insertVote(ctx.tx, workspaceId, { ...vote, number, sessionId: ctx.actor.credentialId ?? "" });
  await putFollower(ctx.tx, workspaceId, { number, userIds: [ctx.actor.id] });
  await event(ctx, row, { kind: "vote", text: voteText(choice, conflict), by: ctx.actor.id });
  await settle(ctx, row);
  return {
    result: await viewRequest(ctx, number),
    subject: { kind: "request", id: String(number) },
    after: { vote: vote.id, choice, onBehalfOf: vote.on_behalf_of, basis: situation.basis, hasConflict: conflict !== "" },
    note: reason,
    changes: [{ topic: "request", subject: String(number), kind: "vote" }],
  };
});

/** The request, held, with the policies that are in force held before it. */
export async function heldRequest(ctx: Ctx, number: number): Promise<RequestRow> {
  const known = await findRequest(ctx.tx, workspaceOf(ctx).id, number);
  // A publication will hold the policies alone: asked for from the start, two voters cannot wait for each other.
  await lockPolicies(ctx.tx, workspaceOf(ctx).id, known?.kind === "policy" ? "exclusive" : "shared");
  const row = await lockRequest(ctx.tx, workspaceOf(ctx).id, number);
  if (!row) throw notFound("request", String(number));
  return row;
}

function voteText(choice: VoteRow["choice"], conflict: string): string {
  const words = { approve: "Approved", reject: "Rejected", abstain: "Abstained", recuse: "Recused" }[choice];
  return conflict === "" ? `${words}.` : `${words}, declaring a conflict of interest.`;
}
