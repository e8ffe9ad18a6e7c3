import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { PolicyDocument, Slug } from "./policy-document.ts";

const Person = z.object({ id: z.string(), name: z.string().nullable() });
/** The text of a policy file; 64 KiB at most. */
export const PolicySource = z.string().min(1).max(65_536);

export const PolicyScope = z.enum(["workspace", "organisation"]);

export const Policy = z.object({
  name: z.string(),
  scope: PolicyScope,
  /** The version in force; null while none was published, or after its withdrawal. */
  version: z.int().nullable(),
  description: z.string(),
  /** What it governs, in words. */
  governs: z.string(),
  document: PolicyDocument.nullable(),
  publishedAt: Instant.nullable(),
  publishedBy: Person.nullable(),
  /** The undecided request that would publish the next version. */
  openRequest: z.int().nullable(),
  hasDraft: z.boolean(),
});
export type Policy = z.infer<typeof Policy>;

export const PolicyVersion = z.object({
  name: z.string(),
  scope: PolicyScope,
  version: z.int(),
  source: z.string(),
  document: PolicyDocument,
  digest: z.string(),
  publishedAt: Instant,
  publishedBy: Person,
  requestNumber: z.int().nullable(),
  isInForce: z.boolean(),
});
export type PolicyVersion = z.infer<typeof PolicyVersion>;

/** A place in a policy's text and what is wrong there. Lines and columns begin at 1. */
export const PolicyProblem = z.object({
  line: z.int(),
  column: z.int(),
  endColumn: z.int().nullable(),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  path: z.string(),
});
export type PolicyProblem = z.infer<typeof PolicyProblem>;

const PolicyRef = z.object({ policy: Slug });

export const listPolicies = operation({
  id: "approvals.listPolicies",
  method: "GET",
  path: "/policies",
  summary: "Lists the policies of the workspace and the organisation's mandatory ones.",
  response: z.object({ items: z.array(Policy) }),
  permission: "policy:read",
  audit: reading,
});

export const getPolicy = operation({
  id: "approvals.getPolicy",
  method: "GET",
  path: "/policies/:policy",
  summary: "Returns a policy with all its versions, newest first.",
  params: PolicyRef,
  query: z.object({ scope: PolicyScope.default("workspace") }),
  response: z.object({
    policy: Policy,
    versions: z.array(PolicyVersion),
    draft: z.object({ source: z.string(), savedAt: Instant }).nullable(),
  }),
  permission: "policy:read",
  audit: reading,
});

export const validatePolicy = operation({
  id: "approvals.validatePolicy",
  method: "POST",
  path: "/policies/validate",
  summary: "Checks the text of a policy: problems with line and column, and what it says in words.",
  body: z.object({ source: z.string().max(65_536) }),
  response: z.object({
    problems: z.array(PolicyProblem),
    document: PolicyDocument.nullable(),
    sentences: z.array(z.object({ line: z.int().nullable(), text: z.string() })),
  }),
  permission: "policy:read",
  audit: reading,
});

export const completePolicy = operation({
  id: "approvals.completePolicy",
  method: "POST",
  path: "/policies/complete",
  summary: "Offers what can stand at a place of a policy's text.",
  body: z.object({ source: z.string().max(65_536), line: z.int().min(1), column: z.int().min(1) }),
  response: z.object({
    items: z.array(z.object({ label: z.string(), detail: z.string(), insert: z.string() })),
    /** What is being typed, to be replaced. */
    from: z.int(),
  }),
  permission: "policy:read",
  audit: reading,
});

export const PolicyChange = z.object({
  kind: z.enum(["tighter", "looser", "other"]),
  line: z.int().nullable(),
  text: z.string(),
});

/** What publishing a text would do. */
export const PolicyPlan = z.object({
  name: z.string().nullable(),
  action: z.enum(["create", "change", "none", "invalid"]),
  fromVersion: z.int().nullable(),
  problems: z.array(PolicyProblem),
  changes: z.array(PolicyChange),
  /** Where it asks less than the organisation's mandatory policies, which hold all the same. */
  weaker: z.array(PolicyProblem),
  /** Undecided requests whose clauses it would change. */
  affectedRequests: z.array(z.object({ number: z.int(), title: z.string(), voidsVotes: z.int() })),
  /** Whether somebody else must approve the publication, in words. */
  approval: z.string(),
});
export type PolicyPlan = z.infer<typeof PolicyPlan>;

export const planPolicy = operation({
  id: "approvals.planPolicy",
  method: "POST",
  path: "/policies/plan",
  summary: "Says what publishing the text of a policy would change, and for which open requests.",
  body: z.object({ source: PolicySource }),
  response: PolicyPlan,
  permission: "policy:read",
  audit: reading,
});

