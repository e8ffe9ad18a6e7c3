import * as contract from "@plumbline/contracts/approvals/request";
import { z } from "zod";
import { namesOfActors } from "../access/index.ts";
import { AppError, decodeCursor, encodeCursor, query, workspaceOf } from "../kernel/index.ts";
import { approvalProgress } from "./approval-progress.ts";
import { subjectKeyOf } from "./authorisations.ts";
import { coveredWords, coveringAuthorisation, pointlessMove, promotionOf } from "./open-request.ts";
import { quorumNote, subjectIds, summaryOf, viewRequest } from "./request-view.ts";
import { stageMove } from "./rules/stage-moves.ts";
import { readSituation, type Situation } from "./situation.ts";
import { countWaiting, findSameWish, selectRequests } from "./store/requests.ts";

export const getRequest = query(contract.getRequest, (ctx, { number }) => viewRequest(ctx, number));

export const listRequests = query(contract.listRequests, async (ctx, input) => {
  const workspaceId = workspaceOf(ctx).id;
  const order = JSON.stringify([input.state, input.subject, input.kind, input.waitingForMe]);
  const rows = await selectRequests(ctx.tx, workspaceId, {
    state: input.state,
    kind: input.kind,
    limit: input.limit + 1,
    ...(input.subject === undefined ? {} : { subject: subjectKeyOf(input.subject) }),
    ...(input.waitingForMe ? { waitingFor: ctx.actor.id } : {}),
    ...(input.cursor === undefined ? {} : { before: positionOf(decodeCursor(order, input.cursor)) }),
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const names = await namesOfActors(
    ctx,
    page.map(({ opened_by }) => opened_by),
  );
  const ids = await subjectIds(ctx, page);
  return {
    items: page.map((row) =>
      summaryOf(ctx, row, { names, subjectId: ids.get(`${row.subject_kind}:${row.subject_ref}`) ?? row.subject_ref }),
    ),
    nextCursor: rows.length > input.limit && last ? encodeCursor(order, [last.number]) : null,
    waitingForMe: await countWaiting(ctx.tx, workspaceId, ctx.actor.id),
  };
});

function positionOf(given: readonly unknown[]): number {
  const number = z.int().safeParse(given[0]);
  if (!number.success) throw new AppError("invalid", "The page cursor does not belong to this list. Start again without it.");
  return number.data;
}

export const previewRequest = query(contract.previewRequest, async (ctx, input) => {
  const wanted = await promotionOf(ctx, input);
  const situation = await readSituation(ctx, wanted, { hold: false });
  const open = await findSameWish(ctx.tx, workspaceOf(ctx).id, {
    subject: { kind: wanted.subject_kind, ref: wanted.subject_ref },
    kind: wanted.kind,
    toStage: wanted.to_stage,
    environment: wanted.environment,
  });
  const covering = await coveringAuthorisation(ctx, wanted);
  const pointless = pointlessMove(wanted.facts, input.toStage);
  const refused = pointless?.words ?? (covering && coveredWords(wanted));
  const isFree = pointless?.kind === "free";
  const { outcome, text } =
    refused === undefined ? outlook(situation) : { outcome: isFree ? ("free" as const) : ("refused" as const), text: refused };
  return {
    outcome,
    text,
    policies: [...(situation.policy?.policies ?? [])],
    clauses: [...situation.clauses],
    approvals: approvalProgress(situation),
    quorumNote: quorumNote(situation),
    conditions: [...(situation.policy?.conditions ?? [])],
    openRequest: open?.number ?? null,
  };
});

/** What would come of asking, in one word and one sentence. */
function outlook({ selection, clauses, electorate, isReady, obstacle, moveFacts }: Situation) {
  if (selection.kind === "denied") return { outcome: "denied" as const, text: selection.words };
  if (moveFacts.move.kind === "transition" && stageMove(moveFacts.move.from, moveFacts.move.to).kind === "refused") {
    return { outcome: "refused" as const, text: stageMove(moveFacts.move.from, moveFacts.move.to).words };
  }
  if (selection.kind === "free") return { outcome: "free" as const, text: selection.words };
  if (obstacle !== null) return { outcome: "denied" as const, text: obstacle };
  if (!isReady) {
    const unmet = clauses.filter(({ state }) => state !== "met").length;
    return { outcome: "needs-evidence" as const, text: `${unmet} of ${clauses.length} clauses are unmet.` };
  }
  const needed = electorate.approvals.reduce((sum, { approval }) => sum + approval.min, 0);
  return needed === 0
    ? { outcome: "decides-itself" as const, text: "Every clause is met and no vote is needed: it happens as soon as it is asked for." }
    : { outcome: "needs-votes" as const, text: `Every clause is met; ${needed} ${needed === 1 ? "approval is" : "approvals are"} needed.` };
}
