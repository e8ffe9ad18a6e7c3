import type { Role } from "@plumbline/contracts/permissions";
import * as contract from "@plumbline/contracts/workspaces";
import { findPersonByEmail, forgettingPrincipals, mayGrant, revokeTokensOfMember } from "../access/index.ts";
import { AppError, type Ctx, command, notFound, query, workspaceOf } from "../kernel/index.ts";
import { deleteMember, findMember, insertMember, listAllMembers, lockAdministrators, setRole } from "./store.ts";

export const listMembers = query(contract.listMembers, async (ctx) => ({ items: await listAllMembers(ctx.tx, workspaceOf(ctx).id) }));

export const addMember = command(contract.addMember, async (ctx, { email, role }) => {
  refuseBeyondOwn(ctx, role);
  const person = await findPersonByEmail(ctx.deps, email);
  if (!person) {
    throw new AppError("not-found", `Nobody with the e-mail ${email} has an account. An administrator of the platform can add them.`, {
      params: { noun: "person", id: email },
    });
  }
  if (person.isDisabled) throw new AppError("conflict", `The account of ${email} is disabled.`, { params: { reason: "person-disabled" } });
  const { id: userId } = person;
  if (!(await insertMember(ctx.tx, workspaceOf(ctx).id, { userId, role, addedAt: ctx.now }))) {
    throw new AppError("conflict", `${email} is a member already.`, { params: { reason: "member-already" } });
  }
  return { result: await readMember(ctx, userId), subject: { kind: "member", id: userId }, after: { role } };
});

/** What the member's tokens may do follows the role by itself. */
export const updateMember = forgettingPrincipals(
  command(contract.updateMember, async (ctx, { userId, role }) => {
    refuseBeyondOwn(ctx, role);
    const admins = await lockAdministrators(ctx.tx, workspaceOf(ctx).id);
    const before = await readMember(ctx, userId);
    if (role !== "admin") keepLastAdmin(admins, userId);
    await setRole(ctx.tx, workspaceOf(ctx).id, { userId, role });
    return {
      result: await readMember(ctx, userId),
      subject: { kind: "member", id: userId },
      before: { role: before.role },
      after: { role },
    };
  }),
);

export const removeMember = forgettingPrincipals(
  command(contract.removeMember, async (ctx, { userId }) => {
    const admins = await lockAdministrators(ctx.tx, workspaceOf(ctx).id);
    const before = await readMember(ctx, userId);
    keepLastAdmin(admins, userId);
    await deleteMember(ctx.tx, workspaceOf(ctx).id, userId);
    const revokedTokens = await revokeTokensOfMember(ctx, userId);
    return { result: {}, subject: { kind: "member", id: userId }, before: { role: before.role }, after: { revokedTokens } };
  }),
);

async function readMember(ctx: Ctx, userId: string): Promise<contract.Member> {
  const member = await findMember(ctx.tx, workspaceOf(ctx).id, userId);
  if (!member) throw notFound("member", userId);
  return member;
}

function keepLastAdmin(admins: readonly string[], userId: string): void {
  if (admins.length !== 1 || admins[0] !== userId) return;
  throw new AppError("conflict", "They are the last administrator of the workspace. Make somebody else one first.", {
    params: { reason: "last-admin" },
  });
}

function refuseBeyondOwn(ctx: Ctx, role: Role): void {
  if (mayGrant(ctx.permissions, role)) return;
  throw new AppError("forbidden", `The role "${role}" may do more than you may here, so you cannot give it.`, {
    params: { reason: "role-beyond-own", role },
  });
}
