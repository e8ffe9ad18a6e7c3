import { z } from "zod";
import { operation } from "#src/operation.ts";
import { Empty } from "#src/page.ts";
import { Comment, PromotionRequest, RequestRef, VoteChoice } from "./request.ts";

export const castVote = operation({
  id: "approvals.castVote",
  method: "POST",
  path: "/requests/:number/votes",
  summary: "Votes on a request; people's sessions only. A person's last vote counts.",
  params: RequestRef,
  body: z.object({
    choice: VoteChoice,
    reason: z.string().trim().min(1).max(5000),
    conflict: z.string().max(2000).default(""),
    /** Somebody who delegated their seat to the caller. */
    onBehalfOf: z.uuid().optional(),
  }),
  response: PromotionRequest,
  permission: "vote:cast",
  audit: "approvals.vote.cast",
});

export const withdrawRequest = operation({
  id: "approvals.withdrawRequest",
  method: "POST",
  path: "/requests/:number/withdraw",
  summary: "Takes back a request that is not decided; its requester or an administrator may.",
  params: RequestRef,
  body: z.object({ reason: z.string().trim().min(1).max(2000) }),
  response: PromotionRequest,
  permission: "request:open",
  audit: "approvals.request.withdraw",
});

export const addComment = operation({
  id: "approvals.addComment",
  method: "POST",
  path: "/requests/:number/comments",
  summary: "Comments on a request; people who are mentioned are told.",
  params: RequestRef,
  body: z.object({ body: z.string().trim().min(1).max(10_000), mentions: z.array(z.uuid()).max(50).default([]) }),
  response: Comment,
  permission: "request:comment",
  audit: "approvals.comment.add",
});

export const followRequest = operation({
  id: "approvals.followRequest",
  method: "PUT",
  path: "/requests/:number/following",
  summary: "Begins or ends following a request.",
  params: RequestRef,
  body: z.object({ isFollowing: z.boolean() }),
  response: Empty,
  permission: "request:read",
  audit: { none: "who wants to be told changes nothing that is decided" },
});

export const confirmBreakGlass = operation({
  id: "approvals.confirmBreakGlass",
  method: "POST",
  path: "/requests/:number/break-glass",
  summary:
    "Invokes or confirms break-glass: once enough people of the named groups or roles did, the version is let through until it expires, and a review is due.",
  params: RequestRef,
  body: z.object({ reason: z.string().trim().min(10).max(5000) }),
  response: PromotionRequest,
  permission: "vote:cast",
  audit: "approvals.break-glass.confirm",
});

export const reviewBreakGlass = operation({
  id: "approvals.reviewBreakGlass",
  method: "POST",
  path: "/requests/:number/break-glass/review",
  summary: "Records the review that a use of break-glass left due; whoever confirmed it may not review it.",
  params: RequestRef,
  body: z.object({ note: z.string().trim().min(1).max(10_000) }),
  response: PromotionRequest,
  permission: "vote:cast",
  audit: "approvals.break-glass.review",
});

export const requestActOperations = [castVote, withdrawRequest, addComment, followRequest, confirmBreakGlass, reviewBreakGlass] as const;
