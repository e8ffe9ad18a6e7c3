import { asList } from "../policy/check-document.ts";
import type { PublishedPolicy } from "../policy/requirement.ts";
import { type EffectivePolicy, effectiveOf } from "./effective-policy.ts";
import { type MoveFacts, matchesElsewhere, matchesPolicy } from "./match-policy.ts";
import { mergePolicy } from "./merge-policies.ts";

/** What policies say of a move: who decides, that nobody may do it, or that anybody may. */
export type PolicySelection =
  | { readonly kind: "governed"; readonly policy: EffectivePolicy }
  | { readonly kind: "denied"; readonly words: string }
  | { readonly kind: "free"; readonly words: string };

/** A policy for every tier is the least specific. */
const everyTier = 99;
const tierCount = ({ document }: PublishedPolicy): number => asList(document.match.tier).length || everyTier;
const votesNeeded = ({ document }: PublishedPolicy): number => document.approvals.reduce((sum, { min }) => sum + min, 0);

/** Orders policies with the strictest first: most specific tier, then more approvals, then more requirements, then name. */
export function compareStrictness(left: PublishedPolicy, right: PublishedPolicy): number {
  return (
    tierCount(left) - tierCount(right) ||
    votesNeeded(right) - votesNeeded(left) ||
    right.document.require.length - left.document.require.length ||
    compareNames(left.document.name, right.document.name) ||
    right.version - left.version
  );
}

const compareNames = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/**
 * The policy that holds for a move. Of the workspace's policies that match, the strictest counts; each of the organisation's that match is merged
 * into it. A policy of the organisation governs by itself where the workspace has none.
 */
export function selectPolicy(facts: MoveFacts, policies: readonly PublishedPolicy[]): PolicySelection {
  const here = policies.filter(({ document }) => matchesPolicy(document, facts));
  const nothing = unmatched(facts, policies);
  if (here.length === 0 && nothing.kind === "denied") return nothing;
  const elsewhere = policies.filter((policy) => !here.includes(policy) && matchesElsewhere(policy.document, facts));
  const matching = [...here, ...elsewhere];
  const [own] = matching.filter(({ scope }) => scope === "workspace").sort(compareStrictness);
  const mandatory = matching
    .filter(({ scope }) => scope === "organisation")
    .sort((left, right) => compareNames(left.document.name, right.document.name));
  const [first, ...rest] = own ? [own, ...mandatory] : mandatory;
  if (!first) return nothing;
  const policy = rest.reduce((merged, next) => mergePolicy(merged, effectiveOf(next)), effectiveOf(first));
  return { kind: "governed", policy };
}

function unmatched(facts: MoveFacts, policies: readonly PublishedPolicy[]): PolicySelection {
  const { move, environment, tier } = facts;
  const isProduction =
    move.kind === "transition" && (move.to === "production" || (environment?.stage === "production" && move.to !== "retired"));
  if (!isProduction) return { kind: "free", words: "No policy governs this." };
  const where = environment ? ` (${environment.name})` : "";
  if (tier === null) {
    return {
      kind: "denied",
      words: `No policy lets a model without a tier into production${where}. Say how much harm it can do: set its tier.`,
    };
  }
  const fromStaging: MoveFacts = { ...facts, move: { ...move, from: "staging" } };
  const way = policies.find(({ document }) => matchesPolicy(document, fromStaging));
  const words = way
    ? `${way.document.name} lets tier ${tier} into production${where} from staging only. Move the version to staging first.`
    : `No policy lets tier ${tier} into production${where}. Publish a policy that matches, or change the tier.`;
  return { kind: "denied", words };
}
