import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant, PageQuery, pageOf } from "#src/page.ts";
import { Clause } from "./clause.ts";
import { Condition, Share, Slug } from "./policy-document.ts";
import { RiskTier, Stage, Use } from "./stage.ts";

export const Person = z.object({ id: z.string(), name: z.string().nullable() });

export const RequestKind = z.enum(["promotion", "retirement", "policy", "tier", "attribute", "break-glass"]);
export type RequestKind = z.infer<typeof RequestKind>;

/** `open`: clauses are unmet. `voting`: all are met and people may vote. The others are final. */
export const RequestState = z.enum(["open", "voting", "approved", "rejected", "withdrawn", "expired"]);
export type RequestState = z.infer<typeof RequestState>;

export const RequestNumber = z.coerce.number().int().min(1).max(2_147_483_647);
export const RequestRef = z.object({ number: RequestNumber });

export const RequestSummary = z.object({
  number: z.int(),
  kind: RequestKind,
  state: RequestState,
  title: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  tier: RiskTier.nullable(),
  environment: z.string().nullable(),
  openedBy: Person,
  openedAt: Instant,
  expiresAt: Instant,
  decidedAt: Instant.nullable(),
  clauses: z.object({ met: z.int(), total: z.int() }),
  /** Valid approvals and how many are needed, all seats together. */
  approvals: z.object({ given: z.int(), needed: z.int() }),
  /** The caller may vote and has not yet. */
  isWaitingForMe: z.boolean(),
});
export type RequestSummary = z.infer<typeof RequestSummary>;

export const VoteChoice = z.enum(["approve", "reject", "abstain", "recuse"]);
export type VoteChoice = z.infer<typeof VoteChoice>;

export const Vote = z.object({
  id: z.uuid(),
  voter: Person,
  /** Whose seat was taken by delegation. */
  onBehalfOf: Person.nullable(),
  choice: VoteChoice,
  reason: z.string(),
  /** A conflict of interest that the voter declares; empty for none. */
  conflict: z.string(),
  castAt: Instant,
  isValid: z.boolean(),
  /** Why it does not count any more. */
  voidReason: z.string().nullable(),
});
export type Vote = z.infer<typeof Vote>;

export const Seat = z.object({
  person: Person,
  mayVote: z.boolean(),
  /** Why they may not, or how they come to the seat. */
  note: z.string().nullable(),
  vote: VoteChoice.nullable(),
  /** They voted, and the vote does not count any more. */
  isVoid: z.boolean(),
});
export const ApprovalProgress = z.object({
  /** Group or role. */
  name: z.string(),
  kind: z.enum(["group", "role"]),
  needed: z.int(),
  given: z.int(),
  isSatisfiable: z.boolean(),
  /** It waits for the approval before it. */
  isBlockedByOrder: z.boolean(),
  seats: z.array(Seat),
});
export type ApprovalProgress = z.infer<typeof ApprovalProgress>;

export const Comment = z.object({
  id: z.uuid(),
  author: Person,
  body: z.string(),
  mentions: z.array(Person),
  at: Instant,
});
export type Comment = z.infer<typeof Comment>;

export const PolicyBinding = z.object({ scope: z.enum(["workspace", "organisation"]), name: z.string(), version: z.int() });
export type PolicyBinding = z.infer<typeof PolicyBinding>;

