import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant, PageQuery, pageOf } from "#src/page.ts";
import { QuotaEffect } from "./platform.ts";

/** `approved` until it ends: then `ended`. `expired`: nobody decided in time. */
export const QuotaRequestState = z.enum(["open", "approved", "rejected", "withdrawn", "expired", "ended"]);
export type QuotaRequestState = z.infer<typeof QuotaRequestState>;

/** Without limit where it is null; as it is where it is left out. */
const Limit = z.number().min(0).max(1_000_000).nullable().optional();
const Limits = z.object({ borrowingLimit: Limit, lendingLimit: Limit });

/**
 * Of one change of a queue of a cluster. `planned`: not approved yet. `waiting`: to be written from here. `written`: not seen in a
 * reading yet. `owner`: the owner of the cluster applies its patch. `applied`: a reading shows it. `dropped`: given up.
 */
export const QuotaChangeState = z.enum(["planned", "waiting", "written", "failed", "owner", "applied", "dropped"]);
export type QuotaChangeState = z.infer<typeof QuotaChangeState>;

const QueueTerms = z.object({ nominal: z.number(), borrowingLimit: z.number().nullable(), lendingLimit: z.number().nullable() });

/** What a request changes of a queue of a cluster. */
export const QuotaChange = z.object({
  workspace: z.string(),
  queue: z.string(),
  flavour: z.string(),
  /** As Kubernetes calls it. */
  resource: z.string(),
  before: QueueTerms,
  after: QueueTerms,
  /** Takes back what was given until a day. */
  isReturn: z.boolean(),
  state: QuotaChangeState,
  problem: z.string().nullable(),
  /** What the owner of the cluster applies, where it is not written from here. */
  patch: z.string().nullable(),
});
export type QuotaChange = z.infer<typeof QuotaChange>;

/** Where and how a request changes a cluster. */
export const OnCluster = z.object({
  cluster: z.string(),
  /** Whether its queues were handed over: else an approval ends in a patch for the owner of the cluster. */
  isHandedOver: z.boolean(),
  changes: z.array(QuotaChange),
});
export type OnCluster = z.infer<typeof OnCluster>;

const Person = z.object({ id: z.string(), name: z.string().nullable() });

export const QuotaRequest = z.object({
  id: z.uuid(),
  /** Counts up in the workspace; people say `QR-14`. */
  number: z.int(),
  workspace: z.string(),
  pool: z.object({ id: z.uuid(), name: z.string(), flavour: z.string(), units: z.string() }),
  /** More, or less, that is guaranteed. */
  amount: z.number(),
  /** The workspace that would give it up; null: from what is shared by all. */
  from: z.string().nullable(),
  until: Instant.nullable(),
  limits: Limits,
  reason: z.string(),
  state: QuotaRequestState,
  /** Two, when it takes from another workspace's guarantee. */
  approvalsNeeded: z.int(),
  votes: z.array(z.object({ by: Person, choice: z.enum(["approve", "reject"]), reason: z.string(), at: Instant })),
  comments: z.array(z.object({ id: z.uuid(), by: Person, text: z.string(), at: Instant })),
  effect: QuotaEffect,
  /** Null, where the pool is of this machine. */
  onCluster: OnCluster.nullable(),
  openedBy: Person,
  openedAt: Instant,
  decidedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Why the caller may not decide; null when they may. */
  whyNotDecide: z.string().nullable(),
  mayWithdraw: z.boolean(),
  /** Whether the caller may have written again what could not be written. */
  mayRetry: z.boolean(),
});
export type QuotaRequest = z.infer<typeof QuotaRequest>;

const NumberRef = z.object({ number: z.coerce.number().int().min(1).max(2_147_483_647) });
const RequestRef = z.object({ request: z.uuid() });
const Reason = z.string().trim().min(1).max(2000);

const Wish = Limits.extend({
  pool: z.uuid(),
  /** 0, where only limits are to change. */
  amount: z.number().min(-1_000_000).max(1_000_000),
  from: z.string().max(63).nullable().default(null),
  until: Instant.nullable().default(null),
});

