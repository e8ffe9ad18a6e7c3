import type { Clause } from "@plumbline/contracts/approvals/clause";
import type { Condition } from "@plumbline/contracts/approvals/policy-document";
import type { PolicyBinding, VoteChoice } from "@plumbline/contracts/approvals/request";
import type { MoveFacts } from "./rules/match-policy.ts";

/** What a request was decided on, kept with it for ever: enough to decide it again. */
export interface DecisionRecord {
  readonly outcome: "approved" | "rejected";
  /** How it came about: by votes, by the policy alone, alone in the workspace, or by break-glass. */
  readonly by: "votes" | "policy" | "alone" | "break-glass";
  /** One sentence. */
  readonly text: string;
  readonly digest: string | null;
  /** Hex; what valid votes were cast on. */
  readonly basis: string | null;
  readonly policies: readonly PolicyBinding[];
  readonly clauses: readonly Clause[];
  readonly evidence: readonly RecordedEvidence[];
  readonly approvals: readonly {
    readonly name: string;
    readonly kind: "group" | "role";
    readonly needed: number;
    readonly given: number;
  }[];
  readonly votes: readonly RecordedVote[];
  readonly conditions: readonly Condition[];
  readonly authorisationId: string | null;
  /** The facts that policies looked at. */
  readonly facts: MoveFacts;
  /** Who owned the subject, by user id. */
  readonly ownerIds: readonly string[];
}

export interface RecordedEvidence {
  readonly id: string;
  readonly digest: string;
  readonly kind: string;
  readonly verdict: string;
  readonly summary: string;
  readonly values: Readonly<Record<string, number | string | boolean | null>>;
  readonly inputs: readonly { readonly kind: string; readonly name: string }[];
  readonly producer: { readonly kind: string; readonly id: string; readonly name: string | null };
  readonly producedAt: string;
  readonly validUntil: string | null;
}

export interface RecordedVote {
  readonly voterId: string;
  readonly name: string | null;
  readonly onBehalfOf: string | null;
  /** The approval that the vote counted for; null where it counted for none. */
  readonly seat: string | null;
  readonly choice: VoteChoice;
  readonly reason: string;
  readonly at: string;
}
