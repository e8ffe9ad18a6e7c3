import { type BreakGlass, type Condition, type PolicyDocument, spanMs } from "@plumbline/contracts/approvals/policy-document";
import { impliesCondition } from "../rules/merge-policies.ts";
import { impliesTest } from "../rules/tighten.ts";
import { approvalSubject, asPublished, breakGlassWords, conditionWords, exclusionWords, governsWords } from "./describe.ts";
import { listWords } from "./near-name.ts";
import type { ParsedPolicy } from "./parse-policy.ts";
import { type Expected, type NormalRequirement, normalRequirement } from "./requirement.ts";
import { requirementKinds } from "./requirement-kinds.ts";
import { asksWords, expectedWords, selectionWords, spanWords } from "./requirement-words.ts";

/** One difference between two texts of a policy; the line is of the later one, null where it has none. */
export interface PolicyChangeWords {
  readonly kind: "tighter" | "looser" | "other";
  readonly line: number | null;
  readonly text: string;
}
type Kind = PolicyChangeWords["kind"];

/** What changes from one text of a policy to the next, in the order of the later text. */
export function describeChange(before: ParsedPolicy, after: ParsedPolicy): PolicyChangeWords[] {
  const sides: Sides = { before: before.document, after: after.document, at: (path) => lineOf(after, path) };
  const found = [
    ...matchChange(sides),
    ...requirementChanges(before, after, sides),
    ...approvalChanges(sides),
    ...votingChanges(sides),
    ...limitChanges(sides),
    ...allowanceChange(sides),
    ...breakGlassChange(sides),
  ];
  return found.sort((left, right) => (left.line ?? Number.MAX_SAFE_INTEGER) - (right.line ?? Number.MAX_SAFE_INTEGER));
}

interface Sides {
  readonly before: PolicyDocument;
  readonly after: PolicyDocument;
  readonly at: (path: string) => number | null;
}

function lineOf({ lines }: ParsedPolicy, path: string): number | null {
  for (let parts = path.split("."); parts.length > 0; parts = parts.slice(0, -1)) {
    const line = lines.get(parts.join("."));
    if (line !== undefined) return line;
  }
  return null;
}

const isEqual = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

function matchChange({ before, after, at }: Sides): PolicyChangeWords[] {
  if (isEqual(before.match, after.match)) return [];
  return [{ kind: "other", line: at("match"), text: `Governs ${governsWords(after)}; before ${governsWords(before)}.` }];
}

function requirementChanges(before: ParsedPolicy, after: ParsedPolicy, { at }: Sides): PolicyChangeWords[] {
  const of = (parsed: ParsedPolicy) => parsed.document.require.map((_, index) => normalRequirement(asPublished(parsed), index));
  const [earlier, later] = [of(before), of(after)];
  const added = later.flatMap((requirement, index): PolicyChangeWords[] => {
    const old = earlier.find(({ id }) => id === requirement.id);
    if (old) return requirementChange(old, requirement, (key) => at(`require.${index}.${requirement.kind}${key}`));
    return [{ kind: "tighter", line: at(`require.${index}`), text: `Asks for ${titleOf(requirement)} now: ${asksWords(requirement)}.` }];
  });
  const removed = earlier
    .filter(({ id }) => !later.some((requirement) => requirement.id === id))
    .map(
      (requirement): PolicyChangeWords => ({
        kind: "looser",
        line: at("require"),
        text: `Does not ask for ${titleOf(requirement)} any more.`,
      }),
    );
  return [...added, ...removed];
}

const titleOf = (requirement: NormalRequirement): string => requirementKinds[requirement.kind].title.toLowerCase();

