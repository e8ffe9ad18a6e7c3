import type { EffectiveApproval } from "./effective-policy.ts";
import { exclusionReasons } from "./exclusions.ts";
import type { Delegation, Member, People, Seat, VotingRules } from "./people.ts";
import { quorumSentence } from "./quorum-words.ts";
import { type FlowApproval, type FlowVoter, fillApprovals, spareOf } from "./seat-flow.ts";

export interface ApprovalSeats {
  readonly approval: EffectiveApproval;
  readonly seats: readonly Seat[];
  /** Enough people can still fill it beside all approvals before it. */
  readonly isSatisfiable: boolean;
  /** How many of those who could fill it may still drop out, whoever they are, while everything else stays filled. */
  readonly spare: number;
  readonly sentence: string;
}

/** Who may vote on a request, who may not and why. */
export interface Electorate {
  readonly approvals: readonly ApprovalSeats[];
  /** Groups of which one rejection ends the request. */
  readonly veto: readonly { readonly group: string; readonly seats: readonly Seat[] }[];
  /** Everybody who may vote, with the seats that they may vote from. */
  readonly voters: readonly FlowVoter[];
  /** Why each member who may not vote may not, by user id. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Those of them who have a seat or a part in what is voted on, for the list beside the votes. */
  readonly excluded: readonly { readonly userId: string; readonly name: string; readonly reason: string }[];
  readonly isSatisfiable: boolean;
  readonly sentence: string | null;
}

/**
 * The people who may vote. A seat belongs to a member of the workspace who is in the approval's group, or has exactly its role. Nobody votes from a
 * seat whose holder is disabled, excluded by the policy, or recused, and no delegate who is. A delegate votes from the other's seat, or from the own one: a person's vote
 * is counted once, toward one approval alone, wherever it fills most (see `fillApprovals`).
 */
export function electorateOf(rules: VotingRules, people: People): Electorate {
  const members = [...people.members].sort((left, right) => compareText(left.name, right.name) || compareText(left.userId, right.userId));
  const sorted = { ...people, members };
  const reasons = exclusionReasons(rules, sorted);
  const delegates = delegatesBySeat(sorted, reasons);
  const seatOf = (member: Member): Seat => seatFor(member, reasons, delegates);
  const holders = rules.approvals.map((approval) => members.filter((member) => holdsSeat(member, approval)));
  const veto = rules.veto.map((group) => ({ group, seats: members.filter(({ groups }) => groups.includes(group)).map(seatOf) }));
  const voters = votersOf(sorted, reasons, delegates);
  const flow: FlowApproval[] = rules.approvals.map(({ min }, index) => ({
    min,
    seats: (holders[index] ?? []).map(({ userId }) => userId),
  }));
  const { counts } = fillApprovals(flow, voters);
  const approvals = rules.approvals.map((approval, index): ApprovalSeats => {
    const seats = (holders[index] ?? []).map(seatOf);
    const spare = spareOf(index, flow, voters) ?? 0;
    const isSatisfiable = counts[index] === approval.min;
    return {
      approval,
      seats,
      isSatisfiable,
      spare,
      sentence: quorumSentence({ approval, seats, isSatisfiable, spare, filled: counts[index] ?? 0 }),
    };
  });
  const concerned = new Set([...approvals, ...veto].flatMap(({ seats }) => seats.map(({ userId }) => userId)));
  for (const { userId } of [...people.involved, ...people.recusals]) concerned.add(userId);
  return {
    approvals,
    veto,
    voters,
    reasons,
    excluded: members
      .filter(({ userId }) => concerned.has(userId))
      .flatMap(({ userId, name }) => {
        const reason = reasons.get(userId);
        return reason === undefined ? [] : [{ userId, name, reason }];
      }),
    isSatisfiable: approvals.every(({ isSatisfiable }) => isSatisfiable),
    sentence: worstSentence(approvals),
  };
}

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const holdsSeat = (member: Member, { kind, name }: EffectiveApproval): boolean =>
  kind === "role" ? member.role === name : member.groups.includes(name);

/** What is said on top of the votes: what cannot be reached, else where nobody may drop out; null where there is room. */
function worstSentence(approvals: readonly ApprovalSeats[]): string | null {
  const worst = approvals.find(({ isSatisfiable }) => !isSatisfiable) ?? approvals.find(({ spare }) => spare === 0);
  return worst?.sentence ?? null;
}

function seatFor({ userId, name }: Member, reasons: ReadonlyMap<string, string>, delegates: ReadonlyMap<string, readonly Member[]>): Seat {
  const reason = reasons.get(userId) ?? null;
  const others = (delegates.get(userId) ?? []).map((member) => ({ userId: member.userId, name: member.name }));
  return { userId, name, mayVote: reason === null, reason, delegates: reason === null ? others : [] };
}

const isInForce = ({ startsAt, endsAt }: Delegation, now: Date): boolean => startsAt <= now && now < endsAt;

/** Who may vote from the seats of others, by the holder of the seat. */
function delegatesBySeat(
  { members, delegations, now }: People,
  reasons: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly Member[]> {
  const free = new Map(members.filter(({ userId }) => !reasons.has(userId)).map((member) => [member.userId, member]));
  const result = new Map<string, Member[]>();
  for (const { fromUserId, toUserId } of delegations.filter((delegation) => isInForce(delegation, now))) {
    const delegate = free.get(toUserId);
    if (!(delegate && free.has(fromUserId)) || fromUserId === toUserId) continue;
    const others = result.get(fromUserId) ?? [];
    if (!others.includes(delegate)) result.set(fromUserId, [...others, delegate]);
  }
  return result;
}

/** Everybody whom nothing keeps from voting: from the own seat, and from the seats of those who delegated. */
function votersOf(
  { members }: People,
  reasons: ReadonlyMap<string, string>,
  delegates: ReadonlyMap<string, readonly Member[]>,
): FlowVoter[] {
  const seats = new Map(members.filter(({ userId }) => !reasons.has(userId)).map(({ userId }) => [userId, [userId]]));
  for (const { userId } of members) {
    for (const delegate of delegates.get(userId) ?? []) seats.get(delegate.userId)?.push(userId);
  }
  return [...seats].map(([id, own]) => ({ id, seats: own }));
}
