import { z } from "zod";

/** What can be allowed inside a workspace. Absent from a role's list means denied. */
export const workspacePermissions = [
  "workspace:read",
  "workspace:manage",
  "member:read",
  "member:manage",
  "token:self",
  "token:manage",
  "service-account:manage",
  "experiment:read",
  "experiment:write",
  "experiment:delete",
  "run:read",
  "run:write",
  "run:delete",
  "run:comment",
  "view:self",
  "view:share",
  "view:manage",
  "artifact:read",
  "artifact:write",
  "artifact:delete",
  "import:read",
  "import:run",
  "dataset:read",
  "dataset:write",
  "dataset:delete",
  "job:read",
  "job:submit",
  "job:manage",
  "job:report",
  "secret:use",
  "secret:manage",
  "quota:read",
  "quota:request",
  "registry:read",
  "registry:write",
  "registry:review",
  "registry:delete",
  "evidence:read",
  "evidence:write",
  "evidence:protected",
  "policy:read",
  "policy:write",
  "environment:manage",
  "request:read",
  "request:open",
  "request:comment",
  "vote:cast",
  "change:read",
  "task:read",
  "audit:read",
  "notification:self",
  "webhook:manage",
] as const;
export type WorkspacePermission = (typeof workspacePermissions)[number];
export const WorkspacePermissionName = z.enum(workspacePermissions);

/** What can be allowed on the platform as a whole, to people's sessions only. */
export const platformPermissions = [
  "platform:workspaces",
  "platform:people",
  "platform:policies",
  "platform:compute",
  "platform:tasks",
  "platform:audit",
] as const;
export type PlatformPermission = (typeof platformPermissions)[number];

/** `self`: anybody signed in, about themselves. `public`: nobody need be signed in. */
export type Permission = WorkspacePermission | PlatformPermission | "self" | "public";

export const Role = z.enum(["viewer", "contributor", "engineer", "approver", "admin"]);
export type Role = z.infer<typeof Role>;

export const PlatformRole = z.enum(["platform-admin", "auditor"]);
export type PlatformRole = z.infer<typeof PlatformRole>;

const viewer = [
  "workspace:read",
  "member:read",
  "token:self",
  "experiment:read",
  "run:read",
  "artifact:read",
  "import:read",
  "dataset:read",
  "job:read",
  "quota:read",
  "registry:read",
  "evidence:read",
  "policy:read",
  "request:read",
  "change:read",
  "task:read",
  "notification:self",
  "view:self",
] as const satisfies readonly WorkspacePermission[];

const contributor = [
  ...viewer,
  "experiment:write",
  "run:write",
  "run:delete",
  "run:comment",
  "view:share",
  "artifact:write",
  "artifact:delete",
  "dataset:write",
  "job:submit",
  "job:report",
  "secret:use",
  "quota:request",
  "registry:write",
  "evidence:write",
  "policy:write",
  "request:open",
  "request:comment",
  "vote:cast",
] as const satisfies readonly WorkspacePermission[];

const engineer = [
  ...contributor,
  "experiment:delete",
  "view:manage",
  "import:run",
  "dataset:delete",
  "job:manage",
  "secret:manage",
  "registry:delete",
  "evidence:protected",
  "service-account:manage",
] as const satisfies readonly WorkspacePermission[];

/** The one allow-list. Portal, api and tests read the same table. */
export const rolePermissions: Readonly<Record<Role, readonly WorkspacePermission[]>> = {
  viewer,
  contributor,
  engineer,
  approver: [...viewer, "run:comment", "request:comment", "vote:cast", "registry:review", "evidence:protected", "audit:read"],
  admin: workspacePermissions,
};

export const platformRolePermissions: Readonly<Record<PlatformRole, readonly PlatformPermission[]>> = {
  "platform-admin": platformPermissions,
  auditor: ["platform:audit"],
};

/** Roles in plain words, for the portal and the reference. */
export const roleDescriptions: Readonly<Record<Role, string>> = {
  viewer: "Reads everything in the workspace, keeps views of their own, changes nothing else.",
  contributor: "Data scientist: logs and edits runs, experiments and artifacts, runs jobs, registers models and asks for their promotion.",
  engineer:
    "ML engineer: also deletes experiments, datasets and models, brings what another MLflow holds, edits others' shared views, ends others' jobs, computes fairness on protected attributes, and keeps secrets and service accounts.",
  approver: "Committee member: reads everything including the audit log, comments on runs, reviews models and votes.",
  admin: "Manages members, tokens, webhooks and settings of the workspace, and may do all of the above except vote for others.",
};

/** A token carries workspace permissions, or `*` for all that its owner may do. */
export const Scope = z.enum(["*", ...workspacePermissions]);
export type Scope = z.infer<typeof Scope>;

const isIn = (list: readonly string[], permission: string): boolean => list.includes(permission);
export const isWorkspacePermission = (permission: Permission): permission is WorkspacePermission => isIn(workspacePermissions, permission);
export const isPlatformPermission = (permission: Permission): permission is PlatformPermission => isIn(platformPermissions, permission);
