import type { BreakGlass, Condition, PolicyDocument } from "@plumbline/contracts/approvals/policy-document";
import { asList } from "./check-document.ts";
import { listWords } from "./near-name.ts";
import type { ParsedPolicy } from "./parse-policy.ts";
import { normalRequirement, type PublishedPolicy } from "./requirement.ts";
import { requirementKinds } from "./requirement-kinds.ts";
import { asksWords, exactNumber, spanWords } from "./requirement-words.ts";

/** One thing that a policy says, and the line that says it; null where it is said by leaving something out. */
export interface Sentence {
  readonly line: number | null;
  readonly text: string;
}

/** A text that is not published yet, in the shape of one that is. */
export const asPublished = ({ document, lines }: ParsedPolicy, version = document.version ?? 1): PublishedPolicy => ({
  scope: "workspace",
  version,
  document,
  lines,
});

/** A policy in plain sentences, in the order in which it acts. */
export function describePolicy(parsed: ParsedPolicy): Sentence[] {
  const { document, lines } = parsed;
  const at = (path: string): number | null => lines.get(path) ?? null;
  const published = asPublished(parsed);
  return [
    { line: at("match"), text: `Governs ${governsWords(document)}.` },
    ...document.require.map((_, index) => {
      const requirement = normalRequirement(published, index);
      return { line: at(`require.${index}`), text: `${requirementKinds[requirement.kind].title}: ${asksWords(requirement)}.` };
    }),
    ...document.approvals.map((approval, index) => ({ line: at(`approvals.${index}`), text: approvalSentence(approval) })),
    ...(document.approvals.length === 0
      ? [{ line: null, text: "Nobody votes: it is decided as soon as every requirement is met." }]
      : votingSentences(document).map(({ path, text }) => ({ line: at(path), text }))),
    { line: at("expiry"), text: `A request that is not decided expires after ${spanWords(document.expiry)}.` },
    ...document.conditions.map((condition, index) => ({ line: at(`conditions.${index}`), text: `${conditionWords(condition)}.` })),
    ...closingSentences(document).map(({ path, text }) => ({ line: at(path), text })),
  ];
}

/** What a policy governs: "moves from staging to production of tier high". */
export function governsWords({ match }: PolicyDocument): string {
  const changes = asList(match.change);
  const what =
    changes.length > 0
      ? `changes of ${listWords(
          changes.map((change) => changeWords[change]),
          "and",
        )}`
      : movesWords(asList(match.transition));
  const tags = Object.entries(match.tags ?? {}).map(([key, value]) => `${key} is ${value}`);
  const parts = [
    what,
    match.tier === undefined ? "" : `of tier ${listWords(asList(match.tier))}`,
    match.environment === undefined ? "" : `in ${listWords(asList(match.environment))}`,
    match.models === undefined ? "" : `for models named ${listWords(match.models)}`,
    tags.length === 0 ? "" : `where the tag ${listWords(tags, "and")}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

const changeWords = { policy: "policies", tier: "risk tiers", attributes: "governed attributes" } as const;

function movesWords(transitions: readonly string[]): string {
  const moves = transitions.map((text) => {
    const [from = "", to = ""] = text.split("->").map((part) => part.trim());
    return from === "*" ? `to ${to}` : `from ${from} to ${to}`;
  });
  return `moves ${listWords(moves, "and")}`;
}

/** Who approves: `of credit-owners`, `with the role approver`. */
export const approvalSubject = ({ group, role }: PolicyDocument["approvals"][number]): string =>
  group === undefined ? `with the role ${role}` : `of ${group}`;

const approvalSentence = (approval: PolicyDocument["approvals"][number]): string =>
  `${approval.min === 1 ? "One person" : `${approval.min} people`} ${approvalSubject(approval)} must approve.`;

export const exclusionWords = {
  author: "whoever made it",
  registrant: "whoever registered it",
  requester: "whoever opened the request",
  evidence_producer: "whoever produced evidence",
  same_team: "whoever shares a team with its author",
} as const;

interface At {
  readonly path: string;
  readonly text: string;
}

function votingSentences({ order, veto, exclude, approvals }: PolicyDocument): At[] {
  const sentences: At[] = [];
  if (order === "sequence" && approvals.length > 1) sentences.push({ path: "order", text: "The approvals come one after the other." });
  if (veto.length > 0) sentences.push({ path: "veto", text: `One rejection by ${listWords(veto)} ends the request.` });
  const who = listWords(
    exclude.map((part) => exclusionWords[part]),
    "and",
  );
  sentences.push({
    path: "exclude",
    text: exclude.length === 0 ? "Everybody with a seat may vote, whatever their part." : `May not vote: ${who}.`,
  });
  return sentences;
}

/** What an approval is tied to. */
export function conditionWords(condition: Condition): string {
  if ("time_limit" in condition) return `The authorisation ends after ${spanWords(condition.time_limit)}`;
  if ("required_labels" in condition) {
    return `${exactNumber(condition.required_labels)} outcomes must come back within ${spanWords(condition.within)}`;
  }
  const until = condition.until_labels === undefined ? "" : ` until ${exactNumber(condition.until_labels)} outcomes are in`;
  const length = condition.for === undefined ? "" : `${until === "" ? "" : " and"} for ${spanWords(condition.for)}`;
  return `At most ${condition.traffic} of the traffic${until}${length}`;
}

function closingSentences(document: PolicyDocument): At[] {
  const { allow, protected_aliases: aliases, evaluations = [], alone, break_glass: glass, match } = document;
  const sentences: At[] = [];
  if (allow) {
    const cap = allow.canary_max === undefined ? "" : `, a canary up to ${allow.canary_max}`;
    sentences.push({ path: "allow", text: `Authorises only ${listWords(allow.uses, "and")}${cap}.` });
  }
  if (aliases.length > 0) sentences.push({ path: "protected_aliases", text: `Only versions in production may be ${listWords(aliases)}.` });
  if (evaluations.length > 0) {
    sentences.push({
      path: "evaluations",
      text: `Registering a version runs ${listWords(evaluations, "and")}; what they find is its evidence.`,
    });
  }
  if (alone === "allow" && match.change !== undefined) {
    sentences.push({ path: "alone", text: "The only person of a workspace passes a change without a vote." });
  }
  if (glass) sentences.push({ path: "break_glass", text: breakGlassWords(glass) });
  return sentences;
}

export function breakGlassWords({
  groups = [],
  roles = [],
  people,
  expires_after: expiresAfter,
  review_within: reviewWithin,
}: BreakGlass): string {
  const who = listWords([...groups, ...roles.map((role) => `role ${role}`)]);
  return `In an emergency ${people} of ${who} let a version through for ${spanWords(expiresAfter)}; the review is due in ${spanWords(reviewWithin)}.`;
}
