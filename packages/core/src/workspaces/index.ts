export { bootstrapPlatform } from "./bootstrap-platform.ts";
export { createLocalToken } from "./create-local-token.ts";
export { createWorkspace } from "./create-workspace.ts";
export { onWorkspaceCreated } from "./created-handlers.ts";
export { addMember, listMembers, removeMember, updateMember } from "./members.ts";
export { systemCaller, systemContext } from "./system-context.ts";
export { getUsage, getWorkspace, listWorkspaces, updateWorkspace } from "./workspaces.ts";
