import { isDeepStrictEqual } from "node:util";
import { spanMs } from "@plumbline/contracts/approvals/policy-document";
import { AppError, type Ctx, recordAct, recordChanges, uuidv7, workspaceOf } from "../kernel/index.ts";
import type { DecisionRecord } from "./decision-record.ts";
import { tellOfDecision, tellVoters } from "./messages.ts";
import { recordDecision } from "./record-decision.ts";
import { decisionText } from "./request-words.ts";
import { readSituation, type Situation } from "./situation.ts";
import { insertAuthorisation } from "./store/authorisations.ts";
import { findEnvironment } from "./store/environments.ts";
import { insertEvent, selectEvents } from "./store/request-acts.ts";
import { endRequest, type RequestProgress, type RequestRow, updateRequest } from "./store/requests.ts";
import { handlerOf } from "./subjects.ts";

interface Settling {
  /** On the way of something else, which must not fail because a request cannot be carried out: it is held up and says why. */
  readonly isBeside?: boolean;
}

/**
 * Looks at an undecided request, whose row the caller holds, and does what follows: decides it, or writes down how far it is.
 * Everything that can change the answer comes here in its own transaction: votes, evidence, publications, time.
 */
export async function settle(ctx: Ctx, row: RequestRow, { isBeside = false }: Settling = {}): Promise<Situation> {
  const situation = await readSituation(ctx, { ...row }, { hold: true });
  const broken = isBeside && mayPass(situation) ? await whyBroken(ctx, row, situation) : null;
  if (row.expires_at <= ctx.now) await close(ctx, row, { state: "expired", text: "Nobody decided it in time." });
  else if (!situation.subject) await close(ctx, row, { state: "withdrawn", text: "What it asked for was removed." });
  else if (situation.overtaken !== null) await close(ctx, row, { state: "withdrawn", text: situation.overtaken });
  else if (situation.tally.outcome === "rejected") await reject(ctx, row, situation);
  else if (broken !== null) await holdUp(ctx, row, { situation, text: broken });
  else if (mayPass(situation)) await approve(ctx, row, { situation, by: wayOf(situation) });
  else await noteProgress(ctx, row, situation);
  return situation;
}

/** Nothing passes that no policy lets pass now, whatever was the case when it was opened. */
function mayPass({ selection, isReady, isAlone, tally }: Situation): boolean {
  if (selection.kind === "denied") return false;
  return isReady && (isAlone || tally.outcome === "approved");
}

/** Why the bytes are not those that may go anywhere; null where they are. */
async function whyBroken(ctx: Ctx, row: RequestRow, situation: Situation): Promise<string | null> {
  try {
    await checkBytes(ctx, row, situation);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code !== "unavailable") return error.message;
    throw error;
  }
}

async function holdUp(ctx: Ctx, row: RequestRow, held: { readonly situation: Situation; readonly text: string }): Promise<void> {
  await noteProgress(ctx, row, held.situation);
  const last = (await selectEvents(ctx.tx, workspaceOf(ctx).id, row.number)).at(-1);
  if (last?.kind !== "held-up") await event(ctx, row, { kind: "held-up", text: held.text });
}

async function checkBytes(ctx: Ctx, row: RequestRow, { subject }: Situation): Promise<void> {
  if (!row.digest || !row.to_stage || row.to_stage === "retired") return;
  if (subject?.digest !== row.digest.toString("hex")) {
    throw new AppError("conflict", "The bytes of the version are not those that the request was opened for.");
  }
  await handlerOf(row.subject_kind).checkIntegrity?.(ctx, row.subject_ref);
}

function wayOf({ policy, isAlone }: Situation): "votes" | "policy" | "alone" {
  if ((policy?.approvals.length ?? 0) === 0) return "policy";
  return isAlone ? "alone" : "votes";
}

export function progressOf({ clauses, tally, isReady, electorate }: Situation): RequestProgress {
  const voted = new Set(tally.votes.filter(({ isValid }) => isValid).map(({ vote }) => vote.voterId));
  const seatsInTurn = electorate.approvals.filter((_, index) => {
    const approval = tally.approvals[index];
    return approval && approval.given < approval.needed && (tally.turn === null || tally.turn === index);
  });
  const holders = new Set(seatsInTurn.flatMap(({ seats }) => seats.map(({ userId }) => userId)));
  const waiting = electorate.voters.filter(({ id, seats }) => !voted.has(id) && seats.some((seat) => holders.has(seat)));
  return {
    clausesMet: clauses.filter(({ state }) => state === "met").length,
    clauses: clauses.length,
    approvalsGiven: tally.approvals.reduce((sum, { given }) => sum + given, 0),
    approvalsNeeded: tally.approvals.reduce((sum, { needed }) => sum + needed, 0),
    waitingFor: isReady ? waiting.map(({ id }) => id) : [],
  };
}

async function noteProgress(ctx: Ctx, row: RequestRow, situation: Situation): Promise<void> {
  const { number } = row;
  const progress = progressOf(situation);
  const state = situation.isReady && situation.selection.kind !== "denied" ? "voting" : "open";
  const { id: workspaceId } = workspaceOf(ctx);
  await updateRequest(ctx.tx, workspaceId, { number, state, progress, policies: situation.policy?.policies ?? [] });
  if (state !== row.state || !isDeepStrictEqual(progress, row.progress)) {
    recordChanges(ctx.tx, workspaceId, [{ topic: "request", subject: String(number), kind: "progress" }]);
  }
  if (state !== row.state) {
    const text =
      state === "voting" ? "Every clause is met; votes are open." : "A clause is not met any more; votes are closed until it is.";
    await event(ctx, row, { kind: state === "voting" ? "votes-open" : "votes-closed", text });
  }
  const newlyWaiting = progress.waitingFor.filter((id) => !row.progress.waitingFor.includes(id));
  if (newlyWaiting.length > 0) await tellVoters(ctx, row, newlyWaiting);
}

