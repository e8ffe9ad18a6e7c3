import { listTrashedExperiments, listTrashedRuns } from "@plumbline/contracts/experiments/trash";
import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

const pageSize = 200;
const pageOf = (search: string, cursor: string) => ({ search, limit: pageSize, ...(cursor ? { cursor } : {}) });

export const trashedRunsQuery = (api: WorkspaceApi, search: string) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "trash", "runs", search],
    queryFn: ({ signal, pageParam }) => api.call(listTrashedRuns, pageOf(search, pageParam), { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

export const trashedExperimentsQuery = (api: WorkspaceApi, search: string) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "trash", "experiments", search],
    queryFn: ({ signal, pageParam }) => api.call(listTrashedExperiments, pageOf(search, pageParam), { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
