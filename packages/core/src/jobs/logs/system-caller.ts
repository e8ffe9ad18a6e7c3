import type { Permission } from "@plumbline/contracts/permissions";
import { type Caller, systemActor } from "../../kernel/index.ts";

/** The platform itself in a workspace, with no more than what it needs there. */
export const systemCaller = (workspaceId: number, permissions: readonly Permission[] = []): Caller => ({
  actor: systemActor,
  workspace: { id: workspaceId, name: "" },
  permissions: new Set(permissions),
  requestId: "task",
  address: null,
  userAgent: null,
});