export const requestLimits = { openPerWorkspace: 20, openDays: 30, untilDays: 366 } as const;

export const previewQuotaRequest = operation({
  id: "quotas.previewQuotaRequest",
  method: "POST",
  path: "/quota-requests/preview",
  summary: "Says what a change of the workspace's guarantee would have done to waits of the last 30 days, and who decides it.",
  body: Wish,
  response: z.object({
    effect: QuotaEffect,
    approvalsNeeded: z.int(),
    onCluster: OnCluster.nullable(),
    problems: z.array(z.object({ path: z.string(), message: z.string() })),
  }),
  permission: "quota:request",
  audit: reading,
});

export const createQuotaRequest = operation({
  id: "quotas.createQuotaRequest",
  method: "POST",
  path: "/quota-requests",
  summary: "Asks the platform team for another guarantee, for good or until a day.",
  body: Wish.extend({ reason: Reason }),
  response: QuotaRequest,
  permission: "quota:request",
  audit: "quotas.request.open",
  idempotent: true,
});

export const listQuotaRequests = operation({
  id: "quotas.listQuotaRequests",
  method: "GET",
  path: "/quota-requests",
  summary: "Lists the workspace's quota requests, newest first.",
  query: PageQuery.extend({ state: z.enum(["open", "all"]).default("all") }),
  response: pageOf(QuotaRequest),
  permission: "quota:read",
  audit: reading,
});

export const getQuotaRequest = operation({
  id: "quotas.getQuotaRequest",
  method: "GET",
  path: "/quota-requests/:number",
  summary: "Returns a quota request with its votes, comments and simulated effect.",
  params: NumberRef,
  response: QuotaRequest,
  permission: "quota:read",
  audit: reading,
});

export const withdrawQuotaRequest = operation({
  id: "quotas.withdrawQuotaRequest",
  method: "POST",
  path: "/quota-requests/:number/withdraw",
  summary: "Takes back a request that is not decided; who opened it, or an administrator of the workspace, may.",
  params: NumberRef,
  response: QuotaRequest,
  permission: "quota:request",
  audit: "quotas.request.withdraw",
});

export const commentQuotaRequest = operation({
  id: "quotas.commentQuotaRequest",
  method: "POST",
  path: "/quota-requests/:number/comments",
  summary: "Comments on a quota request.",
  params: NumberRef,
  body: z.object({ text: z.string().trim().min(1).max(5000) }),
  response: QuotaRequest,
  permission: "quota:request",
  audit: "quotas.request.comment",
});

export const listUndecidedRequests = operation({
  id: "quotas.listUndecidedRequests",
  method: "GET",
  path: "/platform/quota-requests",
  summary: "Lists quota requests of all workspaces that are not decided, oldest first.",
  response: z.object({ items: z.array(QuotaRequest) }),
  permission: "platform:compute",
  audit: reading,
});

export const decideQuotaRequest = operation({
  id: "quotas.decideQuotaRequest",
  method: "POST",
  path: "/platform/quota-requests/:request/decision",
  summary: "Approves or rejects a quota request of somebody else. What is approved holds at once.",
  params: RequestRef,
  body: z.object({ choice: z.enum(["approve", "reject"]), reason: Reason }),
  response: QuotaRequest,
  permission: "platform:compute",
  audit: "quotas.request.decide",
});

export const retryQuotaRequest = operation({
  id: "quotas.retryQuotaRequest",
  method: "POST",
  path: "/platform/quota-requests/:request/retry",
  summary: "Writes to the cluster again what of an approved request could not be written, from what its queues give now.",
  params: RequestRef,
  response: QuotaRequest,
  permission: "platform:compute",
  audit: "quotas.request.retry",
});

export const quotaRequestOperations = [
  previewQuotaRequest,
  createQuotaRequest,
  listQuotaRequests,
  getQuotaRequest,
  withdrawQuotaRequest,
  commentQuotaRequest,
  listUndecidedRequests,
  decideQuotaRequest,
  retryQuotaRequest,
] as const;
