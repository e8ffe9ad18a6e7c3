import type * as contract from "@plumbline/contracts/approvals/request";
import { namesOfActors } from "../access/index.ts";
import { type Ctx, notFound, workspaceOf } from "../kernel/index.ts";
import { approvalProgress, type Names, person, voteList } from "./approval-progress.ts";
import { breakGlassView } from "./break-glass-view.ts";
import type { DecisionRecord } from "./decision-record.ts";
import { mayWithdraw, whyNotVote } from "./request-rights.ts";
import { progressOf } from "./settle.ts";
import { readSituation, type Situation } from "./situation.ts";
import * as acts from "./store/request-acts.ts";
import { findRequest, type RequestRow, selectRejections } from "./store/requests.ts";
import { handlerOf } from "./subjects.ts";

const undecided: readonly string[] = ["open", "voting"];
export const isUndecided = ({ state }: Pick<RequestRow, "state">): boolean => undecided.includes(state);

/** A request as its page shows it: computed now while it is undecided, as it was decided afterwards. */
export async function viewRequest(ctx: Ctx, number: number): Promise<contract.PromotionRequest> {
  const workspaceId = workspaceOf(ctx).id;
  const row = await findRequest(ctx.tx, workspaceId, number);
  if (!row) throw notFound("request", String(number));
  const situation = await readSituation(ctx, row, { hold: false });
  const [comments, followers, events, confirmations, rejections] = await Promise.all([
    acts.selectComments(ctx.tx, workspaceId, number),
    acts.selectFollowers(ctx.tx, workspaceId, number),
    acts.selectEvents(ctx.tx, workspaceId, number),
    acts.selectConfirmations(ctx.tx, workspaceId, number),
    row.digest ? selectRejections(ctx.tx, workspaceId, { digest: row.digest, before: number }) : [],
  ]);
  const names = await namesOfActors(ctx, [
    ...[row.opened_by, row.reviewed_by, ...followers].filter((id) => id !== null),
    ...situation.votes.flatMap(({ voter_id, on_behalf_of }) => [voter_id, on_behalf_of]).filter((id) => id !== null),
    ...comments.flatMap(({ author_id, mentions }) => [author_id, ...mentions]),
    ...events.flatMap(({ by }) => (by === null ? [] : [by])),
    ...confirmations.map(({ user_id }) => user_id),
  ]);
  const summary = summaryOf(ctx, row, { situation, names, subjectId: situation.subject?.id ?? row.subject_ref });
  return {
    ...summary,
    ...wishOf(row),
    ...standing(row, situation, names),
    comments: comments.map(({ author_id, mentions, at, ...rest }) => ({
      ...rest,
      author: person(author_id, names),
      mentions: mentions.map((id) => person(id, names)),
      at: at.toISOString(),
    })),
    followers: followers.map((id) => person(id, names)),
    earlierRejections: rejections.map(({ number: other, decided_at, decision }) => ({
      number: other,
      decidedAt: decided_at.toISOString(),
      reason: decision.text,
    })),
    timeline: events.map(({ at, kind, text, by }) => ({ at: at.toISOString(), kind, text, by: by === null ? null : person(by, names) })),
    breakGlass: breakGlassView(row, { situation, confirmations, names, viewerId: ctx.actor.id }),
    me: rightsOf(ctx, row, { situation, isFollowing: followers.includes(ctx.actor.id) }),
  };
}

function wishOf(row: RequestRow) {
  return {
    reason: row.reason,
    fromStage: row.from_stage,
    toStage: row.to_stage,
    uses: row.uses,
    canaryMaxPercent: row.canary_max_percent,
    makeChampion: row.make_champion,
    digest: row.digest?.toString("hex") ?? null,
    payload: row.payload,
  };
}

