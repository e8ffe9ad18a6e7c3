import type { Electorate } from "./electorate.ts";

/** A vote as it was cast. */
export interface CastVote {
  readonly id: string;
  readonly voterId: string;
  /** The holder of the seat that a delegate voted from; null for the voter's own. */
  readonly onBehalfOfId: string | null;
  readonly choice: "approve" | "reject" | "abstain" | "recuse";
  readonly basis: string;
  readonly castAt: Date;
}

export interface JudgedVote {
  readonly vote: CastVote;
  readonly isValid: boolean;
  /** Why it does not count; null for a vote that does. */
  readonly voidReason: string | null;
}

/**
 * Which votes count. A person's last vote says what the person wants: earlier ones, from whatever seat, that say something else are replaced by it. Who
 * votes in person takes the seat back from a delegate.
 */
export function judgeVotes(votes: readonly CastVote[], electorate: Electorate, basis: string): JudgedVote[] {
  const latest = new Set(latestVotes(votes));
  const first = votes.map((vote) => judge(vote, { electorate, basis, isLatest: latest.has(vote) }));
  const inPerson = new Set(
    first.filter(({ isValid, vote }) => isValid && vote.onBehalfOfId === null && vote.choice !== "recuse").map(({ vote }) => vote.voterId),
  );
  return first.map((judged) => {
    const { onBehalfOfId } = judged.vote;
    if (!judged.isValid || onBehalfOfId === null || !inPerson.has(onBehalfOfId)) return judged;
    return { ...judged, isValid: false, voidReason: "The holder of the seat voted in person." };
  });
}

const isLater = (left: CastVote, right: CastVote): boolean =>
  left.castAt > right.castAt || (left.castAt.getTime() === right.castAt.getTime() && left.id > right.id);

const lastOf = (votes: readonly CastVote[]): CastVote | undefined =>
  votes.reduce<CastVote | undefined>((last, vote) => (last && isLater(last, vote) ? last : vote), undefined);

/** For each person, the last vote from each seat that says what the very last one says. */
function latestVotes(votes: readonly CastVote[]): CastVote[] {
  const voters = Map.groupBy(votes, ({ voterId }) => voterId);
  return [...voters.values()].flatMap((own) => {
    const last = lastOf(own);
    const seats = Map.groupBy(own, ({ onBehalfOfId }) => onBehalfOfId);
    return [...seats.values()].flatMap((ofSeat) => {
      const vote = lastOf(ofSeat);
      return vote && vote.choice === last?.choice ? [vote] : [];
    });
  });
}

interface Context {
  readonly electorate: Electorate;
  readonly basis: string;
  readonly isLatest: boolean;
}

function judge(vote: CastVote, { electorate, basis, isLatest }: Context): JudgedVote {
  const voidReason = isLatest ? voidReasonOf(vote, electorate, basis) : "Replaced by a later vote.";
  return { vote, isValid: voidReason === null, voidReason };
}

function voidReasonOf(vote: CastVote, electorate: Electorate, basis: string): string | null {
  // Who recuses need not have read the evidence, and has no seat any more.
  if (vote.choice === "recuse") return null;
  if (vote.basis !== basis) return "Evidence or a clause changed since; vote again on what there is now.";
  const reason = electorate.reasons.get(vote.voterId);
  if (reason !== undefined) return `May not vote: ${reason}.`;
  const voter = electorate.voters.find(({ id }) => id === vote.voterId);
  if (!voter) return "Is not a member of this workspace any more.";
  const seat = vote.onBehalfOfId ?? vote.voterId;
  if (!voter.seats.includes(seat)) return "No delegation of this seat holds any more.";
  return hasSeat(electorate, seat) ? null : "Has no seat in an approval of the policy in force.";
}

function hasSeat({ approvals, veto }: Electorate, userId: string): boolean {
  return [...approvals, ...veto].some(({ seats }) => seats.some((seat) => seat.userId === userId));
}
