import { getOverview } from "@plumbline/contracts/quotas/overview";
import type { PoolResource } from "@plumbline/contracts/quotas/pool";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

/** What is free changes by what others do. */
const readEveryMs = 15_000;

export const poolsQuery = (api: WorkspaceApi, resource: PoolResource) =>
  queryOptions({
    queryKey: [api.workspace, "quotas", "pools", resource],
    queryFn: ({ signal }) => api.call(getOverview, { resource }, { signal }),
    refetchInterval: readEveryMs,
  });
