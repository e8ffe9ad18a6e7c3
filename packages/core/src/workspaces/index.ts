export { type Bootstrap, bootstrapPlatform } from "./bootstrap-platform.ts";
export { createWorkspace } from "./create-workspace.ts";
export { type CreatedWorkspace, onWorkspaceCreated, type WorkspaceCreatedHandler } from "./created-handlers.ts";