/** Clauses, seats, votes and conditions: of now, or of the decision. */
function standing(row: RequestRow, situation: Situation, names: Names) {
  const { decision } = row;
  return {
    policies: [...(decision?.policies ?? situation.policy?.policies ?? row.policies)],
    clauseList: [...(decision?.clauses ?? situation.clauses)],
    approvalList: decision ? approvalsAsDecided(decision) : approvalProgress(situation),
    excluded: situation.electorate.excluded.map(({ userId, name, reason }) => ({ person: { id: userId, name }, reason })),
    quorumNote: isUndecided(row) ? quorumNote(situation) : null,
    votes: decision ? votesAsDecided(row, situation, names) : voteList(situation, names),
    votesOpen: isUndecided(row) && situation.isReady && situation.selection.kind !== "denied",
    conditions: [...(decision?.conditions ?? situation.policy?.conditions ?? [])],
    decision: decision
      ? {
          outcome: decision.outcome,
          at: row.decided_at?.toISOString() ?? "",
          text: decision.text,
          authorisationId: decision.authorisationId,
        }
      : null,
  };
}

/** The seats that were filled, by whom. */
function approvalsAsDecided({ approvals, votes }: DecisionRecord): contract.ApprovalProgress[] {
  return approvals.map(({ name, kind, needed, given }) => ({
    name,
    kind,
    needed,
    given,
    isSatisfiable: true,
    isBlockedByOrder: false,
    seats: votes
      .filter(({ seat }) => seat === name)
      .map((vote) => ({ person: { id: vote.voterId, name: vote.name }, mayVote: true, note: null, vote: vote.choice, isVoid: false })),
  }));
}

/** Votes that were counted stay counted, whoever left the committee since. */
function votesAsDecided(row: RequestRow, situation: Situation, names: Names): contract.Vote[] {
  const counted = new Set(row.decision?.votes.map(({ voterId, at }) => `${voterId} ${at}`));
  return voteList(situation, names).map((vote) => {
    const isValid = counted.has(`${vote.voter.id} ${vote.castAt}`);
    return { ...vote, isValid, voidReason: isValid ? null : (vote.voidReason ?? "Did not count when the request was decided.") };
  });
}

export function quorumNote({ selection, obstacle, tally, electorate }: Situation): string | null {
  if (selection.kind === "denied") return selection.words;
  return obstacle ?? tally.words ?? electorate.sentence;
}

function rightsOf(ctx: Ctx, row: RequestRow, { situation, isFollowing }: { situation: Situation; isFollowing: boolean }) {
  const whyNot = whyNotVote(ctx, row, { situation });
  return {
    mayVote: whyNot === null,
    whyNot,
    mayWithdraw: isUndecided(row) && mayWithdraw(ctx, row),
    mayProduceEvidence: isUndecided(row) && ctx.permissions.has("evidence:write") && row.subject_kind === "model-version",
    isFollowing,
  };
}

interface Summarised {
  readonly situation?: Situation;
  readonly names: Names;
  readonly subjectId: string;
}

/** A row of a list; counts of an undecided request are as fresh as what they are given. */
export function summaryOf(ctx: Ctx, row: RequestRow, { situation, names, subjectId }: Summarised): contract.RequestSummary {
  const progress = isUndecided(row) && situation ? progressOf(situation) : row.progress;
  const { decision } = row;
  return {
    number: row.number,
    kind: row.kind,
    state: isUndecided(row) && situation ? (situation.isReady ? "voting" : "open") : row.state,
    title: row.title,
    subject: { kind: row.subject_kind, id: subjectId },
    tier: row.tier,
    environment: row.environment,
    openedBy: person(row.opened_by, names),
    openedAt: row.opened_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    clauses: decision
      ? { met: decision.clauses.filter(({ state }) => state === "met").length, total: decision.clauses.length }
      : { met: progress.clausesMet, total: progress.clauses },
    approvals: decision
      ? {
          given: decision.approvals.reduce((sum, { given }) => sum + given, 0),
          needed: decision.approvals.reduce((sum, { needed }) => sum + needed, 0),
        }
      : { given: progress.approvalsGiven, needed: progress.approvalsNeeded },
    isWaitingForMe: isUndecided(row) && progress.waitingFor.includes(ctx.actor.id),
  };
}

/** What people call the subjects of rows. */
export async function subjectIds(ctx: Ctx, rows: readonly RequestRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const row of rows) {
    const key = `${row.subject_kind}:${row.subject_ref}`;
    if (ids.has(key)) continue;
    const facts = await handlerOf(row.subject_kind).find(ctx, row.subject_ref, { hold: false });
    ids.set(key, facts?.id ?? row.subject_ref);
  }
  return ids;
}
