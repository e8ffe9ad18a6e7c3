import { type Condition, spanMs } from "@plumbline/contracts/approvals/policy-document";
import type { NormalRequirement } from "../policy/requirement.ts";
import { keyWords } from "../policy/requirement-words.ts";
import { type EffectiveApproval, type EffectiveBreakGlass, type EffectivePolicy, sharePercent } from "./effective-policy.ts";
import { contradictoryKeys, isSameSelection, tightenRequirement } from "./tighten.ts";

/** Merges a mandatory policy into what holds already: of everything the tighter stays. */
export function mergePolicy(base: EffectivePolicy, mandatory: EffectivePolicy): EffectivePolicy {
  const require = mergeRequirements(base.require, mandatory);
  const allow = mergeAllow(base.allow, mandatory.allow);
  const merged: EffectivePolicy = {
    policies: [...base.policies, ...mandatory.policies],
    require,
    approvals: mergeApprovals(base, mandatory),
    order: base.order === "sequence" || mandatory.order === "sequence" ? "sequence" : "any",
    veto: union(base.veto, mandatory.veto),
    exclude: union(base.exclude, mandatory.exclude),
    ...mergeExpiry(base, mandatory),
    conditions: mergeConditions([...base.conditions, ...mandatory.conditions]),
    allow,
    protectedAliases: union(base.protectedAliases, mandatory.protectedAliases),
    alone: base.alone === "allow" && mandatory.alone === "allow" ? "allow" : "deny",
    breakGlass: mergeBreakGlass(base.breakGlass, mandatory.breakGlass),
    contradictions: [],
  };
  return { ...merged, contradictions: contradictionsOf(merged) };
}

const union = <T>(left: readonly T[], right: readonly T[]): T[] => [...new Set([...left, ...right])];
const shorter = (left: string, right: string): string => (spanMs(right) < spanMs(left) ? right : left);

function mergeExpiry(base: EffectivePolicy, mandatory: EffectivePolicy): Pick<EffectivePolicy, "expiry" | "isExpirySaid"> {
  if (!(base.isExpirySaid && mandatory.isExpirySaid)) {
    const { expiry, isExpirySaid } = mandatory.isExpirySaid ? mandatory : base;
    return { expiry, isExpirySaid };
  }
  return { expiry: shorter(base.expiry, mandatory.expiry), isExpirySaid: true };
}

/** Requirements about different evidence stay beside each other, the added one named after its policy. */
function mergeRequirements(base: readonly NormalRequirement[], mandatory: EffectivePolicy): NormalRequirement[] {
  const result = [...base];
  for (const added of mandatory.require) {
    const index = result.findIndex((requirement) => isSameSelection(requirement, added));
    const found = result[index];
    if (found) result[index] = tightenRequirement(found, added);
    else result.push({ ...added, id: freeId(added, result) });
  }
  return result;
}

function freeId(added: NormalRequirement, taken: readonly NormalRequirement[]): string {
  const isTaken = (id: string) => taken.some((requirement) => requirement.id === id);
  return isTaken(added.id) ? `${added.id}@${added.source.policy}` : added.id;
}

/** The organisation's approvals come first, in its order, so that a sequence of its own survives. */
function mergeApprovals(base: EffectivePolicy, mandatory: EffectivePolicy): EffectiveApproval[] {
  const isSame = (left: EffectiveApproval) => (right: EffectiveApproval) => left.kind === right.kind && left.name === right.name;
  const tightened = mandatory.approvals.map((approval) => {
    const own = base.approvals.find(isSame(approval));
    return own && own.min >= approval.min ? own : approval;
  });
  const rest = base.approvals.filter((approval) => !mandatory.approvals.some(isSame(approval)));
  return mandatory.order === "sequence" || base.order === "any" ? [...tightened, ...rest] : keepOrder(base, tightened);
}

function keepOrder(base: EffectivePolicy, tightened: readonly EffectiveApproval[]): EffectiveApproval[] {
  const isSame = (left: EffectiveApproval, right: EffectiveApproval) => left.kind === right.kind && left.name === right.name;
  const own = base.approvals.map((approval) => tightened.find((other) => isSame(other, approval)) ?? approval);
  return [...own, ...tightened.filter((approval) => !base.approvals.some((other) => isSame(other, approval)))];
}

function mergeAllow(left: EffectivePolicy["allow"], right: EffectivePolicy["allow"]): EffectivePolicy["allow"] {
  if (!(left && right)) return left ?? right;
  const caps = [left.canaryMaxPercent, right.canaryMaxPercent].filter((cap) => cap !== null);
  return {
    uses: left.uses.filter((use) => right.uses.includes(use)),
    canaryMaxPercent: caps.length === 0 ? null : Math.min(...caps),
  };
}

/** A policy that has no break-glass lets nobody break it. */
function mergeBreakGlass(left: EffectiveBreakGlass | null, right: EffectiveBreakGlass | null): EffectiveBreakGlass | null {
  if (!(left && right)) return null;
  return {
    eligible: [...left.eligible, ...right.eligible],
    people: Math.max(left.people, right.people),
    expiresAfter: shorter(left.expiresAfter, right.expiresAfter),
    reviewWithin: shorter(left.reviewWithin, right.reviewWithin),
  };
}

/** All conditions hold together; one that another already implies is left out. */
export function mergeConditions(conditions: readonly Condition[]): Condition[] {
  return conditions.filter(
    (condition, index) =>
      !conditions.some(
        (other, at) => at !== index && impliesCondition(other, condition) && (at < index || !impliesCondition(condition, other)),
      ),
  );
}

const ms = (span: string | undefined): number => (span === undefined ? Number.POSITIVE_INFINITY : spanMs(span));

/** Whether whoever keeps the first condition keeps the second. */
export function impliesCondition(first: Condition, second: Condition): boolean {
  if ("time_limit" in first && "time_limit" in second) return ms(first.time_limit) <= ms(second.time_limit);
  if ("required_labels" in first && "required_labels" in second) {
    return first.required_labels >= second.required_labels && ms(first.within) <= ms(second.within);
  }
  if (!("traffic" in first && "traffic" in second)) return false;
  // A cap lasts until both its ends are reached; one without ends stays.
  const isLonger = isEndless(first) || (!isEndless(second) && labelsOf(first) >= labelsOf(second) && lengthOf(first) >= lengthOf(second));
  return sharePercent(first.traffic) <= sharePercent(second.traffic) && isLonger;
}

type Traffic = Extract<Condition, { traffic: string }>;
const isEndless = (condition: Traffic): boolean => condition.until_labels === undefined && condition.for === undefined;
const labelsOf = (condition: Traffic): number => condition.until_labels ?? 0;
const lengthOf = (condition: Traffic): number => (condition.for === undefined ? 0 : spanMs(condition.for));

function contradictionsOf({ require, allow }: EffectivePolicy): string[] {
  const ofRequirements = require.flatMap((requirement) =>
    contradictoryKeys(requirement).map((key) => {
      const policies = union(
        requirement.expects.filter((expected) => expected.key === key).map(({ source }) => source.policy),
        [requirement.source.policy],
      );
      return `No evidence can satisfy '${requirement.id}': ${policies.join(" and ")} leave no value for ${keyWords(requirement.kind, key)}.`;
    }),
  );
  return allow && allow.uses.length === 0 ? [...ofRequirements, "The policies that hold together allow no use at all."] : ofRequirements;
}
