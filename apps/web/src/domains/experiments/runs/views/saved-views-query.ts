import { listSavedViews } from "@plumbline/contracts/experiments/saved-view";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

/** So many views are offered; a workspace with more finds the others by their links. */
const mostOffered = 1000;

export const savedViewsQuery = (api: WorkspaceApi, experimentId: string) =>
  queryOptions({
    queryKey: [api.workspace, "saved-views", experimentId],
    queryFn: ({ signal }) => api.call(listSavedViews, { experimentId, limit: mostOffered }, { signal }),
  });
