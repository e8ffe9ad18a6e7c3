import type { Clause } from "@plumbline/contracts/approvals/clause";
import { listWords } from "../policy/near-name.ts";
import type { NormalRequirement, RuleSource } from "../policy/requirement.ts";
import { requirementKinds } from "../policy/requirement-kinds.ts";
import { asksWords, expectedWords, selectionWords, spanWords } from "../policy/requirement-words.ts";
import { type EvidenceFact, newestFor } from "./evidence-fact.ts";
import { ageWords, foundWords, verdictWords } from "./found-words.ts";
import { type Held, holdExpected } from "./hold-test.ts";

/** What a request is about, as far as clauses look at it. */
export interface SubjectFacts {
  readonly digest: string;
  /** The owners of the model, by user id. */
  readonly ownerIds: readonly string[];
}

interface Given {
  readonly requirement: NormalRequirement;
  readonly evidence: EvidenceFact;
  readonly held: readonly Held[];
  readonly validUntil: Date | null;
  readonly now: Date;
}

interface Judgement {
  readonly state: Clause["state"];
  readonly found: string;
  readonly todo: string | null;
  /** What failed, for the line to show. */
  readonly failed?: Held | undefined;
}

/** What is given to a policy's clauses: all evidence there is, the subject, and the instant. */
export interface ClauseInput {
  readonly evidence: readonly EvidenceFact[];
  readonly subject: SubjectFacts;
  readonly now: Date;
}

/** Every requirement that holds, against the newest evidence for these bytes. */
export function evaluateClauses(policy: { readonly require: readonly NormalRequirement[] }, input: ClauseInput): Clause[] {
  return policy.require.map((requirement) => evaluateClause(requirement, input));
}

function evaluateClause(requirement: NormalRequirement, { evidence: facts, subject, now }: ClauseInput): Clause {
  const kind = requirementKinds[requirement.kind];
  const evidence = newestFor(requirement, facts, subject.digest);
  const selection = selectionWords(requirement);
  const base = {
    id: requirement.id,
    kind: requirement.kind,
    title: requirement.name === null ? kind.title : `${kind.title} (${requirement.name})`,
    asks: asksWords(requirement),
    canProduce: kind.canProduce,
  };
  if (!evidence) {
    return {
      ...base,
      state: "missing",
      found: "No evidence",
      todo: selection === "" ? kind.whenMissing : `${kind.whenMissing} Asked for: ${selection}.`,
      source: requirement.source,
      ...none,
    };
  }
  const held = requirement.expects.map((expected) => holdExpected(expected, { requirement, evidence, ownerIds: subject.ownerIds }));
  const validUntil = validUntilOf(requirement, evidence);
  const { state, found, todo, failed } = judge({ requirement, evidence, held, validUntil, now });
  return {
    ...base,
    state,
    found,
    todo,
    source: failed?.expected.source ?? (state === "expired" && requirement.maxAge ? requirement.maxAge.source : requirement.source),
    evidenceId: evidence.id,
    evidenceDigest: evidence.digest,
    producer: evidence.producer,
    producedAt: evidence.producedAt.toISOString(),
    validUntil: validUntil?.toISOString() ?? null,
  };
}

const none = { evidenceId: null, evidenceDigest: null, producer: null, producedAt: null, validUntil: null } as const;

/** The earlier of what the evidence says itself and what the policy allows. */
function validUntilOf({ maxAge }: NormalRequirement, { validUntil, producedAt }: EvidenceFact): Date | null {
  const byAge = maxAge ? new Date(producedAt.getTime() + maxAge.ms) : null;
  if (!(byAge && validUntil)) return byAge ?? validUntil;
  return byAge < validUntil ? byAge : validUntil;
}

/** One thing that keeps a requirement from being met. */
export interface Blocker {
  /** The value that is not what it must be, or `max_age`; null where the evidence as a whole is missing or says nothing. */
  readonly key: string | null;
  readonly source: RuleSource;
  readonly asks: string;
  readonly found: string;
}

/** Everything that keeps a requirement from being met, key by key; empty when it is met. */
export function blockersOf(requirement: NormalRequirement, { evidence: facts, subject, now }: ClauseInput): Blocker[] {
  const evidence = newestFor(requirement, facts, subject.digest);
  const whole = { key: null, source: requirement.source, asks: asksWords(requirement) };
  if (!evidence) return [{ ...whole, found: "No evidence" }];
  const held = requirement.expects.map((expected) => holdExpected(expected, { requirement, evidence, ownerIds: subject.ownerIds }));
  const judgement = judge({ requirement, evidence, held, validUntil: validUntilOf(requirement, evidence), now });
  if (judgement.state === "met") return [];
  if (judgement.state === "expired" && requirement.maxAge) {
    const { span, source } = requirement.maxAge;
    return [{ key: "max_age", source, asks: `at most ${spanWords(span)} old`, found: ageWords(evidence.producedAt, now) }];
  }
  const failed = evidence.verdict === "insufficient" ? [] : held.filter(({ isMet }) => !isMet);
  if (failed.length === 0) return [{ ...whole, found: judgement.found }];
  return failed.map(({ expected, found }) => ({
    key: expected.key,
    source: expected.source,
    asks: expectedWords(requirement.kind, expected),
    found: found === "" ? "Nothing to hold" : found,
  }));
}

/** Evidence that is too old counts for nothing, whatever it says. */
function judge(given: Given): Judgement {
  const { requirement, evidence, held, validUntil, now } = given;
  const found = foundWords(requirement, evidence, held);
  if (validUntil && now > validUntil) return expired(given, found);
  if (evidence.verdict === "insufficient") {
    const why = evidence.summary === "" ? "" : ` ${evidence.summary}`;
    return {
      state: "failed",
      found: verdictWords.insufficient,
      todo: `There is not enough data to tell.${why} Bring more and make the evidence again.`,
      failed: held[0],
    };
  }
  if (held.length === 0) return byVerdict(evidence, found);
  const failed = held.filter(({ isMet }) => !isMet);
  if (failed.length === 0) return { state: "met", found, todo: null };
  return { state: "failed", found, todo: failedWords(evidence, failed), failed: failed[0] };
}

function expired({ requirement, evidence, now }: Given, found: string): Judgement {
  const age = ageWords(evidence.producedAt, now);
  const { maxAge } = requirement;
  const isTooOld = maxAge !== null && now.getTime() > evidence.producedAt.getTime() + maxAge.ms;
  const why = isTooOld ? `It may be at most ${spanWords(maxAge.span)} old.` : "It was valid for a time that has passed.";
  return { state: "expired", found: `${found}, ${age} ago`, todo: `${why} Make it again.` };
}

/** A requirement that asks for nothing in particular takes evidence that does not fail. */
function byVerdict({ verdict }: EvidenceFact, found: string): Judgement {
  if (verdict === "pass" || verdict === "info") return { state: "met", found, todo: null };
  return {
    state: "failed",
    found,
    todo: `The evidence says: ${verdictWords[verdict].toLowerCase()}. Settle what it found and make it again.`,
  };
}

function failedWords(evidence: EvidenceFact, failed: readonly Held[]): string {
  const empty = evidence.kind === "model_card" ? evidence.values.missing : null;
  if (typeof empty === "string" && empty !== "")
    return `Fill in ${listWords(
      empty.split(",").map((name) => name.trim()),
      "and",
    )}.`;
  return failed.map(({ wrong }) => wrong ?? "").join(" ");
}
