import type { PromotionRequest } from "@plumbline/contracts/approvals/request";
import { countText } from "@plumbline/ui/format/number";
import type { Tone } from "@plumbline/ui/status";
import { personName } from "#src/components/person-name.ts";
import { isMet } from "./clause-order.ts";

type Standing = Pick<PromotionRequest, "state" | "clauseList" | "approvals" | "votesOpen" | "quorumNote">;

/** How a request stands, for the chip beside its title. */
export function standingOf(request: Standing): { tone: Tone; text: string } {
  const { state, clauseList, approvals } = request;
  if (state === "approved") return { tone: "good", text: "Approved" };
  if (state === "rejected") return { tone: "bad", text: "Rejected" };
  if (state === "withdrawn") return { tone: "neutral", text: "Withdrawn" };
  if (state === "expired") return { tone: "neutral", text: "Expired undecided" };
  const unmet = clauseList.filter((clause) => !isMet(clause)).length;
  if (unmet > 0) return { tone: "bad", text: `Blocked: ${unmet} of ${countText(clauseList.length, "clause")} unmet` };
  if (!request.votesOpen) return { tone: "bad", text: "Blocked by the policy" };
  return { tone: "accent", text: `Votes open: ${approvals.given} of ${approvals.needed}` };
}

/** What an open vote still takes, said to the one who looks. */
export function votesNeeded(request: Pick<PromotionRequest, "approvals" | "me" | "isWaitingForMe" | "votesOpen">): string | undefined {
  const missing = request.approvals.needed - request.approvals.given;
  if (!request.votesOpen || missing < 1) return undefined;
  if (!request.isWaitingForMe) return `${countText(missing, "vote is", "votes are")} still needed.`;
  return missing === 1 ? "Your vote is the last one needed." : `Your vote is one of ${missing} still needed.`;
}

type Seats = Pick<PromotionRequest, "approvalList">;
type Vote = PromotionRequest["votes"][number];

/** The approvals in which somebody has a seat to vote from. */
export function seatsOf({ approvalList }: Seats, userId: string): string[] {
  return approvalList
    .filter(({ seats }) => seats.some((seat) => seat.person.id === userId && seat.mayVote))
    .map(({ kind, name }) => (kind === "role" ? `role ${name}` : name));
}

/** The newest vote that stands for a seat. */
export function voteOfSeat(votes: readonly Vote[], userId: string): Vote | undefined {
  return votes.findLast((vote) => (vote.onBehalfOf?.id ?? vote.voter.id) === userId);
}

type Seat = PromotionRequest["approvalList"][number]["seats"][number];

const done = { approve: "Approved", reject: "Rejected", abstain: "Abstained", recuse: "Recused" } as const;

/** What a seat says of its holder: the sign, the word, and why. */
export function seatWords(seat: Seat, vote: Vote | undefined): { sign: "good" | "bad" | "warn" | "waiting" | "neutral"; text: string } {
  const by = vote?.onBehalfOf ? ` by ${personName(vote.voter)}` : "";
  if (seat.vote === null) {
    if (!seat.mayVote) return { sign: "neutral", text: seat.note ?? "May not vote" };
    return { sign: "waiting", text: seat.note ? `May vote. ${seat.note}` : "May vote" };
  }
  const word = `${done[seat.vote]}${by}`;
  if (seat.isVoid) return { sign: "warn", text: `${word}, void` };
  if (seat.vote === "approve") return { sign: "good", text: word };
  if (seat.vote === "reject") return { sign: "bad", text: word };
  return { sign: "neutral", text: vote?.conflict ? `${word}: ${vote.conflict}` : word };
}
