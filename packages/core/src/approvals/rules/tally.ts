import { listWords } from "../policy/near-name.ts";
import type { Electorate } from "./electorate.ts";
import { approvalWords } from "./quorum-words.ts";
import { type FlowApproval, type FlowVoter, fillApprovals } from "./seat-flow.ts";
import { type CastVote, type JudgedVote, judgeVotes } from "./valid-votes.ts";

export interface TallyInput {
  readonly electorate: Electorate;
  readonly order: "any" | "sequence";
  readonly votes: readonly CastVote[];
  /** What a vote must have been cast on to count. */
  readonly basis: string;
}

/** Where a request stands by its votes. Whether its clauses are met is asked elsewhere. */
export interface Tally {
  readonly outcome: "approved" | "rejected" | "open";
  /** In the order of the electorate's approvals. */
  readonly approvals: readonly { readonly given: number; readonly needed: number; readonly voterIds: readonly string[] }[];
  /** Every vote with whether it counts and why not, in the order given. */
  readonly votes: readonly JudgedVote[];
  /** The approval whose turn it is, where they come in a sequence. */
  readonly turn: number | null;
  /** Why it is rejected, or why it cannot be decided; null otherwise. */
  readonly words: string | null;
}

/** People who took themselves out by their last vote. They have no seat while that stands. */
export function recusalsOf(votes: readonly (CastVote & { readonly reason: string })[]): { userId: string; words: string }[] {
  const last = new Map<string, CastVote & { readonly reason: string }>();
  for (const vote of [...votes].sort(byTime)) last.set(vote.voterId, vote);
  return [...last.values()].flatMap(({ voterId, choice, reason }) => (choice === "recuse" ? [{ userId: voterId, words: reason }] : []));
}

const byTime = (left: CastVote, right: CastVote): number =>
  left.castAt.getTime() - right.castAt.getTime() || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);

/**
 * Counts the votes on the present basis. Approved once every approval has its quorum. Rejected at once by a member of a group with a veto, or when
 * after a rejection the quorums can no longer be reached with those who have neither rejected nor abstained. Recusals and abstentions alone
 * reject nothing: somebody may still be named, or vote anew, until the request expires.
 */
export function tallyVotes(input: TallyInput): Tally {
  const { electorate, order } = input;
  const flow = flowOf(electorate);
  const judged = judgeVotes(input.votes, electorate, input.basis);
  const votes = order === "sequence" ? voidOutOfTurn(judged, electorate, flow) : judged;
  const valid = votes.filter(({ isValid }) => isValid).map(({ vote }) => vote);
  const { counts, placements } = fillApprovals(flow, votersBy(valid, "approve"));
  const turn = order === "sequence" ? openTurn(flow, counts) : null;
  const approvals = flow.map(({ min }, index) => ({
    given: counts[index] ?? 0,
    needed: min,
    voterIds: placements.filter(({ approval }) => approval === index).map(({ voter }) => voter),
  }));
  const rejection = rejectionWords(valid, electorate, flow);
  if (rejection !== null) return { outcome: "rejected", approvals, votes, turn: null, words: rejection };
  const isApproved = approvals.every(({ given, needed }) => given === needed);
  return {
    outcome: isApproved ? "approved" : "open",
    approvals,
    votes,
    turn,
    words: isApproved ? null : stuckWords(valid, electorate, flow),
  };
}

const flowOf = ({ approvals }: Electorate): FlowApproval[] =>
  approvals.map(({ approval, seats }) => ({ min: approval.min, seats: seats.map(({ userId }) => userId) }));

const seatOfVote = ({ voterId, onBehalfOfId }: CastVote): string => onBehalfOfId ?? voterId;

function votersBy(votes: readonly CastVote[], choice: CastVote["choice"]): FlowVoter[] {
  const seats = new Map<string, string[]>();
  for (const vote of votes.filter((one) => one.choice === choice)) {
    seats.set(vote.voterId, [...(seats.get(vote.voterId) ?? []), seatOfVote(vote)]);
  }
  return [...seats].map(([id, own]) => ({ id, seats: own })).sort((left, right) => (left.id < right.id ? -1 : 1));
}

function openTurn(flow: readonly FlowApproval[], counts: readonly number[]): number | null {
  const index = flow.findIndex(({ min }, at) => (counts[at] ?? 0) < min);
  return index < 0 ? null : index;
}

/** Replays the votes in their order: one counts only for the approval whose turn it was. A veto waits for nobody. */
function voidOutOfTurn(judged: readonly JudgedVote[], electorate: Electorate, flow: readonly FlowApproval[]): JudgedVote[] {
  const accepted: CastVote[] = [];
  const early = new Map<string, string>();
  const valid = judged.filter(({ isValid }) => isValid).map(({ vote }) => vote);
  for (const vote of valid.sort(byTime)) {
    const turn = openTurn(flow, fillApprovals(flow, votersBy(accepted, "approve")).counts);
    const waitsFor = turn === null ? undefined : electorate.approvals[turn];
    const isInTurn = !waitsFor || waitsFor.seats.some(({ userId }) => userId === seatOfVote(vote));
    if (isInTurn || vote.choice === "recuse" || isVeto(vote, electorate)) accepted.push(vote);
    else early.set(vote.id, `It was the turn of ${approvalWords(waitsFor.approval)}; vote again after them.`);
  }
  return judged.map((one) => (early.has(one.vote.id) ? { ...one, isValid: false, voidReason: early.get(one.vote.id) ?? null } : one));
}

const isVeto = (vote: CastVote, { veto }: Electorate): boolean =>
  vote.choice === "reject" && veto.some(({ seats }) => seats.some(({ userId }) => userId === seatOfVote(vote)));

function rejectionWords(valid: readonly CastVote[], electorate: Electorate, flow: readonly FlowApproval[]): string | null {
  const veto = valid.find((vote) => isVeto(vote, electorate));
  if (veto) {
    const groups = electorate.veto.filter(({ seats }) => seats.some(({ userId }) => userId === seatOfVote(veto))).map(({ group }) => group);
    return `Rejected by ${listWords(groups, "and")}, which may veto.`;
  }
  if (!valid.some(({ choice }) => choice === "reject")) return null;
  const unreachable = unreachableWords(valid, electorate, flow);
  return unreachable === null ? null : `Rejected: ${unreachable}`;
}

function stuckWords(valid: readonly CastVote[], electorate: Electorate, flow: readonly FlowApproval[]): string | null {
  const unreachable = unreachableWords(valid, electorate, flow);
  return unreachable === null ? null : `Cannot be decided: ${unreachable}`;
}

/** The approval that those who have neither rejected nor abstained cannot fill. */
function unreachableWords(valid: readonly CastVote[], electorate: Electorate, flow: readonly FlowApproval[]): string | null {
  const lost = valid.filter(({ choice }) => choice === "reject" || choice === "abstain");
  const lostVoters = new Set(lost.map(({ voterId }) => voterId));
  const lostSeats = new Set(lost.map(seatOfVote));
  const remaining = electorate.voters
    .filter(({ id }) => !lostVoters.has(id))
    .map(({ id, seats }) => ({ id, seats: seats.filter((seat) => !lostSeats.has(seat)) }));
  const { counts } = fillApprovals(flow, remaining);
  const short = openTurn(flow, counts);
  const approval = short === null ? undefined : electorate.approvals[short]?.approval;
  if (short === null || !approval) return null;
  return `${approvalWords(approval)} needs ${approval.min}, and at most ${counts[short] ?? 0} can still approve.`;
}
