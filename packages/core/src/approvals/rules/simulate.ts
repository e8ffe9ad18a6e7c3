import type { PublishedPolicy } from "../policy/requirement.ts";
import type { EffectivePolicy } from "./effective-policy.ts";
import { electorateOf } from "./electorate.ts";
import { type Blocker, blockersOf, type SubjectFacts } from "./evaluate-clauses.ts";
import type { EvidenceFact } from "./evidence-fact.ts";
import type { MoveFacts } from "./match-policy.ts";
import type { People } from "./people.ts";
import { approvalWords } from "./quorum-words.ts";
import { selectPolicy } from "./select-policy.ts";
import { tallyVotes } from "./tally.ts";
import type { CastVote } from "./valid-votes.ts";

/** A decision with everything that was known when it was taken. */
export interface PastDecision {
  readonly requestNumber: number;
  readonly decidedAt: Date;
  readonly outcome: "approved" | "rejected";
  readonly facts: MoveFacts;
  readonly subject: SubjectFacts;
  /** The evidence that there was by then. */
  readonly evidence: readonly EvidenceFact[];
  readonly votes: readonly CastVote[];
  /** Who was a member, and of what, by then; null where that is not known any more, and then votes are not counted again. */
  readonly people: Omit<People, "now"> | null;
  readonly wasRolledBack: boolean;
}

export interface SimulatedDecision {
  readonly requestNumber: number;
  readonly passes: boolean;
  readonly blockedBy: readonly { readonly line: number | null; readonly asks: string; readonly found: string }[];
}

export interface Simulation {
  /** The decisions that the draft would have governed, oldest first. */
  readonly items: readonly SimulatedDecision[];
  /** Of those that were approved, how many would have been blocked. */
  readonly approved: number;
  readonly blocked: number;
  /** Of those that were rolled back later, how many it would have stopped. */
  readonly rolledBack: number;
  readonly rolledBackBlocked: number;
  readonly summary: string;
}

/** Replays past decisions under a draft. `others` are the other policies in force: the workspace's and the organisation's. */
export function simulate(draft: PublishedPolicy, past: readonly PastDecision[], others: readonly PublishedPolicy[] = []): Simulation {
  const governed = governedBy(draft, past, others);
  const replayed = governed.map(({ decision, policy }) => ({ decision, item: replay(decision, policy, draft) }));
  const approved = replayed.filter(({ decision }) => decision.outcome === "approved");
  const rolledBack = approved.filter(({ decision }) => decision.wasRolledBack);
  const countBlocked = (list: typeof approved) => list.filter(({ item }) => !item.passes).length;
  const counts = {
    approved: approved.length,
    blocked: countBlocked(approved),
    rolledBack: rolledBack.length,
    rolledBackBlocked: countBlocked(rolledBack),
  };
  return { items: replayed.map(({ item }) => item), ...counts, summary: summaryOf(counts) };
}

/** The past decisions that a draft would have governed, oldest first, with the policy that would have held. */
export function governedBy(
  draft: PublishedPolicy,
  past: readonly PastDecision[],
  others: readonly PublishedPolicy[],
): { readonly decision: PastDecision; readonly policy: EffectivePolicy }[] {
  const isDraft = (name: string, scope: string) => name === draft.document.name && scope === draft.scope;
  const policies = [draft, ...others.filter(({ document, scope }) => !isDraft(document.name, scope))];
  return [...past]
    .sort((left, right) => left.decidedAt.getTime() - right.decidedAt.getTime() || left.requestNumber - right.requestNumber)
    .flatMap((decision) => {
      const selection = selectPolicy(decision.facts, policies);
      if (selection.kind !== "governed" || !selection.policy.policies.some(({ name, scope }) => isDraft(name, scope))) return [];
      return [{ decision, policy: selection.policy }];
    });
}

function replay(decision: PastDecision, policy: EffectivePolicy, draft: PublishedPolicy): SimulatedDecision {
  const input = { evidence: decision.evidence, subject: decision.subject, now: decision.decidedAt };
  const blockers = policy.require.flatMap((requirement) => blockersOf(requirement, input));
  const blockedBy = [...blockers, ...missingVotes(decision, policy)].map(({ source, asks, found }) => ({
    line: source.policy === draft.document.name && source.isMandatory === (draft.scope === "organisation") ? source.line : null,
    asks,
    found,
  }));
  return { requestNumber: decision.requestNumber, passes: blockedBy.length === 0, blockedBy };
}

/** The approvals that the votes of then would not fill. The votes are counted as if they had been cast on what the draft asks. */
function missingVotes({ votes, people, decidedAt, outcome }: PastDecision, policy: EffectivePolicy): Omit<Blocker, "key">[] {
  if (!people || outcome === "rejected") return [];
  const electorate = electorateOf(policy, { ...people, now: decidedAt });
  const basis = "replayed";
  const tally = tallyVotes({ electorate, order: policy.order, votes: votes.map((vote) => ({ ...vote, basis })), basis });
  return tally.approvals.flatMap(({ given, needed }, index) => {
    const approval = policy.approvals[index];
    if (!approval || given >= needed) return [];
    return [{ source: approval.source, asks: `${needed} of ${approvalWords(approval)}`, found: given === 0 ? "None" : String(given) }];
  });
}

function summaryOf({
  approved,
  blocked,
  rolledBack,
  rolledBackBlocked,
}: Pick<Simulation, "approved" | "blocked" | "rolledBack" | "rolledBackBlocked">): string {
  if (approved === 0) return "It would have governed none of the past promotions.";
  const first = `${blocked} of the last ${approved} would have been blocked.`;
  if (rolledBack === 0) return first;
  return `${first} It would have stopped ${rolledBackBlocked} of the ${rolledBack} that ${rolledBack === 1 ? "was" : "were"} later rolled back.`;
}
