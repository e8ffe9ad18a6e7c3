import { z } from "zod";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { PlatformRole, Role, WorkspacePermissionName } from "#src/permissions.ts";
import { Email, Password } from "./user.ts";

export const CreateSessionInput = z.object({ email: Email, password: z.string().min(1).max(200) });
export const SessionGrant = z.object({
  sessionId: z.uuid(),
  expiresAt: Instant,
  user: z.object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    mustChangePassword: z.boolean(),
    platformRole: PlatformRole.nullable(),
  }),
});
export type SessionGrant = z.infer<typeof SessionGrant>;

export const createSession = operation({
  id: "access.createSession",
  method: "POST",
  path: "/sessions",
  summary: "Signs a person in with e-mail and password.",
  body: CreateSessionInput,
  response: SessionGrant,
  permission: "public",
  audit: "access.session.create",
  rateLimit: "sign-in",
});

export const deleteCurrentSession = operation({
  id: "access.deleteCurrentSession",
  method: "DELETE",
  path: "/sessions/current",
  summary: "Signs out: the session's cookie is worth nothing from now on.",
  response: Empty,
  permission: "self",
  audit: "access.session.revoke",
});

export const Session = z.object({
  id: z.uuid(),
  createdAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  isCurrent: z.boolean(),
});
export type Session = z.infer<typeof Session>;

export const listSessions = operation({
  id: "access.listSessions",
  method: "GET",
  path: "/me/sessions",
  summary: "Lists where the caller is signed in.",
  response: z.object({ items: z.array(Session) }),
  permission: "self",
  audit: reading,
});

export const revokeSession = operation({
  id: "access.revokeSession",
  method: "DELETE",
  path: "/me/sessions/:sessionId",
  summary: "Ends one of the caller's sessions.",
  params: z.object({ sessionId: z.uuid() }),
  response: Empty,
  permission: "self",
  audit: "access.session.revoke",
});

/** The caller, and each workspace they may enter with what they may do there. */
export const Me = z.object({
  kind: z.enum(["user", "service-account"]),
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  via: z.enum(["session", "token"]),
  platformRole: PlatformRole.nullable(),
  mustChangePassword: z.boolean(),
  workspaces: z.array(z.object({ name: z.string(), description: z.string(), role: Role, permissions: z.array(WorkspacePermissionName) })),
});
export type Me = z.infer<typeof Me>;

export const getMe = operation({
  id: "access.getMe",
  method: "GET",
  path: "/me",
  summary: "Says who the caller is and what they may do where.",
  response: Me,
  permission: "self",
  audit: reading,
});

export const changePassword = operation({
  id: "access.changePassword",
  method: "POST",
  path: "/me/password",
  summary: "Changes the caller's password and ends their other sessions.",
  body: z.object({ currentPassword: z.string().min(1).max(200), newPassword: Password }),
  response: Empty,
  permission: "self",
  audit: "access.password.change",
});

export const sessionOperations = [createSession, deleteCurrentSession, listSessions, revokeSession, getMe, changePassword] as const;