function requirementChange(old: NormalRequirement, now: NormalRequirement, at: (key: string) => number | null): PolicyChangeWords[] {
  const title = requirementKinds[now.kind].title;
  const found: PolicyChangeWords[] = [];
  if (!isEqual(old.select, now.select)) {
    const about = selectionWords(now) || "any of its kind";
    found.push({
      kind: "other",
      line: at(""),
      text: `${title} is about other evidence: ${about}; before ${selectionWords(old) || "any of its kind"}.`,
    });
  }
  for (const key of new Set([...old.expects, ...now.expects].map((expected) => expected.key))) {
    const [was, is] = [old.expects.filter((expected) => expected.key === key), now.expects.filter((expected) => expected.key === key)];
    const kind = compareExpected(was, is);
    const words = (list: readonly Expected[]) =>
      list.length === 0
        ? "nothing"
        : listWords(
            list.map((one) => expectedWords(now.kind, one)),
            "and",
          );
    if (kind)
      found.push({ kind, line: at(`.${key.replace(/_(lower|upper)$/, "")}`), text: `${title}: ${words(is)}; before ${words(was)}.` });
  }
  const [oldMs, nowMs] = [old.maxAge?.ms ?? Number.POSITIVE_INFINITY, now.maxAge?.ms ?? Number.POSITIVE_INFINITY];
  if (oldMs !== nowMs) {
    const age = (requirement: NormalRequirement) =>
      requirement.maxAge ? `at most ${spanWords(requirement.maxAge.span)} old` : "of any age";
    found.push({
      kind: nowMs < oldMs ? "tighter" : "looser",
      line: at(".max_age"),
      text: `${title} must be ${age(now)}; before ${age(old)}.`,
    });
  }
  return found;
}

function compareExpected(was: readonly Expected[], is: readonly Expected[]): Kind | undefined {
  const implies = (first: readonly Expected[], second: readonly Expected[]) =>
    second.every(({ test }) => first.some((one) => impliesTest(one.test, test)));
  const [isTighter, isLooser] = [implies(is, was), implies(was, is)];
  if (isTighter && isLooser) return undefined;
  if (isTighter) return "tighter";
  return isLooser ? "looser" : "other";
}

function approvalChanges({ before, after, at }: Sides): PolicyChangeWords[] {
  const same = (left: PolicyDocument["approvals"][number]) => (right: PolicyDocument["approvals"][number]) =>
    left.group === right.group && left.role === right.role;
  const changed = after.approvals.flatMap((approval, index): PolicyChangeWords[] => {
    const was = before.approvals.find(same(approval))?.min ?? 0;
    if (was === approval.min) return [];
    const text = `${approval.min} ${approvalSubject(approval)} must approve; before ${was === 0 ? "none" : was}.`;
    return [{ kind: approval.min > was ? "tighter" : "looser", line: at(`approvals.${index}`), text }];
  });
  const removed = before.approvals
    .filter((approval) => !after.approvals.some(same(approval)))
    .map(
      (approval): PolicyChangeWords => ({
        kind: "looser",
        line: at("approvals"),
        text: `Nobody ${approvalSubject(approval)} need approve any more; before ${approval.min}.`,
      }),
    );
  return [...changed, ...removed];
}

function votingChanges({ before, after, at }: Sides): PolicyChangeWords[] {
  const found: PolicyChangeWords[] = [];
  if (before.order !== after.order) {
    const isTighter = after.order === "sequence";
    found.push({
      kind: isTighter ? "tighter" : "looser",
      line: at("order"),
      text: isTighter
        ? "Approvals come one after the other; before in any order."
        : "Approvals come in any order; before one after the other.",
    });
  }
  const parts = [
    {
      path: "veto",
      was: before.veto,
      is: after.veto,
      more: (names: string) => `${names} may veto now.`,
      less: (names: string) => `${names} may not veto any more.`,
    },
    {
      path: "exclude",
      was: before.exclude.map((part) => exclusionWords[part]),
      is: after.exclude.map((part) => exclusionWords[part]),
      more: (names: string) => `May not vote any more: ${names}.`,
      less: (names: string) => `May vote now: ${names}.`,
    },
    {
      path: "protected_aliases",
      was: before.protected_aliases,
      is: after.protected_aliases,
      more: (names: string) => `Protects the alias ${names} now.`,
      less: (names: string) => `Does not protect the alias ${names} any more.`,
    },
    {
      path: "evaluations",
      was: before.evaluations ?? [],
      is: after.evaluations ?? [],
      more: (names: string) => `Registering a version runs ${names} now.`,
      less: (names: string) => `Registering a version does not run ${names} any more.`,
    },
  ];
  return [...found, ...parts.flatMap(({ path, was, is, more, less }) => listChange({ was, is, more, less, line: at(path) }))];
}

