import { z } from "zod";
import { Email } from "./access/user.ts";
import { operation, reading } from "./operation.ts";
import { Empty, Instant } from "./page.ts";
import { Role } from "./permissions.ts";

/** 2 to 63 characters: lower-case letters, digits and hyphens, as MLflow clients demand of a workspace name. */
export const WorkspaceName = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/,
    "2 to 63 lower-case letters, digits or hyphens, beginning and ending with a letter or digit",
  );

export const Workspace = z.object({
  name: WorkspaceName,
  description: z.string(),
  createdAt: Instant,
  isArchived: z.boolean(),
});
export type Workspace = z.infer<typeof Workspace>;

export const listWorkspaces = operation({
  id: "workspaces.listWorkspaces",
  method: "GET",
  path: "/workspaces",
  summary: "Lists every workspace of the platform.",
  response: z.object({ items: z.array(Workspace) }),
  permission: "platform:workspaces",
  audit: reading,
});

export const createWorkspace = operation({
  id: "workspaces.createWorkspace",
  method: "POST",
  path: "/workspaces",
  summary: "Makes a workspace; the caller becomes its first administrator.",
  body: z.object({ name: WorkspaceName, description: z.string().max(2000).default("") }),
  response: Workspace,
  permission: "platform:workspaces",
  audit: "workspaces.workspace.create",
});

export const getWorkspace = operation({
  id: "workspaces.getWorkspace",
  method: "GET",
  path: "/workspace",
  summary: "Returns the workspace of the request.",
  response: Workspace,
  permission: "workspace:read",
  audit: reading,
});

export const updateWorkspace = operation({
  id: "workspaces.updateWorkspace",
  method: "PATCH",
  path: "/workspace",
  summary: "Changes the workspace's description.",
  body: z.object({ description: z.string().max(2000) }),
  response: Workspace,
  permission: "workspace:manage",
  audit: "workspaces.workspace.update",
});

/** What the workspace holds. Counts are exact; `artifactBytes` counts each stored blob once. */
export const WorkspaceUsage = z.object({
  experiments: z.int(),
  runs: z.int(),
  metricPoints: z.int(),
  artifacts: z.int(),
  artifactBytes: z.int(),
});
export type WorkspaceUsage = z.infer<typeof WorkspaceUsage>;

export const getUsage = operation({
  id: "workspaces.getUsage",
  method: "GET",
  path: "/workspace/usage",
  summary: "Counts what the workspace holds.",
  response: WorkspaceUsage,
  permission: "workspace:read",
  audit: reading,
});

export const Member = z.object({
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: Role,
  isDisabled: z.boolean(),
  groups: z.array(z.string()),
  addedAt: Instant,
  lastSignInAt: Instant.nullable(),
});
export type Member = z.infer<typeof Member>;
const MemberRef = z.object({ userId: z.uuid() });

export const listMembers = operation({
  id: "workspaces.listMembers",
  method: "GET",
  path: "/members",
  summary: "Lists the members of the workspace.",
  response: z.object({ items: z.array(Member) }),
  permission: "member:read",
  audit: reading,
});

export const addMember = operation({
  id: "workspaces.addMember",
  method: "POST",
  path: "/members",
  summary: "Adds a person who has an account to the workspace.",
  body: z.object({ email: Email, role: Role }),
  response: Member,
  permission: "member:manage",
  audit: "workspaces.member.add",
});

export const updateMember = operation({
  id: "workspaces.updateMember",
  method: "PATCH",
  path: "/members/:userId",
  summary: "Changes a member's role. The last administrator keeps theirs.",
  params: MemberRef,
  body: z.object({ role: Role }),
  response: Member,
  permission: "member:manage",
  audit: "workspaces.member.update",
});

export const removeMember = operation({
  id: "workspaces.removeMember",
  method: "DELETE",
  path: "/members/:userId",
  summary: "Removes a member; their tokens of this workspace stop working. The last administrator stays.",
  params: MemberRef,
  response: Empty,
  permission: "member:manage",
  audit: "workspaces.member.remove",
});

export const workspaceOperations = [
  listWorkspaces,
  createWorkspace,
  getWorkspace,
  updateWorkspace,
  getUsage,
  listMembers,
  addMember,
  updateMember,
  removeMember,
] as const;
