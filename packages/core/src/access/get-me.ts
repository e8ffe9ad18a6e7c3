import * as contract from "@plumbline/contracts/access/session";
import { isWorkspacePermission, rolePermissions } from "@plumbline/contracts/permissions";
import { AppError, type Ctx, query } from "../kernel/index.ts";
import { findTokenMembership, listMembershipsOf } from "./store/memberships.ts";
import { findAccount } from "./store/users.ts";

export const getMe = query(contract.getMe, async (ctx): Promise<contract.Me> => {
  const { actor } = ctx;
  const account = actor.kind === "user" ? await findAccount(ctx.tx, actor.id) : undefined;
  if (actor.kind === "user" && !account) throw new AppError("unauthenticated", "Your account does not exist any more.");
  const isToken = actor.via === "token";
  const mustChangePassword = !isToken && (account?.must_change_password ?? false);
  return {
    kind: actor.kind === "user" ? "user" : "service-account",
    id: actor.id,
    name: actor.name,
    email: account?.email ?? null,
    via: isToken ? "token" : "session",
    platformRole: isToken ? null : (account?.platform_role ?? null),
    mustChangePassword,
    workspaces: mustChangePassword ? [] : await workspacesOf(ctx),
  };
});

/** A token enters one workspace, and may do there what its scopes leave of its owner's role. */
async function workspacesOf(ctx: Ctx): Promise<contract.Me["workspaces"]> {
  const { actor } = ctx;
  if (actor.via === "token" && actor.credentialId !== null) {
    const membership = await findTokenMembership(ctx.tx, actor.credentialId);
    return membership ? [{ ...membership, permissions: [...ctx.permissions].filter(isWorkspacePermission) }] : [];
  }
  const memberships = await listMembershipsOf(ctx.tx, actor.id);
  return memberships.map((membership) => ({ ...membership, permissions: [...rolePermissions[membership.role]] }));
}
