import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Instant } from "#src/page.ts";
import { Role, Scope } from "#src/permissions.ts";

export const Token = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The first characters of the secret, to recognise it by. */
  prefix: z.string(),
  scopes: z.array(Scope),
  owner: z.object({ kind: z.enum(["user", "service-account"]), id: z.uuid(), name: z.string() }),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  lastClient: z.string().nullable(),
  revokedAt: Instant.nullable(),
});
export type Token = z.infer<typeof Token>;

export const listTokens = operation({
  id: "access.listTokens",
  method: "GET",
  path: "/tokens",
  summary: "Lists the caller's tokens, or all of the workspace for those who manage them.",
  query: z.object({ all: z.stringbool().default(false) }),
  response: z.object({ items: z.array(Token) }),
  permission: "token:self",
  audit: reading,
});

export const createToken = operation({
  id: "access.createToken",
  method: "POST",
  path: "/tokens",
  summary: "Makes a token. The secret is in this answer and nowhere else.",
  body: z.object({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(Scope).min(1).max(Scope.options.length).default(["*"]),
    expiresInDays: z.int().min(1).max(366).nullable().default(90),
    serviceAccountId: z.uuid().optional(),
  }),
  response: z.object({ token: Token, secret: z.string() }),
  permission: "token:self",
  audit: "access.token.create",
});

export const revokeToken = operation({
  id: "access.revokeToken",
  method: "DELETE",
  path: "/tokens/:tokenId",
  summary: "Revokes a token; it stops working within a second.",
  params: z.object({ tokenId: z.uuid() }),
  response: Token,
  permission: "token:self",
  audit: "access.token.revoke",
});

export const ServiceAccount = z.object({
  id: z.uuid(),
  name: z.string(),
  role: Role,
  createdAt: Instant,
  isDisabled: z.boolean(),
  tokenCount: z.int(),
});
export type ServiceAccount = z.infer<typeof ServiceAccount>;

export const listServiceAccounts = operation({
  id: "access.listServiceAccounts",
  method: "GET",
  path: "/service-accounts",
  summary: "Lists the workspace's service accounts.",
  response: z.object({ items: z.array(ServiceAccount) }),
  permission: "member:read",
  audit: reading,
});

export const createServiceAccount = operation({
  id: "access.createServiceAccount",
  method: "POST",
  path: "/service-accounts",
  summary: "Makes a service account with a role no higher than the caller's.",
  body: z.object({ name: z.string().trim().min(1).max(100), role: Role }),
  response: ServiceAccount,
  permission: "service-account:manage",
  audit: "access.service-account.create",
});

export const updateServiceAccount = operation({
  id: "access.updateServiceAccount",
  method: "PATCH",
  path: "/service-accounts/:serviceAccountId",
  summary: "Changes a service account's role, or disables it with all its tokens.",
  params: z.object({ serviceAccountId: z.uuid() }),
  body: z.object({ role: Role.optional(), isDisabled: z.boolean().optional() }),
  response: ServiceAccount,
  permission: "service-account:manage",
  audit: "access.service-account.update",
});

export const tokenOperations = [
  listTokens,
  createToken,
  revokeToken,
  listServiceAccounts,
  createServiceAccount,
  updateServiceAccount,
] as const;
