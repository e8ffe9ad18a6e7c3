import { getUsage, getWorkspace, listMembers } from "@plumbline/contracts/workspaces";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

export const workspaceQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "workspace"],
    queryFn: ({ signal }) => api.call(getWorkspace, {}, { signal }),
  });

export const usageQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "usage"],
    queryFn: ({ signal }) => api.call(getUsage, {}, { signal }),
  });

export const membersQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "members"],
    queryFn: ({ signal }) => api.call(listMembers, {}, { signal }),
  });
