import { getBulkAct } from "@plumbline/contracts/experiments/bulk-act";
import { listExperiments } from "@plumbline/contracts/experiments/experiment";
import { queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

const readEveryMs = 1000;

/** An act with its progress; read again while it goes on. */
export const bulkActQuery = (api: WorkspaceApi, actId: string) =>
  queryOptions({
    queryKey: [api.workspace, "bulk-act", actId],
    queryFn: ({ signal }) => api.call(getBulkAct, { actId }, { signal }),
    refetchInterval: ({ state }) => (state.data && state.data.finishedAt === null ? readEveryMs : false),
  });

export const offeredExperiments = 1000;

/** Where runs may be moved to: the experiments used last. */
export const targetsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "experiments", "targets"],
    queryFn: async ({ signal }) => (await api.call(listExperiments, { limit: offeredExperiments }, { signal })).items,
  });
