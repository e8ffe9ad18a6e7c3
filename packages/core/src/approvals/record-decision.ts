import type { DecisionRecord, RecordedVote } from "./decision-record.ts";
import type { Situation } from "./situation.ts";
import type { RequestRow } from "./store/requests.ts";

/** What a request is decided on, as it stands in the transaction that decides. */
export function recordDecision(
  row: RequestRow,
  situation: Situation,
  made: Pick<DecisionRecord, "outcome" | "by" | "text" | "authorisationId">,
): DecisionRecord {
  const { policy, clauses, evidence, electorate, tally, basis } = situation;
  const used = new Set(clauses.flatMap(({ evidenceId }) => (evidenceId === null ? [] : [evidenceId])));
  return {
    ...made,
    digest: row.digest?.toString("hex") ?? null,
    basis,
    policies: policy?.policies ?? [],
    clauses,
    evidence: evidence
      .filter(({ id }) => used.has(id))
      .map((fact) => ({
        id: fact.id,
        digest: fact.digest,
        kind: fact.kind,
        verdict: fact.verdict,
        summary: fact.summary,
        values: fact.values,
        inputs: fact.inputs,
        producer: fact.producer,
        producedAt: fact.producedAt.toISOString(),
        validUntil: fact.validUntil?.toISOString() ?? null,
      })),
    approvals: electorate.approvals.map(({ approval }, index) => ({
      name: approval.name,
      kind: approval.kind,
      needed: approval.min,
      given: tally.approvals[index]?.given ?? 0,
    })),
    votes: recordVotes(situation),
    conditions: policy?.conditions ?? [],
    facts: situation.moveFacts,
    ownerIds: situation.subject?.ownerId == null ? [] : [situation.subject.ownerId],
  };
}

function recordVotes({ votes, tally, electorate, members }: Situation): RecordedVote[] {
  const valid = new Set(tally.votes.filter(({ isValid }) => isValid).map(({ vote }) => vote.id));
  const names = new Map(members.map(({ userId, name }) => [userId, name]));
  return votes
    .filter(({ id }) => valid.has(id))
    .map((vote) => {
      const seat = tally.approvals.findIndex(({ voterIds }) => voterIds.includes(vote.voter_id));
      return {
        voterId: vote.voter_id,
        name: names.get(vote.voter_id) ?? null,
        onBehalfOf: vote.on_behalf_of,
        seat: electorate.approvals[seat]?.approval.name ?? null,
        choice: vote.choice,
        reason: vote.reason,
        at: vote.cast_at.toISOString(),
      };
    });
}
