import type { Exclusion } from "@plumbline/contracts/approvals/policy-document";
import type { EffectiveApproval } from "./effective-policy.ts";

/** A person of the workspace. Service accounts have no seat. */
export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly groups: readonly string[];
  readonly isDisabled: boolean;
}

/** Somebody's part in what is voted on, in words that follow their name: "trained run solid-plover-318". */
export interface Involvement {
  readonly part: Exclude<Exclusion, "same_team">;
  readonly userId: string;
  readonly words: string;
}

export interface Delegation {
  readonly fromUserId: string;
  readonly toUserId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Who votes, as the policies in force say it. */
export interface VotingRules {
  readonly approvals: readonly EffectiveApproval[];
  readonly veto: readonly string[];
  readonly exclude: readonly Exclusion[];
}

export interface People {
  readonly members: readonly Member[];
  readonly involved: readonly Involvement[];
  readonly recusals: readonly { readonly userId: string; readonly words: string }[];
  readonly delegations: readonly Delegation[];
  readonly now: Date;
}

export interface Seat {
  readonly userId: string;
  readonly name: string;
  readonly mayVote: boolean;
  /** Why not; null for those who may. */
  readonly reason: string | null;
  /** Others who may vote from this seat while its delegation lasts. */
  readonly delegates: readonly { readonly userId: string; readonly name: string }[];
}
