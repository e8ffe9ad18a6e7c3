import { getReport, listReports, listReportVersions } from "@plumbline/contracts/experiments/report";
import type { RunsBlock } from "@plumbline/contracts/experiments/report-text";
import { searchRuns } from "@plumbline/contracts/experiments/run";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";
import { isCode } from "#src/shell/problem-text.ts";

const reportPage = 100;
const versionPage = 50;

export const reportsQuery = (api: WorkspaceApi) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "reports", "list"],
    queryFn: ({ signal, pageParam }) =>
      api.call(listReports, { limit: reportPage, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });

export const reportQuery = (api: WorkspaceApi, reportId: string) =>
  queryOptions({
    queryKey: [api.workspace, "reports", reportId],
    queryFn: ({ signal }) => api.call(getReport, { reportId }, { signal }),
  });

export const reportVersionsQuery = (api: WorkspaceApi, reportId: string) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "reports", reportId, "versions"],
    queryFn: ({ signal, pageParam }) =>
      api.call(listReportVersions, { reportId, limit: versionPage, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });

/** The runs of a block, with the columns that it shows. */
export const blockRunsQuery = (api: WorkspaceApi, block: RunsBlock) => {
  const { experimentIds, filter, orderBy, limit } = block;
  const columns = columnsOf(block);
  return queryOptions({
    queryKey: [api.workspace, "runs", "report", { experimentIds, filter, orderBy, limit, columns }],
    queryFn: async ({ signal }) => (await api.call(searchRuns, { experimentIds, filter, orderBy, limit, columns }, { signal })).items,
    placeholderData: keepPreviousData,
    retry: (failures, error) => !(isCode(error, "invalid") || isCode(error, "not-found")) && failures < 2,
  });
};

function columnsOf({ kind, keys }: RunsBlock) {
  const of = (part: string) => keys.flatMap((key) => (key.startsWith(part) ? [key.slice(part.length)] : []));
  if (kind === "chart") return { metrics: keys, params: [], tags: [] };
  return { metrics: of("metrics."), params: of("params."), tags: of("tags.") };
}
