import { getCluster, listCalls, listClusters } from "@plumbline/contracts/clusters/cluster";
import { getManagement } from "@plumbline/contracts/clusters/management";
import { type QueryClient, queryOptions } from "@tanstack/react-query";
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

export const managementQuery = (api: WorkspaceApi, cluster: string) =>
  queryOptions({
    queryKey: [api.workspace, "cluster", cluster, "management"],
    queryFn: ({ signal }) => api.call(getManagement, { cluster }, { signal }),
  });

/** Everything that shows clusters reads again. */
export const refreshClusters = (client: QueryClient, api: WorkspaceApi) =>
  Promise.all(["clusters", "cluster"].map((part) => client.invalidateQueries({ queryKey: [api.workspace, part] })));
