import { getRunStorage, getStorage } from "@plumbline/contracts/experiments/storage";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

export const storageQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "experiments", "storage"],
    queryFn: ({ signal }) => api.call(getStorage, {}, { signal }),
  });

export const runStorageQuery = (api: WorkspaceApi, runId: string) =>
  queryOptions({
    queryKey: [api.workspace, "run", runId, "storage"],
    queryFn: ({ signal }) => api.call(getRunStorage, { runId }, { signal }),
  });
