import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { UserRef } from "./user.ts";

const Person = z.object({ id: z.string(), name: z.string().nullable() });
/** A change of membership that waits for another administrator. */
export const GroupChange = z.object({
  id: z.uuid(),
  kind: z.enum(["add", "remove"]),
  person: Person,
  requestedBy: Person,
  requestedAt: Instant,
});
export type GroupChange = z.infer<typeof GroupChange>;

export const Group = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  members: z.array(z.object({ userId: z.uuid(), name: z.string(), email: z.string() })),
  /** A policy in force lets its members decide: who is in it is decided by two administrators. */
  isGuarded: z.boolean(),
  pending: z.array(GroupChange),
});
export type Group = z.infer<typeof Group>;
const GroupRef = z.object({ groupId: z.uuid() });

export const listGroups = operation({
  id: "access.listGroups",
  method: "GET",
  path: "/groups",
  summary: "Lists the organisation's groups; members are shown as far as the caller shares a workspace with them.",
  response: z.object({ items: z.array(Group) }),
  permission: "member:read",
  audit: reading,
});

export const createGroup = operation({
  id: "access.createGroup",
  method: "POST",
  path: "/groups",
  summary: "Makes a group of the organisation.",
  body: z.object({ name: z.string().trim().min(1).max(100), description: z.string().max(1000).default("") }),
  response: Group,
  permission: "platform:people",
  audit: "access.group.create",
});

export const deleteGroup = operation({
  id: "access.deleteGroup",
  method: "DELETE",
  path: "/groups/:groupId",
  summary: "Deletes a group.",
  params: GroupRef,
  response: Empty,
  permission: "platform:people",
  audit: "access.group.delete",
});

export const addGroupMember = operation({
  id: "access.addGroupMember",
  method: "PUT",
  path: "/groups/:groupId/members/:userId",
  summary: "Adds a person to a group; to one that policies let decide, once another administrator agrees.",
  params: GroupRef.extend(UserRef.shape),
  response: Group,
  permission: "platform:people",
  audit: "access.group-member.add",
});

export const removeGroupMember = operation({
  id: "access.removeGroupMember",
  method: "DELETE",
  path: "/groups/:groupId/members/:userId",
  summary: "Removes a person from a group; from one that policies let decide, once another administrator agrees.",
  params: GroupRef.extend(UserRef.shape),
  response: Group,
  permission: "platform:people",
  audit: "access.group-member.remove",
});

export const decideGroupChange = operation({
  id: "access.decideGroupChange",
  method: "POST",
  path: "/groups/changes/:changeId",
  summary: "Approves or rejects a change of a group's membership that somebody else asked for.",
  params: z.object({ changeId: z.uuid() }),
  body: z.object({ choice: z.enum(["approve", "reject"]) }),
  response: Group,
  permission: "platform:people",
  audit: "access.group-change.decide",
});

export const groupOperations = [listGroups, createGroup, deleteGroup, addGroupMember, removeGroupMember, decideGroupChange] as const;
