import { randomUUID } from "node:crypto";
import * as contract from "@plumbline/contracts/access/group";
import type { Tx } from "@plumbline/db";
import { AppError, type Ctx, command, query, workspaceOf } from "../kernel/index.ts";
import { deleteGroupMember, findGroup, insertGroup, insertGroupMember, listGroupsSeenFrom, removeGroup } from "./store/groups.ts";
import { findUser } from "./store/users.ts";

export const listGroups = query(contract.listGroups, async (ctx) => ({ items: await listGroupsSeenFrom(ctx.tx, workspaceOf(ctx).id) }));

export const createGroup = command(contract.createGroup, async (ctx, input) => {
  const id = randomUUID();
  if (!(await insertGroup(ctx.tx, { id, ...input, createdAt: ctx.now }))) {
    throw new AppError("conflict", `A group named "${input.name}" exists already.`, { params: { reason: "group-name-taken" } });
  }
  return { result: { id, ...input, members: [] }, subject: { kind: "group", id }, after: input };
});

export const deleteGroup = command(contract.deleteGroup, async (ctx, { groupId }) => {
  const { name, description, members } = await readGroup(ctx, groupId);
  await removeGroup(ctx.tx, groupId);
  return {
    result: {},
    subject: { kind: "group", id: groupId },
    before: { name, description, members: members.map(({ userId }) => userId) },
  };
});

export const addGroupMember = command(contract.addGroupMember, async (ctx, { groupId, userId }) => {
  await readGroup(ctx, groupId);
  if (!(await findUser(ctx.tx, userId, ctx.now))) throw unknown("person", userId);
  await insertGroupMember(ctx.tx, { groupId, userId, addedAt: ctx.now });
  return { result: await readGroup(ctx, groupId), subject: { kind: "group", id: groupId }, after: { userId } };
});

export const removeGroupMember = command(contract.removeGroupMember, async (ctx, { groupId, userId }) => {
  await readGroup(ctx, groupId);
  if (!(await deleteGroupMember(ctx.tx, { groupId, userId }))) throw unknown("member of this group", userId);
  return { result: await readGroup(ctx, groupId), subject: { kind: "group", id: groupId }, before: { userId } };
});

/** Groups that the organisation has from its start; those that are there already stay as they are. */
export async function ensureGroups(tx: Tx, groups: readonly { name: string; description: string }[], createdAt: Date): Promise<void> {
  for (const group of groups) await insertGroup(tx, { id: randomUUID(), ...group, createdAt });
}

async function readGroup(ctx: Ctx, id: string): Promise<contract.Group> {
  const group = await findGroup(ctx.tx, id);
  if (!group) throw unknown("group", id);
  return group;
}

/** Groups and people belong to the organisation, not to a workspace. */
const unknown = (noun: string, id: string): AppError => new AppError("not-found", `There is no ${noun} "${id}".`, { params: { noun, id } });
