import { getCluster, listCalls, listClusters } from "@plumbline/contracts/clusters/cluster";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

/** The feed tells of readings and of states; that a cluster was heard from once more, it does not. */
const contactMs = 15_000;

export const clustersQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "clusters"],
    queryFn: ({ signal }) => api.call(listClusters, {}, { signal }),
    refetchInterval: contactMs,
  });

export const clusterQuery = (api: WorkspaceApi, cluster: string) =>
  queryOptions({
    queryKey: [api.workspace, "cluster", cluster],
    queryFn: ({ signal }) => api.call(getCluster, { cluster }, { signal }),
    refetchInterval: contactMs,
  });

export const callsQuery = (api: WorkspaceApi, cluster: string) =>
  queryOptions({
    queryKey: [api.workspace, "cluster", cluster, "calls"],
    queryFn: ({ signal }) => api.call(listCalls, { cluster }, { signal }),
  });