async function reject(ctx: Ctx, row: RequestRow, situation: Situation): Promise<void> {
  const text = situation.tally.words ?? "Rejected by vote.";
  const decision = recordDecision(row, situation, { outcome: "rejected", by: "votes", text, authorisationId: null });
  await end(ctx, row, { state: "rejected", decision, text });
}

interface Approval {
  readonly situation: Situation;
  readonly by: DecisionRecord["by"];
  /** Set for break-glass, which ends by itself and leaves a review. */
  readonly validUntil?: Date;
  readonly reviewDueAt?: Date;
}

/** Moves the subject, authorises it and closes the request, all in the transaction that saw the last condition met. */
export async function approve(ctx: Ctx, row: RequestRow, approval: Approval): Promise<void> {
  const { situation, by } = approval;
  const handler = handlerOf(row.subject_kind);
  await checkBytes(ctx, row, situation);
  const authorisationId = await authorise(ctx, row, approval);
  const text = decisionText(row, by);
  const decision = recordDecision(row, situation, { outcome: "approved", by, text, authorisationId });
  await handler.apply(ctx, {
    kind: by === "break-glass" ? "break-glass" : row.kind,
    subject: { kind: row.subject_kind, ref: row.subject_ref },
    requestNumber: row.number,
    requestedBy: row.opened_by,
    toStage: row.to_stage,
    makeChampion: row.make_champion && row.uses.includes("full"),
    uses: row.uses,
    reason: row.reason,
    payload: row.payload,
  });
  await end(ctx, row, {
    state: "approved",
    decision,
    text,
    ...(approval.reviewDueAt ? { reviewDueAt: approval.reviewDueAt } : {}),
  });
}

/** What the version may do from now on, where the request is about an environment. */
async function authorise(ctx: Ctx, row: RequestRow, { situation, by, validUntil }: Approval): Promise<string | null> {
  if (row.environment === null || row.digest === null) return null;
  const workspaceId = workspaceOf(ctx).id;
  const environment = await findEnvironment(ctx.tx, workspaceId, { name: row.environment, now: ctx.now });
  if (!environment || environment.isArchived) {
    throw new AppError("conflict", `The environment "${row.environment}" is closed. Withdraw the request and ask for another one.`);
  }
  const conditions = situation.policy?.conditions ?? [];
  const limit = conditions.flatMap((condition) => ("time_limit" in condition ? [condition.time_limit] : []));
  const id = uuidv7(ctx.now.getTime());
  await insertAuthorisation(ctx.tx, workspaceId, {
    id,
    subject: { kind: row.subject_kind, ref: row.subject_ref },
    digest: row.digest.toString("hex"),
    environment: row.environment,
    uses: row.uses,
    canaryMaxPercent: row.canary_max_percent,
    conditions,
    policies: situation.policy?.policies ?? [],
    requestNumber: row.number,
    isBreakGlass: by === "break-glass",
    validFrom: ctx.now,
    validUntil: validUntil ?? shortest(ctx.now, limit),
  });
  return id;
}

interface Closing {
  readonly state: "withdrawn" | "expired";
  readonly text: string;
  readonly by?: string;
}

/** Ends a request that was not decided. */
export const close = (ctx: Ctx, row: RequestRow, closing: Closing): Promise<void> => end(ctx, row, { ...closing, decision: null });

interface Ending {
  readonly state: "approved" | "rejected" | "withdrawn" | "expired";
  readonly decision: DecisionRecord | null;
  readonly text: string;
  readonly by?: string;
  readonly reviewDueAt?: Date;
}

async function end(ctx: Ctx, row: RequestRow, ending: Ending): Promise<void> {
  const { state, decision, text } = ending;
  const reviewDueAt = ending.reviewDueAt ? { reviewDueAt: ending.reviewDueAt } : {};
  await endRequest(ctx.tx, workspaceOf(ctx).id, { number: row.number, state, at: ctx.now, decision, ...reviewDueAt });
  await event(ctx, row, { kind: state, text, ...(ending.by === undefined ? {} : { by: ending.by }) });
  // Withdrawing is an act of its own; decisions and expiry follow from something else, and are recorded beside it.
  if (state !== "withdrawn" || ending.by === undefined) {
    recordAct(ctx.tx, ctx, {
      audit: {
        action: "approvals.request.decide",
        outcome: "done",
        subject: { kind: "request", id: String(row.number) },
        before: { state: row.state },
        after: {
          state,
          text,
          authorisation: decision?.authorisationId ?? null,
          digest: decision?.digest ?? null,
          basis: decision?.basis ?? null,
          policies: decision?.policies ?? [],
        },
      },
      changes: [{ topic: "request", subject: String(row.number), kind: state }],
      now: ctx.now,
    });
  }
  await tellOfDecision(ctx, row, { state, text });
}

export async function event(ctx: Ctx, row: Pick<RequestRow, "number">, told: { kind: string; text: string; by?: string }): Promise<void> {
  const made = { number: row.number, kind: told.kind, text: told.text, by: told.by ?? null, at: ctx.now };
  await insertEvent(ctx.tx, workspaceOf(ctx).id, made);
}

/** When the shortest of the spans ends; null for none. */
function shortest(now: Date, spans: readonly string[]): Date | null {
  return spans.length === 0 ? null : new Date(now.getTime() + Math.min(...spans.map(spanMs)));
}
