import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { Person } from "./request.ts";

export const Delegation = z.object({
  id: z.uuid(),
  from: Person,
  to: Person,
  startsAt: Instant,
  endsAt: Instant,
  reason: z.string(),
  endedAt: Instant.nullable(),
});
export type Delegation = z.infer<typeof Delegation>;

export const listDelegations = operation({
  id: "approvals.listDelegations",
  method: "GET",
  path: "/delegations",
  summary: "Lists delegations of votes that hold or will hold.",
  response: z.object({ items: z.array(Delegation) }),
  permission: "request:read",
  audit: reading,
});

export const delegate = operation({
  id: "approvals.delegate",
  method: "POST",
  path: "/delegations",
  summary: "Lets another member vote in the caller's seats for a time, 90 days at most.",
  body: z.object({ toUserId: z.uuid(), startsAt: Instant.optional(), endsAt: Instant, reason: z.string().trim().min(1).max(2000) }),
  response: Delegation,
  permission: "vote:cast",
  audit: "approvals.delegation.create",
});

export const endDelegation = operation({
  id: "approvals.endDelegation",
  method: "DELETE",
  path: "/delegations/:delegationId",
  summary: "Ends the caller's own delegation.",
  params: z.object({ delegationId: z.uuid() }),
  response: Empty,
  permission: "vote:cast",
  audit: "approvals.delegation.end",
});

export const delegationOperations = [listDelegations, delegate, endDelegation] as const;
