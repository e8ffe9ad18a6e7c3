import type { Condition, Exclusion } from "@plumbline/contracts/approvals/policy-document";
import type { Use } from "@plumbline/contracts/approvals/stage";
import { type NormalRequirement, normalRequirement, type PublishedPolicy, type RuleSource, sourceOf } from "../policy/requirement.ts";

export interface EffectiveApproval {
  readonly kind: "group" | "role";
  readonly name: string;
  readonly min: number;
  readonly source: RuleSource;
}

/** Who may invoke break-glass must be in each of `eligible`: one entry for each policy that sets it. */
export interface EffectiveBreakGlass {
  readonly eligible: readonly { readonly groups: readonly string[]; readonly roles: readonly string[] }[];
  readonly people: number;
  readonly expiresAfter: string;
  readonly reviewWithin: string;
}

/** What holds for a request: the workspace's policy with the organisation's merged into it. */
export interface EffectivePolicy {
  readonly policies: readonly { readonly scope: "workspace" | "organisation"; readonly name: string; readonly version: number }[];
  readonly require: readonly NormalRequirement[];
  readonly approvals: readonly EffectiveApproval[];
  readonly order: "any" | "sequence";
  readonly veto: readonly string[];
  readonly exclude: readonly Exclusion[];
  readonly expiry: string;
  /** Whether a policy says when its requests expire; the default of one that does not shortens nobody else's. */
  readonly isExpirySaid: boolean;
  readonly conditions: readonly Condition[];
  /** What an approval authorises at most; null for everything. */
  readonly allow: { readonly uses: readonly Use[]; readonly canaryMaxPercent: number | null } | null;
  readonly protectedAliases: readonly string[];
  readonly alone: "allow" | "deny";
  readonly breakGlass: EffectiveBreakGlass | null;
  /** Where policies that hold together contradict each other, so that nothing can pass. */
  readonly contradictions: readonly string[];
}

export const sharePercent = (share: string): number => Number(share.slice(0, -1));

/** A policy by itself. */
export function effectiveOf(policy: PublishedPolicy): EffectivePolicy {
  const { document } = policy;
  const glass = document.break_glass;
  return {
    policies: [{ scope: policy.scope, name: document.name, version: policy.version }],
    require: document.require.map((_, index) => normalRequirement(policy, index)),
    approvals: document.approvals.map(({ group, role, min }, index) => ({
      kind: group === undefined ? "role" : "group",
      name: group ?? role ?? "",
      min,
      source: sourceOf(policy, `approvals.${index}`),
    })),
    order: document.order,
    veto: document.veto,
    exclude: document.exclude,
    expiry: document.expiry,
    isExpirySaid: policy.lines.has("expiry"),
    conditions: document.conditions,
    allow: document.allow
      ? { uses: document.allow.uses, canaryMaxPercent: document.allow.canary_max ? sharePercent(document.allow.canary_max) : null }
      : null,
    protectedAliases: document.protected_aliases,
    alone: document.alone,
    breakGlass: glass
      ? {
          eligible: [{ groups: glass.groups ?? [], roles: glass.roles ?? [] }],
          people: glass.people,
          expiresAfter: glass.expires_after,
          reviewWithin: glass.review_within,
        }
      : null,
    contradictions: [],
  };
}
