import { randomUUID } from "node:crypto";
import * as contract from "@plumbline/contracts/access/group";
import type { Tx } from "@plumbline/db";
import { AppError, type Ctx, command, query, workspaceOf } from "../kernel/index.ts";
import { guardedGroups } from "./group-guard.ts";
import * as store from "./store/groups.ts";
import { findUser } from "./store/users.ts";

export const listGroups = query(contract.listGroups, async (ctx) => {
  const rows = await store.listGroupsSeenFrom(ctx.tx, workspaceOf(ctx).id);
  return { items: await toGroups(ctx.tx, rows) };
});

export const createGroup = command(contract.createGroup, async (ctx, input) => {
  const id = randomUUID();
  if (!(await store.insertGroup(ctx.tx, { id, ...input, createdAt: ctx.now }))) {
    throw new AppError("conflict", `A group named "${input.name}" exists already.`, { params: { reason: "group-name-taken" } });
  }
  return { result: await readGroup(ctx, id), subject: { kind: "group", id }, after: input };
});

export const deleteGroup = command(contract.deleteGroup, async (ctx, { groupId }) => {
  const { name, description, members, isGuarded } = await readGroup(ctx, groupId);
  if (isGuarded) {
    throw new AppError("conflict", `Policies in force let "${name}" decide. Change those policies first.`, {
      params: { reason: "group-decides" },
    });
  }
  await store.removeGroup(ctx.tx, groupId);
  return {
    result: {},
    subject: { kind: "group", id: groupId },
    before: { name, description, members: members.map(({ userId }) => userId) },
  };
});

export const addGroupMember = command(contract.addGroupMember, async (ctx, { groupId, userId }) => {
  const group = await readGroup(ctx, groupId);
  if (!(await findUser(ctx.tx, userId, ctx.now))) throw unknown("person", userId);
  const isApplied = await change(ctx, group, { kind: "add", userId });
  return { result: await readGroup(ctx, groupId), subject: { kind: "group", id: groupId }, after: { userId, isApplied } };
});

export const removeGroupMember = command(contract.removeGroupMember, async (ctx, { groupId, userId }) => {
  const group = await readGroup(ctx, groupId);
  if (!group.members.some((member) => member.userId === userId)) throw unknown("member of this group", userId);
  const isApplied = await change(ctx, group, { kind: "remove", userId });
  return { result: await readGroup(ctx, groupId), subject: { kind: "group", id: groupId }, before: { userId }, after: { isApplied } };
});

type Change = Pick<store.GroupChangeRow, "kind"> & { readonly userId: string };

/** Whoever sits on a committee decides, so two administrators decide who sits there; one who is alone decides alone. */
async function change(ctx: Ctx, group: contract.Group, { kind, userId }: Change): Promise<boolean> {
  const isApplied = !group.isGuarded || (await store.countGroupKeepers(ctx.tx)) === 1;
  if (isApplied) await apply(ctx, { groupId: group.id, userId, kind });
  else await store.insertGroupChange(ctx.tx, { id: randomUUID(), groupId: group.id, userId, kind, by: ctx.actor.id, at: ctx.now });
  return isApplied;
}

async function apply(ctx: Ctx, { groupId, userId, kind }: Change & { readonly groupId: string }): Promise<void> {
  if (kind === "add") await store.insertGroupMember(ctx.tx, { groupId, userId, addedAt: ctx.now });
  else await store.deleteGroupMember(ctx.tx, { groupId, userId });
}

export const decideGroupChange = command(contract.decideGroupChange, async (ctx, { changeId, choice }) => {
  const row = await store.lockGroupChange(ctx.tx, changeId);
  if (row?.state !== "pending") throw unknown("pending change", changeId);
  // Taking back what one asked for is no decision over it.
  if (choice === "approve" && [row.requested_by, row.user_id].includes(ctx.actor.id)) {
    throw new AppError("forbidden", "Whoever asked for the change, and whoever it is about, cannot approve it.", {
      params: { reason: "own-change" },
    });
  }
  const state = choice === "approve" ? "approved" : "rejected";
  await store.decideGroupChangeRow(ctx.tx, { id: changeId, state, by: ctx.actor.id, at: ctx.now });
  if (choice === "approve") await apply(ctx, { groupId: row.group_id, userId: row.user_id, kind: row.kind });
  return {
    result: await readGroup(ctx, row.group_id),
    subject: { kind: "group", id: row.group_id },
    before: { state: "pending" },
    after: { state, kind: row.kind, userId: row.user_id, requestedBy: row.requested_by },
  };
});

/** Groups that the organisation has from its start; those that are there already stay as they are. */
export async function ensureGroups(tx: Tx, groups: readonly { name: string; description: string }[], createdAt: Date): Promise<void> {
  for (const group of groups) await store.insertGroup(tx, { id: randomUUID(), ...group, createdAt });
}

async function readGroup(ctx: Ctx, id: string): Promise<contract.Group> {
  const row = await store.findGroup(ctx.tx, id);
  const [group] = row ? await toGroups(ctx.tx, [row]) : [];
  if (!group) throw unknown("group", id);
  return group;
}

async function toGroups(tx: Tx, rows: Awaited<ReturnType<typeof store.listGroupsSeenFrom>>): Promise<contract.Group[]> {
  const guarded = await guardedGroups(tx);
  const names = await store.selectPeopleNames(
    tx,
    rows.flatMap(({ pending }) => pending.flatMap(({ user_id, requested_by }) => [user_id, requested_by])),
  );
  const person = (id: string) => ({ id, name: names.get(id) ?? null });
  return rows.map(({ id, name, description, members, pending }) => ({
    id,
    name,
    description,
    members,
    isGuarded: guarded.has(name),
    pending: pending.map((one) => ({
      id: one.id,
      kind: one.kind,
      person: person(one.user_id),
      requestedBy: person(one.requested_by),
      requestedAt: one.requested_at,
    })),
  }));
}

/** Groups and people belong to the organisation, not to a workspace. */
const unknown = (noun: string, id: string): AppError => new AppError("not-found", `There is no ${noun} "${id}".`, { params: { noun, id } });
