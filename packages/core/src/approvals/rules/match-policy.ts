import type { GovernedChange, PolicyDocument, PolicyMatch } from "@plumbline/contracts/approvals/policy-document";
import type { RiskTier, Stage } from "@plumbline/contracts/approvals/stage";
import { asList, readTransition } from "../policy/check-document.ts";
import { matchesGlob } from "./glob.ts";
import { stageMove } from "./stage-moves.ts";

/** What somebody wants to do, as far as policies look at it. */
export interface MoveFacts {
  readonly move:
    | { readonly kind: "transition"; readonly from: Stage; readonly to: Stage }
    | { readonly kind: "change"; readonly change: GovernedChange };
  /** The highest of every model that has the same bytes; null where there is none, and then no policy that names tiers matches. */
  readonly tier: RiskTier | null;
  readonly environment: { readonly name: string; readonly stage: Stage } | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly model: string | null;
  /** What the same bytes are or were called elsewhere, with the tags there, and what this model was called before. */
  readonly also?: readonly Guise[];
}

export interface Guise {
  readonly model: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Whether a policy governs what somebody wants to do. */
export function matchesPolicy({ match }: PolicyDocument, facts: MoveFacts): boolean {
  return matchesMove(match, facts) && matchesTier(match, facts) && matchesEnvironment(match, facts) && matchesSubject(match, facts);
}

/**
 * Whether a policy governs the same bytes under another name or other tags. It may bind on top of what governs them here: copying or renaming
 * takes nobody out from under a policy, and lets nobody pass by one that does not match here.
 */
export const matchesElsewhere = (document: PolicyDocument, facts: MoveFacts): boolean =>
  (facts.also ?? []).some(({ model, tags }) => matchesPolicy(document, { ...facts, model, tags }));

function matchesMove(match: PolicyMatch, { move }: MoveFacts): boolean {
  if (move.kind === "change") return asList(match.change).includes(move.change);
  if (stageMove(move.from, move.to).kind !== "governed") return false;
  return asList(match.transition).some((text) => {
    const { from, to } = readTransition(text);
    return to === move.to && from.includes(move.from);
  });
}

function matchesTier({ tier }: PolicyMatch, facts: MoveFacts): boolean {
  return tier === undefined || (facts.tier !== null && asList(tier).includes(facts.tier));
}

function matchesEnvironment({ environment }: PolicyMatch, facts: MoveFacts): boolean {
  return environment === undefined || (facts.environment !== null && asList(environment).includes(facts.environment.name));
}

function matchesSubject({ tags, models }: PolicyMatch, facts: MoveFacts): boolean {
  const { model } = facts;
  const hasTags = Object.entries(tags ?? {}).every(([key, value]) => Object.hasOwn(facts.tags, key) && facts.tags[key] === value);
  return hasTags && (models === undefined || (model !== null && models.some((pattern) => matchesGlob(pattern, model))));
}

const shares = <T>(left: T | readonly T[] | undefined, right: T | readonly T[] | undefined): boolean =>
  left === undefined || right === undefined || asList(left).some((item) => asList(right).includes(item));

/** Whether something may exist that both would govern. Patterns of names are taken to overlap. */
export function canBothMatch(left: PolicyMatch, right: PolicyMatch): boolean {
  const differs = Object.entries(left.tags ?? {}).some(([key, value]) => (right.tags?.[key] ?? value) !== value);
  return !differs && shares(left.tier, right.tier) && shares(left.environment, right.environment) && shareMoves(left, right);
}

function shareMoves(left: PolicyMatch, right: PolicyMatch): boolean {
  if (left.change !== undefined || right.change !== undefined) {
    return asList(left.change).some((change) => asList(right.change).includes(change));
  }
  const others = asList(right.transition).map(readTransition);
  return asList(left.transition)
    .map(readTransition)
    .some(({ from, to }) => others.some((other) => other.to === to && other.from.some((stage) => from.includes(stage))));
}
