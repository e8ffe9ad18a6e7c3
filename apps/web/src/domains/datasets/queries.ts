import { getDataset, listDatasets } from "@plumbline/contracts/datasets/dataset";
import { getPreview, getProfile } from "@plumbline/contracts/datasets/profile";
import { type DatasetVersion, getVersion, listUses, listVersions } from "@plumbline/contracts/datasets/version";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

const pageSize = 200;

export const datasetsQuery = (api: WorkspaceApi, search: string) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "datasets", { search }],
    queryFn: ({ signal, pageParam }) =>
      api.call(listDatasets, { search, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

export const datasetQuery = (api: WorkspaceApi, dataset: string) =>
  queryOptions({
    queryKey: [api.workspace, "dataset", dataset],
    queryFn: ({ signal }) => api.call(getDataset, { dataset }, { signal }),
  });

export const versionsQuery = (api: WorkspaceApi, dataset: string) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "dataset", dataset, "versions"],
    queryFn: ({ signal, pageParam }) =>
      api.call(listVersions, { dataset, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });

export const versionQuery = (api: WorkspaceApi, dataset: string, version: number) =>
  queryOptions({
    queryKey: [api.workspace, "dataset", dataset, "version", version],
    queryFn: ({ signal }) => api.call(getVersion, { dataset, version }, { signal }),
  });

/** What a version holds never changes once it is known: a reading is named by the state of the profile. */
export const profileQuery = (api: WorkspaceApi, { dataset, version, profile }: DatasetVersion) =>
  queryOptions({
    queryKey: [api.workspace, "dataset-content", dataset, version, "profile", profile.state],
    queryFn: ({ signal }) => api.call(getProfile, { dataset, version }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const previewQuery = (api: WorkspaceApi, { dataset, version, profile }: DatasetVersion) =>
  queryOptions({
    queryKey: [api.workspace, "dataset-content", dataset, version, "preview", profile.state],
    queryFn: ({ signal }) => api.call(getPreview, { dataset, version }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const usesQuery = (api: WorkspaceApi, dataset: string, version: number) =>
  queryOptions({
    queryKey: [api.workspace, "dataset", dataset, "uses", version],
    queryFn: ({ signal }) => api.call(listUses, { dataset, version }, { signal }),
  });

const mostFound = 6;

export const datasetSearchQuery = (api: WorkspaceApi, search: string) =>
  queryOptions({
    queryKey: [api.workspace, "datasets", "found", search],
    queryFn: async ({ signal }) => (await api.call(listDatasets, { search, limit: mostFound }, { signal })).items,
    placeholderData: keepPreviousData,
  });
