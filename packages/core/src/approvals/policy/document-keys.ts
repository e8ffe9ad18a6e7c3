import { EvidenceKind, Exclusion, GovernedChange } from "@plumbline/contracts/approvals/policy-document";
import { RiskTier, Use } from "@plumbline/contracts/approvals/stage";

/** A key of a policy: what it says, and what may follow it. */
export interface DocumentKey {
  readonly words: string;
  readonly example: string;
  readonly choices?: readonly string[];
}
type Keys = Readonly<Record<string, DocumentKey>>;

const span = "a whole number of hours, days or weeks";
const roles = ["approver", "engineer", "admin"];
const flags = ["allow", "deny"];

/** The keys of each place of a policy; `*` stands for an entry of a list. */
export const documentKeys: Readonly<Record<string, Keys>> = {
  "": {
    name: { words: "the policy's name: lower-case letters, digits and hyphens", example: "production-high" },
    version: { words: "the version this text is to become", example: "1" },
    description: { words: "what the policy is for, in a sentence", example: "Versions of high risk on their way to production." },
    match: { words: "what the policy governs", example: "" },
    allow: { words: "what an approval authorises at most", example: "" },
    require: { words: "the evidence that must be there", example: "" },
    approvals: { words: "who must approve", example: "" },
    order: { words: "whether the approvals come one after the other", example: "any", choices: ["any", "sequence"] },
    veto: { words: "groups of which one rejection ends the request", example: "[model-risk-committee]" },
    exclude: { words: "who may not vote", example: "[author, registrant, requester, evidence_producer]", choices: Exclusion.options },
    expiry: { words: `how long a request may stay undecided: ${span}`, example: "14d" },
    conditions: { words: "what an approval is tied to", example: "" },
    protected_aliases: { words: "aliases that point only at versions in production", example: "[champion]" },
    evaluations: { words: "job templates that run when a version is registered", example: "[holdout-evaluation]" },
    alone: { words: "whether the only person of a workspace may pass a change without a vote", example: "deny", choices: flags },
    break_glass: { words: "who may let a version through in an emergency", example: "" },
  },
  match: {
    tier: { words: "the risk tiers", example: "high", choices: RiskTier.options },
    transition: {
      words: "the moves between stages",
      example: "staging -> production",
      choices: [
        "staging -> production",
        "* -> production",
        "experimental -> staging",
        "* -> staging",
        "* -> retired",
        "retired -> experimental",
      ],
    },
    change: { words: "the changes of governance", example: "policy", choices: GovernedChange.options },
    environment: { words: "the environments", example: "production" },
    tags: { words: "tags that the model has", example: "{ domain: credit }" },
    models: { words: "names of models; * and ? stand for any text and any one character", example: "['credit-*']" },
  },
  allow: {
    uses: { words: "uses that are authorised", example: "[shadow, canary]", choices: Use.options },
    canary_max: { words: "the greatest share of a canary", example: "10%" },
  },
  "approvals.*": {
    group: { words: "a group of the organisation", example: "model-risk-committee" },
    role: { words: "a role of the workspace", example: "approver", choices: roles },
    min: { words: "how many of them must approve, 1 to 20", example: "1" },
  },
  "conditions.*": {
    traffic: { words: "the greatest share of the traffic", example: "10%" },
    until_labels: { words: "until so many outcomes have come back", example: "10000" },
    for: { words: `for so long: ${span}`, example: "7d" },
    time_limit: { words: `when the authorisation ends: ${span}`, example: "90d" },
    required_labels: { words: "so many outcomes must come back", example: "10000" },
    within: { words: `in this time: ${span}`, example: "30d" },
  },
  break_glass: {
    groups: { words: "groups that may", example: "[on-call]" },
    roles: { words: "roles that may", example: "[admin]", choices: roles },
    people: { words: "how many must agree, 2 to 5", example: "2" },
    expires_after: { words: `how long it lasts: ${span}`, example: "24h" },
    review_within: { words: `when the review is due: ${span}`, example: "72h" },
  },
};

export const evidenceKinds = EvidenceKind.options;

/** The place of the table that a path leads to: positions in lists become `*`. */
export function placeName(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === "number" || /^\d+$/.test(String(key)) ? "*" : String(key))).join(".");
}
/** Words for the key that a path ends in. */
export function keyAt(path: readonly PropertyKey[]): DocumentKey | undefined {
  const last = path.findLastIndex((key) => typeof key === "string");
  return last < 0 ? undefined : documentKeys[placeName(path.slice(0, last))]?.[String(path[last])];
}
