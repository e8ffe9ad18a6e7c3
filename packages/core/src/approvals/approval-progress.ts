import type { Clause } from "@plumbline/contracts/approvals/clause";
import type { ApprovalProgress, Person, Vote } from "@plumbline/contracts/approvals/request";
import type { z } from "zod";
import type { Situation } from "./situation.ts";
import type { VoteRow } from "./store/request-acts.ts";

type Named = z.infer<typeof Person>;
export type Names = ReadonlyMap<string, string>;
export const person = (id: string, names: Names): Named => ({ id, name: names.get(id) ?? null });

/** Each approval with its seats, as people read it. */
export function approvalProgress({ electorate, tally }: Situation): ApprovalProgress[] {
  return electorate.approvals.map(({ approval, seats, isSatisfiable }, index) => ({
    name: approval.name,
    kind: approval.kind,
    needed: approval.min,
    given: tally.approvals[index]?.given ?? 0,
    isSatisfiable,
    isBlockedByOrder: tally.turn !== null && index > tally.turn,
    seats: seats.map((seat) => {
      const cast = tally.votes.filter(({ vote }) => (vote.onBehalfOfId ?? vote.voterId) === seat.userId);
      const valid = cast.findLast(({ isValid }) => isValid);
      const last = cast.at(-1);
      return {
        person: { id: seat.userId, name: seat.name },
        mayVote: seat.mayVote,
        note: seat.reason ?? delegatesNote(seat.delegates),
        vote: (valid ?? last)?.vote.choice ?? null,
        isVoid: valid === undefined && last !== undefined,
      };
    }),
  }));
}

function delegatesNote(delegates: readonly { readonly name: string }[]): string | null {
  return delegates.length === 0 ? null : `Also by ${delegates.map(({ name }) => name).join(", ")}, by delegation`;
}

/** Every vote with whether it counts, oldest first. */
export function voteList({ votes, tally, clauses, basis }: Situation, names: Names): Vote[] {
  const judged = new Map(tally.votes.map((one) => [one.vote.id, one]));
  return votes.map((row) => ({
    id: row.id,
    voter: person(row.voter_id, names),
    onBehalfOf: row.on_behalf_of === null ? null : person(row.on_behalf_of, names),
    choice: row.choice,
    reason: row.reason,
    conflict: row.conflict,
    castAt: row.cast_at.toISOString(),
    isValid: judged.get(row.id)?.isValid ?? false,
    voidReason: voidWords(row, judged.get(row.id)?.voidReason ?? null, { clauses, basis }),
  }));
}

/** Names the clauses that made a vote void, where that is why. */
function voidWords(row: VoteRow, reason: string | null, now: { clauses: readonly Clause[]; basis: string }): string | null {
  if (reason === null || row.choice === "recuse" || row.basis.toString("hex") === now.basis) return reason;
  const changed = changedClauses(row.clauses, now.clauses);
  return changed.length === 0 ? reason : `Void: ${changed.join(", ")} changed since. Vote again on what there is now.`;
}

/** Titles of clauses that came, went, or are met by other evidence than they were. */
function changedClauses(before: Readonly<Record<string, string>>, clauses: readonly Clause[]): string[] {
  const now = clauseDigests(clauses);
  const titles = new Map(clauses.map(({ id, title }) => [id, title]));
  const ids = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...ids].filter((id) => before[id] !== now[id]).map((id) => titles.get(id) ?? `${id} (no longer asked)`);
}

/** What each clause asks and what meets it, kept with a vote so that people can be told what changed. */
export const clauseDigests = (clauses: readonly Clause[]): Record<string, string> =>
  Object.fromEntries(clauses.map(({ id, asks, evidenceDigest, state }) => [id, `${asks} | ${state} | ${evidenceDigest ?? ""}`]));
