import * as contract from "@plumbline/contracts/access/token";
import type { Role, Scope } from "@plumbline/contracts/permissions";
import { AppError, type Ctx, command, notFound, uuidv7, workspaceOf } from "../kernel/index.ts";
import { grantScopes } from "./grants.ts";
import { holdServiceAccount } from "./store/service-accounts.ts";
import { holdMembership, holdToken, insertToken, type TokenOwner } from "./store/tokens.ts";
import { generateSecret, hashSecret, prefixOf } from "./token-secret.ts";

const dayMs = 86_400_000;

export const createToken = command(contract.createToken, async (ctx, input) => {
  const workspaceId = workspaceOf(ctx).id;
  // Owner before token, as those who revoke lock them.
  const owner = await resolveOwner(ctx, input.serviceAccountId);
  const parent = await holdParent(ctx);
  const isUnrestricted = parent === undefined || parent.scopes.includes("*");
  const granted = grantScopes({ requested: input.scopes, held: ctx.permissions, isUnrestricted, ownerRole: owner.role });
  if ("missing" in granted) {
    const missing = granted.missing.map((scope) => `"${scope}"`).join(", ");
    throw new AppError("forbidden", `A token cannot hold more than you do: you lack ${missing}.`, {
      params: { reason: "scopes-beyond-own" },
    });
  }
  const secret = generateSecret();
  const expiresAt = earlier(
    input.expiresInDays === null ? null : new Date(ctx.now.getTime() + input.expiresInDays * dayMs),
    parent?.expires_at ?? null,
  );
  const made = {
    id: uuidv7(ctx.now.getTime()),
    name: input.name,
    prefix: prefixOf(secret),
    scopes: [...granted.scopes],
    createdAt: ctx.now,
    expiresAt,
  };
  const parentId = parent ? ctx.actor.credentialId : null;
  await insertToken(ctx.tx, workspaceId, { ...made, hash: hashSecret(secret), owner, createdBy: ctx.actor.id, parentId });
  const token: contract.Token = {
    ...made,
    owner: { kind: owner.kind, id: owner.id, name: owner.name },
    createdAt: ctx.now.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: null,
    lastClient: null,
    revokedAt: null,
  };
  return {
    result: { token, secret },
    subject: { kind: "token", id: token.id },
    after: { name: token.name, scopes: token.scopes, owner: { kind: owner.kind, id: owner.id }, expiresAt: token.expiresAt, parentId },
  };
});

/** The token that asks for another one: the new one ends with it, whether it expires or is revoked. */
async function holdParent(ctx: Ctx): Promise<{ scopes: Scope[]; expires_at: Date | null } | undefined> {
  const { via, credentialId } = ctx.actor;
  if (via !== "token" || credentialId === null) return undefined;
  const parent = await holdToken(ctx.tx, workspaceOf(ctx).id, credentialId);
  if (!parent) throw new AppError("unauthenticated", "The token that asks was revoked a moment ago.");
  return parent;
}

async function resolveOwner(ctx: Ctx, serviceAccountId: string | undefined): Promise<TokenOwner & { name: string; role: Role }> {
  const { actor } = ctx;
  const workspaceId = workspaceOf(ctx).id;
  const accountId = serviceAccountId ?? (actor.kind === "service-account" ? actor.id : undefined);
  if (accountId === undefined) {
    const membership = await holdMembership(ctx.tx, workspaceId, actor.id);
    if (!membership) throw new AppError("forbidden", "You are not a member of this workspace any more, or your account is disabled.");
    return { kind: "user", id: actor.id, name: actor.name, role: membership.role };
  }
  if (accountId !== actor.id && !ctx.permissions.has("service-account:manage")) {
    throw new AppError("forbidden", `Tokens of service accounts need the permission "service-account:manage".`);
  }
  const account = await holdServiceAccount(ctx.tx, workspaceId, accountId);
  if (!account) throw notFound("service account", accountId);
  if (account.is_disabled) throw new AppError("conflict", `The service account "${account.name}" is disabled. Enable it first.`);
  return { kind: "service-account", id: accountId, name: account.name, role: account.role };
}

const earlier = (left: Date | null, right: Date | null): Date | null => {
  if (left === null || right === null) return left ?? right;
  return left < right ? left : right;
};
