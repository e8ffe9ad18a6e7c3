import { createHash } from "node:crypto";
import type { Clause } from "@plumbline/contracts/approvals/clause";
import canonicalize from "canonicalize";
import type { NormalRequirement, Test } from "../policy/requirement.ts";

export interface BasisInput {
  readonly subjectDigest: string;
  readonly require: readonly NormalRequirement[];
  readonly clauses: readonly Pick<Clause, "id" | "state" | "evidenceDigest">[];
}

/**
 * What a vote is cast on: SHA-256 (hex) over the canonical JSON (RFC 8785) of the subject's digest, of every clause that is required as the policies
 * state it, and of the digests of the evidence that meets them. Neither the name, version or lines of a policy are in it, nor who approves: a
 * vote outlives an edit that changes no clause, and who may vote is always read from the policy in force.
 */
export function basisOf({ subjectDigest, require, clauses }: BasisInput): string {
  const met = new Map(clauses.filter(({ state }) => state === "met").map(({ id, evidenceDigest }) => [id, evidenceDigest]));
  const stated = require.map((requirement) => ({ ...statement(requirement), evidence: met.get(requirement.id) ?? null }));
  const content = canonicalize({ subject: subjectDigest, clauses: sorted(stated) });
  if (content === undefined) throw new TypeError("A basis must be plain values.");
  return createHash("sha256").update(content).digest("hex");
}

/** A requirement as it is stated, whatever the order of its parts. */
function statement({ id, kind, select, maxAge, expects }: NormalRequirement) {
  return {
    id,
    kind,
    select,
    maxAgeMs: maxAge?.ms ?? null,
    expects: sorted(expects.map(({ key, test }) => ({ key, test: plainTest(test) }))),
  };
}

function plainTest(test: Test): Test {
  return "values" in test ? { ...test, values: [...new Set(test.values)].sort() } : test;
}

const sorted = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, text: canonicalize(item) ?? "" }))
    .sort((left, right) => (left.text < right.text ? -1 : left.text > right.text ? 1 : 0))
    .map(({ item }) => item);