export const PromotionRequest = RequestSummary.extend({
  reason: z.string(),
  fromStage: Stage.nullable(),
  toStage: Stage.nullable(),
  uses: z.array(Use),
  canaryMaxPercent: z.int().nullable(),
  makeChampion: z.boolean(),
  digest: z.string().nullable(),
  policies: z.array(PolicyBinding),
  clauseList: z.array(Clause),
  approvalList: z.array(ApprovalProgress),
  /** People without a seat who might expect one, and why they have none. */
  excluded: z.array(z.object({ person: Person, reason: z.string() })),
  /** Says that a quorum cannot be reached, or that nobody may drop out; null when there is room. */
  quorumNote: z.string().nullable(),
  votes: z.array(Vote),
  votesOpen: z.boolean(),
  conditions: z.array(Condition),
  comments: z.array(Comment),
  followers: z.array(Person),
  /** Decided requests for the same bytes that were rejected. */
  earlierRejections: z.array(z.object({ number: z.int(), decidedAt: Instant, reason: z.string() })),
  /** Events of the request's life in order, for its time line. */
  timeline: z.array(z.object({ at: Instant, kind: z.string(), text: z.string(), by: Person.nullable() })),
  decision: z
    .object({ outcome: z.enum(["approved", "rejected"]), at: Instant, text: z.string(), authorisationId: z.uuid().nullable() })
    .nullable(),
  breakGlass: z
    .object({
      isOffered: z.boolean(),
      note: z.string(),
      confirmedBy: z.array(Person),
      needed: z.int(),
      expiresAt: Instant.nullable(),
      reviewDueAt: Instant.nullable(),
      reviewedAt: Instant.nullable(),
      reviewedBy: Person.nullable(),
      reviewNote: z.string().nullable(),
    })
    .nullable(),
  /** What the change would write, for requests that are no promotions: a policy's text, a tier. */
  payload: z.record(z.string(), z.unknown()).nullable(),
  /** What the caller may do here now, and why not what they may not. */
  me: z.object({
    mayVote: z.boolean(),
    whyNot: z.string().nullable(),
    mayWithdraw: z.boolean(),
    mayProduceEvidence: z.boolean(),
    isFollowing: z.boolean(),
  }),
});
export type PromotionRequest = z.infer<typeof PromotionRequest>;

/** What is asked for a version. */
const Promotion = z.object({
  model: z.string().min(1).max(256),
  version: z.coerce.number().int().min(1).max(2_147_483_647),
  toStage: Stage.exclude(["experimental"]),
  /** Of the stage that is asked for; the first one of that stage where left out. */
  environment: Slug.optional(),
  uses: z.array(Use).min(1).default(["full", "batch"]),
  /** The greatest share of a canary. */
  canaryMax: Share.optional(),
  /** Points `champion` at the version once it is approved for full use in production. */
  makeChampion: z.boolean().default(true),
});

export const listRequests = operation({
  id: "approvals.listRequests",
  method: "GET",
  path: "/requests",
  summary: "Lists requests, the newest first; those that wait for the caller's vote with `waitingForMe`.",
  query: PageQuery.extend({
    state: z.enum(["undecided", "decided", "all"]).default("all"),
    subject: z.string().max(300).optional(),
    kind: RequestKind.optional(),
    waitingForMe: z.stringbool().default(false),
  }),
  response: pageOf(RequestSummary).extend({ waitingForMe: z.int() }),
  permission: "request:read",
  audit: reading,
});

export const previewRequest = operation({
  id: "approvals.previewRequest",
  method: "POST",
  path: "/requests/preview",
  summary: "Says what a promotion would need now, and what of it is met, without asking for it.",
  body: Promotion,
  response: z.object({
    outcome: z.enum(["denied", "refused", "free", "decides-itself", "needs-evidence", "needs-votes"]),
    text: z.string(),
    policies: z.array(PolicyBinding),
    clauses: z.array(Clause),
    approvals: z.array(ApprovalProgress),
    quorumNote: z.string().nullable(),
    conditions: z.array(Condition),
    /** The undecided request that asks for the same. */
    openRequest: z.int().nullable(),
  }),
  permission: "request:read",
  audit: reading,
});

export const openRequest = operation({
  id: "approvals.openRequest",
  method: "POST",
  path: "/requests",
  summary: "Asks to move a version to a stage. Where no vote is needed it is decided as soon as every clause is met.",
  body: Promotion.extend({ reason: z.string().max(5000).default("") }),
  response: PromotionRequest,
  permission: "request:open",
  audit: "approvals.request.open",
  idempotent: true,
});

export const getRequest = operation({
  id: "approvals.getRequest",
  method: "GET",
  path: "/requests/:number",
  summary: "Returns a request with its clauses, seats, votes and discussion.",
  params: RequestRef,
  response: PromotionRequest,
  permission: "request:read",
  audit: reading,
});

export const requestOperations = [listRequests, previewRequest, openRequest, getRequest] as const;
