import { spanMs } from "@plumbline/contracts/approvals/policy-document";
import { conditionWords } from "../policy/describe.ts";
import { listWords } from "../policy/near-name.ts";
import type { PolicyProblem } from "../policy/problem.ts";
import type { NormalRequirement, PublishedPolicy } from "../policy/requirement.ts";
import { requirementKinds } from "../policy/requirement-kinds.ts";
import { expectedWords, selectionWords, spanWords } from "../policy/requirement-words.ts";
import { type EffectivePolicy, effectiveOf } from "./effective-policy.ts";
import { canBothMatch } from "./match-policy.ts";
import { impliesCondition } from "./merge-policies.ts";
import { impliesTest, isSameSelection } from "./tighten.ts";

interface Sides {
  readonly own: EffectivePolicy;
  readonly other: EffectivePolicy;
}
interface Weaker {
  readonly path: string;
  readonly message: string;
}

/**
 * The points where a policy asks less than a mandatory one that can match beside it, with the lines of the candidate. The mandatory policy holds
 * all the same: it is merged into the candidate.
 */
export function isAtLeastAsStrict(candidate: PublishedPolicy, mandatory: PublishedPolicy): PolicyProblem[] {
  if (!canBothMatch(candidate.document.match, mandatory.document.match)) return [];
  const sides: Sides = { own: effectiveOf(candidate), other: effectiveOf(mandatory) };
  const found = [...weakerRequirements(sides), ...weakerVotes(sides), ...weakerLimits(sides)];
  const by = `'${mandatory.document.name}' of the organisation holds all the same.`;
  return found.map(({ path, message }) => ({
    line: lineOf(candidate, path),
    column: 1,
    endColumn: null,
    severity: "warning",
    message: `${message} ${by}`,
    path,
  }));
}

/** The line of a path, or of the nearest part of it that the text has. */
function lineOf({ lines }: PublishedPolicy, path: string): number {
  const parts = path.split(".");
  while (parts.length > 0) {
    const line = lines.get(parts.join("."));
    if (line !== undefined) return line;
    parts.pop();
  }
  return 1;
}

function weakerRequirements({ own, other }: Sides): Weaker[] {
  return other.require.flatMap((asked) => {
    const index = own.require.findIndex((requirement) => isSameSelection(requirement, asked));
    const found = own.require[index];
    if (!found) return [{ path: "require", message: `${titleOf(asked)} is not asked for here.` }];
    return weakerExpected(found, asked, `require.${index}.${found.kind}`);
  });
}

const titleOf = (requirement: NormalRequirement): string =>
  [requirementKinds[requirement.kind].title, selectionWords(requirement)].join(" ").trim();

function weakerExpected(own: NormalRequirement, asked: NormalRequirement, path: string): Weaker[] {
  const weaker = asked.expects.flatMap(({ key, test }): Weaker[] => {
    if (own.expects.some((expected) => expected.key === key && impliesTest(expected.test, test))) return [];
    const mine = own.expects.filter((expected) => expected.key === key);
    const here =
      mine.length === 0
        ? "nothing"
        : listWords(
            mine.map((expected) => expectedWords(own.kind, expected)),
            "and",
          );
    return [{ path: `${path}.${key}`, message: `${titleOf(own)}: ${expectedWords(own.kind, { key, test })} is asked; here ${here}.` }];
  });
  if (!asked.maxAge || (own.maxAge && own.maxAge.ms <= asked.maxAge.ms)) return weaker;
  const here = own.maxAge ? spanWords(own.maxAge.span) : "any age";
  return [
    ...weaker,
    { path: `${path}.max_age`, message: `${titleOf(own)} may be at most ${spanWords(asked.maxAge.span)} old; here ${here}.` },
  ];
}

function weakerVotes({ own, other }: Sides): Weaker[] {
  const approvals = other.approvals.flatMap(({ kind, name, min }): Weaker[] => {
    const index = own.approvals.findIndex((approval) => approval.kind === kind && approval.name === name);
    const mine = own.approvals[index]?.min ?? 0;
    if (mine >= min) return [];
    const path = index < 0 ? "approvals" : `approvals.${index}.min`;
    return [{ path, message: `${min} of the ${kind} ${name} must approve; here ${mine === 0 ? "none" : mine}.` }];
  });
  const notVeto = absentNames(other.veto, own.veto);
  const notExcluded = absentNames(other.exclude, own.exclude);
  return [
    ...approvals,
    ...(notVeto === "" ? [] : [{ path: "veto", message: `${notVeto} may veto; here not.` }]),
    ...(notExcluded === "" ? [] : [{ path: "exclude", message: `May not vote: ${notExcluded}; here they may.` }]),
    ...(other.order === "sequence" && own.order === "any"
      ? [{ path: "order", message: "Approvals come one after the other; here in any order." }]
      : []),
  ];
}

const absentNames = (theirs: readonly string[], ours: readonly string[]): string =>
  listWords(
    theirs.filter((name) => !ours.includes(name)),
    "and",
  );

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function weakerLimits({ own, other }: Sides): Weaker[] {
  const found: Weaker[] = [];
  if (own.isExpirySaid && other.isExpirySaid && spanMs(own.expiry) > spanMs(other.expiry)) {
    found.push({ path: "expiry", message: `Requests expire after ${spanWords(other.expiry)}; here after ${spanWords(own.expiry)}.` });
  }
  for (const condition of other.conditions) {
    if (!own.conditions.some((mine) => impliesCondition(mine, condition))) {
      found.push({ path: "conditions", message: `An approval is tied to: ${lower(conditionWords(condition))}; here it is not.` });
    }
  }
  if (own.alone === "allow" && other.alone === "deny")
    found.push({ path: "alone", message: "Nobody passes a change alone; here one may." });
  return [...found, ...weakerAllowance(own, other), ...weakerBreakGlass(own, other)];
}

function weakerAllowance(own: EffectivePolicy, other: EffectivePolicy): Weaker[] {
  if (!other.allow) return [];
  const { uses, canaryMaxPercent } = other.allow;
  const more = own.allow ? own.allow.uses.filter((use) => !uses.includes(use)) : ["every use"];
  if (more.length > 0)
    return [{ path: "allow.uses", message: `Only ${listWords(uses, "and")} may be authorised; here ${listWords(more, "and")}.` }];
  if (canaryMaxPercent === null || (own.allow?.canaryMaxPercent ?? 100) <= canaryMaxPercent) return [];
  return [{ path: "allow.canary_max", message: `A canary may have at most ${canaryMaxPercent}%; here more.` }];
}

function weakerBreakGlass({ breakGlass: own }: EffectivePolicy, { breakGlass: other }: EffectivePolicy): Weaker[] {
  if (!own) return [];
  if (!other) return [{ path: "break_glass", message: "There is no break-glass; here there is." }];
  const found: Weaker[] = [];
  if (own.people < other.people)
    found.push({ path: "break_glass.people", message: `Break-glass takes ${other.people} people; here ${own.people}.` });
  if (spanMs(own.expiresAfter) > spanMs(other.expiresAfter)) {
    found.push({
      path: "break_glass.expires_after",
      message: `Break-glass lasts ${spanWords(other.expiresAfter)}; here ${spanWords(own.expiresAfter)}.`,
    });
  }
  if (spanMs(own.reviewWithin) > spanMs(other.reviewWithin)) {
    found.push({
      path: "break_glass.review_within",
      message: `The review is due in ${spanWords(other.reviewWithin)}; here in ${spanWords(own.reviewWithin)}.`,
    });
  }
  return found;
}
