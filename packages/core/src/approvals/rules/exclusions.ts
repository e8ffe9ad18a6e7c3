import type { Exclusion } from "@plumbline/contracts/approvals/policy-document";
import { listWords } from "../policy/near-name.ts";
import type { Member, People, VotingRules } from "./people.ts";

const partWords: Readonly<Record<Exclude<Exclusion, "same_team">, string>> = {
  author: "made what is voted on",
  registrant: "registered the version",
  requester: "opened this request",
  evidence_producer: "produced evidence",
};

/** Why each of those who may not vote may not, by user id. */
export function exclusionReasons(rules: VotingRules, people: People): ReadonlyMap<string, string> {
  const team = rules.exclude.includes("same_team") ? teamGroups(rules, people) : new Map<string, string>();
  const reasons = new Map<string, string>();
  for (const member of people.members) {
    const reason = reasonFor(member, { rules, people, team });
    if (reason !== undefined) reasons.set(member.userId, reason);
  }
  return reasons;
}

interface Context {
  readonly rules: VotingRules;
  readonly people: People;
  /** Groups that make a team with an author, and that author's name. */
  readonly team: ReadonlyMap<string, string>;
}

function reasonFor(member: Member, { rules, people, team }: Context): string | undefined {
  if (member.isDisabled) return "is disabled";
  const recusal = people.recusals.find(({ userId }) => userId === member.userId);
  if (recusal) return recusal.words === "" ? "recused" : `recused: ${recusal.words}`;
  const parts = people.involved.filter(({ userId, part }) => userId === member.userId && rules.exclude.includes(part));
  if (parts.length > 0) return listWords([...new Set(parts.map(({ part, words }) => words || partWords[part]))], "and");
  const group = member.groups.find((name) => team.has(name));
  return group === undefined ? undefined : `is in ${group} with ${team.get(group)}`;
}

/**
 * The groups of the authors that carry neither an approval nor a veto of the policy. Whoever shares one with an author is of the same team; a committee
 * that votes makes no team, or an author who sits on it would empty it.
 */
function teamGroups({ approvals, veto }: VotingRules, { members, involved }: People): ReadonlyMap<string, string> {
  const committees = new Set([...approvals.flatMap(({ kind, name }) => (kind === "group" ? [name] : [])), ...veto]);
  const authors = new Set(involved.filter(({ part }) => part === "author").map(({ userId }) => userId));
  const groups = members
    .filter(({ userId }) => authors.has(userId))
    .flatMap(({ name, groups: own }) => own.filter((group) => !committees.has(group)).map((group): [string, string] => [group, name]));
  return new Map(groups.reverse());
}