export const PolicySimulation = z.object({
  /** Past decisions that the draft would govern, oldest first. */
  items: z.array(
    z.object({
      requestNumber: z.int(),
      title: z.string(),
      decidedAt: Instant,
      outcome: z.enum(["approved", "rejected"]),
      passes: z.boolean(),
      blockedBy: z.array(z.object({ line: z.int().nullable(), asks: z.string(), found: z.string() })),
      since: z.enum(["live", "replaced", "rolled-back", "retired", "not-live"]),
    }),
  ),
  blocked: z.int(),
  /** Of those that were rolled back later, how many it would have stopped. */
  rolledBack: z.int(),
  rolledBackBlocked: z.int(),
  /** For one requirement with a number: how many would be blocked if the number were another. */
  sensitivity: z
    .object({
      title: z.string(),
      line: z.int().nullable(),
      points: z.array(z.object({ label: z.string(), blocked: z.int(), isDraft: z.boolean(), isInForce: z.boolean() })),
    })
    .nullable(),
});
export type PolicySimulation = z.infer<typeof PolicySimulation>;

export const simulatePolicy = operation({
  id: "approvals.simulatePolicy",
  method: "POST",
  path: "/policies/simulate",
  summary: "Replays past promotions under the text of a policy and says which would have been blocked, and why.",
  body: z.object({ source: PolicySource, line: z.int().min(1).optional() }),
  response: PolicySimulation,
  permission: "policy:read",
  audit: reading,
});

export const saveDraft = operation({
  id: "approvals.saveDraft",
  method: "PUT",
  path: "/policies/:policy/draft",
  summary: "Keeps the caller's own unfinished text of a policy.",
  params: PolicyRef,
  body: z.object({ source: z.string().max(65_536) }),
  response: z.object({ savedAt: Instant }),
  permission: "policy:write",
  audit: { none: "an unfinished text governs nothing and is seen by its author alone" },
});

export const discardDraft = operation({
  id: "approvals.discardDraft",
  method: "DELETE",
  path: "/policies/:policy/draft",
  summary: "Forgets the caller's own unfinished text of a policy.",
  params: PolicyRef,
  response: Empty,
  permission: "policy:write",
  audit: { none: "an unfinished text governs nothing and is seen by its author alone" },
});

export const publishPolicy = operation({
  id: "approvals.publishPolicy",
  method: "POST",
  path: "/policies/:policy/versions",
  summary: "Asks to publish the next version of a policy; it is in force once the request is approved under the policies in force.",
  params: PolicyRef,
  body: z.object({ source: PolicySource, reason: z.string().trim().min(1).max(2000) }),
  response: z.object({ isApplied: z.boolean(), requestNumber: z.int(), version: z.int().nullable() }),
  permission: "policy:write",
  audit: "approvals.policy.propose",
});

export const withdrawPolicy = operation({
  id: "approvals.withdrawPolicy",
  method: "POST",
  path: "/policies/:policy/withdraw",
  summary: "Asks to put a policy out of force; decided like a publication.",
  params: PolicyRef,
  body: z.object({ reason: z.string().trim().min(1).max(2000) }),
  response: z.object({ isApplied: z.boolean(), requestNumber: z.int() }),
  permission: "policy:write",
  audit: "approvals.policy.propose-withdrawal",
});

export const OrganisationProposal = z.object({
  id: z.uuid(),
  name: z.string(),
  source: z.string(),
  /** Null for the withdrawal of the policy. */
  document: PolicyDocument.nullable(),
  reason: z.string(),
  proposedBy: Person,
  proposedAt: Instant,
  state: z.enum(["proposed", "approved", "rejected"]),
  decidedBy: Person.nullable(),
  decidedAt: Instant.nullable(),
  version: z.int().nullable(),
});
export type OrganisationProposal = z.infer<typeof OrganisationProposal>;

export const listOrganisationProposals = operation({
  id: "approvals.listOrganisationProposals",
  method: "GET",
  path: "/platform/policies/proposals",
  summary: "Lists proposals for mandatory policies of the organisation, newest first.",
  response: z.object({ items: z.array(OrganisationProposal) }),
  permission: "platform:policies",
  audit: reading,
});

export const proposeOrganisationPolicy = operation({
  id: "approvals.proposeOrganisationPolicy",
  method: "POST",
  path: "/platform/policies/proposals",
  summary: "Proposes a mandatory policy of the organisation, or its withdrawal; another administrator of the platform decides.",
  body: z.object({
    name: Slug,
    source: z.string().max(65_536),
    isWithdrawal: z.boolean().default(false),
    reason: z.string().trim().min(1).max(2000),
  }),
  response: OrganisationProposal,
  permission: "platform:policies",
  audit: "approvals.organisation-policy.propose",
});

export const decideOrganisationPolicy = operation({
  id: "approvals.decideOrganisationPolicy",
  method: "POST",
  path: "/platform/policies/proposals/:proposalId/decision",
  summary: "Approves or rejects a proposal that somebody else made.",
  params: z.object({ proposalId: z.uuid() }),
  body: z.object({ choice: z.enum(["approve", "reject"]), reason: z.string().trim().min(1).max(2000) }),
  response: OrganisationProposal,
  permission: "platform:policies",
  audit: "approvals.organisation-policy.decide",
});

export const policyOperations = [
  listPolicies,
  getPolicy,
  validatePolicy,
  completePolicy,
  planPolicy,
  simulatePolicy,
  saveDraft,
  discardDraft,
  publishPolicy,
  withdrawPolicy,
  listOrganisationProposals,
  proposeOrganisationPolicy,
  decideOrganisationPolicy,
] as const;