interface ListChange {
  readonly was: readonly string[];
  readonly is: readonly string[];
  readonly more: (names: string) => string;
  readonly less: (names: string) => string;
  readonly line: number | null;
}

function listChange({ was, is, more, less, line }: ListChange): PolicyChangeWords[] {
  const added = is.filter((name) => !was.includes(name));
  const removed = was.filter((name) => !is.includes(name));
  return [
    ...(added.length === 0 ? [] : [{ kind: "tighter" as const, line, text: more(listWords(added, "and")) }]),
    ...(removed.length === 0 ? [] : [{ kind: "looser" as const, line, text: less(listWords(removed, "and")) }]),
  ];
}

function limitChanges({ before, after, at }: Sides): PolicyChangeWords[] {
  const found: PolicyChangeWords[] = [];
  if (spanMs(before.expiry) !== spanMs(after.expiry)) {
    const kind = spanMs(after.expiry) < spanMs(before.expiry) ? "tighter" : "looser";
    found.push({ kind, line: at("expiry"), text: `Requests expire after ${spanWords(after.expiry)}; before ${spanWords(before.expiry)}.` });
  }
  if (before.alone !== after.alone) {
    const isLooser = after.alone === "allow";
    found.push({
      kind: isLooser ? "looser" : "tighter",
      line: at("alone"),
      text: isLooser ? "The only person of a workspace passes changes alone." : "Nobody passes changes alone any more.",
    });
  }
  return [...found, ...conditionChanges({ before, after, at })];
}

function conditionChanges({ before, after, at }: Sides): PolicyChangeWords[] {
  const found: PolicyChangeWords[] = [];
  const isKept = (condition: Condition, others: readonly Condition[]) => others.some((other) => impliesCondition(other, condition));
  for (const [index, condition] of after.conditions.entries()) {
    if (!isKept(condition, before.conditions))
      found.push({ kind: "tighter", line: at(`conditions.${index}`), text: `${conditionWords(condition)}; before not.` });
  }
  for (const condition of before.conditions) {
    if (!isKept(condition, after.conditions))
      found.push({ kind: "looser", line: at("conditions"), text: `No longer: ${conditionWords(condition)}.` });
  }
  return found;
}

function allowanceChange({ before, after, at }: Sides): PolicyChangeWords[] {
  if (isEqual(before.allow, after.allow)) return [];
  const words = ({ allow }: PolicyDocument) =>
    allow ? `${listWords(allow.uses, "and")}${allow.canary_max ? `, a canary up to ${allow.canary_max}` : ""}` : "every use";
  const kind = before.allow ? (after.allow ? "other" : "looser") : "tighter";
  return [{ kind, line: at("allow"), text: `Authorises ${words(after)}; before ${words(before)}.` }];
}

function breakGlassChange({ before, after, at }: Sides): PolicyChangeWords[] {
  if (isEqual(before.break_glass, after.break_glass)) return [];
  const line = at("break_glass");
  if (!before.break_glass) return [{ kind: "looser", line, text: "There is a break-glass now." }];
  if (!after.break_glass) return [{ kind: "tighter", line, text: "There is no break-glass any more." }];
  const [isTighter, isLooser] = [impliesGlass(after.break_glass, before.break_glass), impliesGlass(before.break_glass, after.break_glass)];
  const kind = isTighter ? "tighter" : isLooser ? "looser" : "other";
  return [{ kind, line, text: `${breakGlassWords(after.break_glass)} Before: ${breakGlassWords(before.break_glass)}` }];
}

/** Whether whatever the first lets through, the second does as well. */
function impliesGlass(first: BreakGlass, second: BreakGlass): boolean {
  const isWithin = (own: readonly string[] = [], other: readonly string[] = []) => own.every((name) => other.includes(name));
  return (
    first.people >= second.people &&
    spanMs(first.expires_after) <= spanMs(second.expires_after) &&
    spanMs(first.review_within) <= spanMs(second.review_within) &&
    isWithin(first.groups, second.groups) &&
    isWithin(first.roles, second.roles)
  );
}
