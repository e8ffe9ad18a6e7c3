import {
  addMember,
  createWorkspace,
  getUsage,
  getWorkspace,
  listMembers,
  listWorkspaces,
  removeMember,
  updateMember,
  updateWorkspace,
} from "@plumbline/core/workspaces";
import { routes } from "./bind-verbs.ts";

export const workspaceRoutes = routes([
  listWorkspaces,
  createWorkspace,
  getWorkspace,
  updateWorkspace,
  getUsage,
  listMembers,
  addMember,
  updateMember,
  removeMember,
]);
