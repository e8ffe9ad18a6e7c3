import { parsePolicy } from "../policy/parse-policy.ts";
import type { PublishedPolicy } from "../policy/requirement.ts";
import type { EvidenceFact } from "./evidence-fact.ts";
import type { MoveFacts } from "./match-policy.ts";
import type { Member } from "./people.ts";

type Scope = PublishedPolicy["scope"];

/** A policy from its text; `body` follows a name and a move to production unless it names a match of its own. */
export function openTestPolicy(body = "", { name = "production", scope = "workspace" as Scope, version = 1 } = {}): PublishedPolicy {
  const match = /^match:/m.test(body) ? "" : "match: { transition: '* -> production' }\n";
  const parsed = parsePolicy(`name: ${name}\n${match}${body}`);
  if ("problems" in parsed) throw new TypeError(parsed.problems.map(({ line, message }) => `${line}: ${message}`).join("\n"));
  return { ...parsed, scope, version };
}

export const testNow = new Date("2026-09-18T12:00:00Z");
export const daysAgo = (days: number): Date => new Date(testNow.getTime() - days * 86_400_000);
export const testDigest = "9f2c";

/** Evidence of a day ago that passed. */
export function openTestEvidence(
  kind: EvidenceFact["kind"],
  values: EvidenceFact["values"] = {},
  rest: Partial<EvidenceFact> = {},
): EvidenceFact {
  return {
    id: `${kind}-1`,
    digest: `sha-${kind}-1`,
    kind,
    subjectDigest: testDigest,
    verdict: "pass",
    summary: "",
    values,
    inputs: [],
    producer: { kind: "platform", id: "platform", name: null },
    producedAt: daysAgo(1),
    validUntil: null,
    ...rest,
  };
}

export const testMove: MoveFacts = {
  move: { kind: "transition", from: "staging", to: "production" },
  tier: "high",
  environment: { name: "production", stage: "production" },
  tags: {},
  model: "credit-risk",
};

export const openTestMember = (userId: string, rest: Partial<Member> = {}): Member => ({
  userId,
  name: userId,
  role: "viewer",
  groups: [],
  isDisabled: false,
  ...rest,
});
