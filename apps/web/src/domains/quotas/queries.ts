import { listBudgets } from "@plumbline/contracts/quotas/budget";
import { getOverview, getUsage, type UseRange } from "@plumbline/contracts/quotas/overview";
import { listPoolSettings } from "@plumbline/contracts/quotas/platform";
import type { PoolResource } from "@plumbline/contracts/quotas/pool";
import { getQuotaRequest, listQuotaRequests, listUndecidedRequests } from "@plumbline/contracts/quotas/request";
import { getShowback, type ShowbackBy } from "@plumbline/contracts/quotas/showback";
import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

/** What is looked at, as the address says it. */
export interface UseScope {
  range: UseRange;
  resource: PoolResource | undefined;
  cluster: string | undefined;
}

const asked = ({ range, resource, cluster }: UseScope) => ({ range, ...(resource && { resource }), ...(cluster && { cluster }) });

/** Who has neither a quota in a pool nor anything that waits for it is not told of its changes. */
const lookEveryMs = 30_000;

export const overviewQuery = (api: WorkspaceApi, scope: UseScope) =>
  queryOptions({
    queryKey: [api.workspace, "quotas", "overview", scope],
    queryFn: ({ signal }) => api.call(getOverview, asked(scope), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: lookEveryMs,
  });

export const usageQuery = (api: WorkspaceApi, scope: UseScope) =>
  queryOptions({
    queryKey: [api.workspace, "quotas", "usage", scope],
    queryFn: ({ signal }) => api.call(getUsage, asked(scope), { signal }),
    placeholderData: keepPreviousData,
    staleTime: lookEveryMs,
  });

const dayMs = 24 * 3_600_000;
const days: Readonly<Record<UseRange, number>> = { "24h": 1, "7d": 7, "30d": 30 };

/** The time that is looked at, as the server is asked for it. */
export const spanOf = (range: UseRange, to: number) => ({
  from: new Date(to - days[range] * dayMs).toISOString(),
  to: new Date(to).toISOString(),
});

interface ShowbackSearch {
  by: ShowbackBy;
  resource: PoolResource;
  range: UseRange;
}

export const showbackQuery = (api: WorkspaceApi, { by, resource, range }: ShowbackSearch) =>
  queryOptions({
    queryKey: [api.workspace, "quotas", "showback", { by, resource, range }],
    queryFn: ({ signal }) => api.call(getShowback, { by, resource, ...spanOf(range, Date.now()) }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: lookEveryMs,
  });

export const budgetsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "quotas", "budgets"],
    queryFn: ({ signal }) => api.call(listBudgets, {}, { signal }),
    refetchInterval: lookEveryMs,
  });

const shownRequests = 20;

export const requestsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "quota-requests"],
    queryFn: ({ signal }) => api.call(listQuotaRequests, { limit: shownRequests }, { signal }),
  });

export const requestQuery = (api: WorkspaceApi, number: number) =>
  queryOptions({
    queryKey: [api.workspace, "quota-requests", number],
    queryFn: ({ signal }) => api.call(getQuotaRequest, { number }, { signal }),
  });

/** Of all workspaces; the feed of one tells nothing of them. */
export const undecidedQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "quota-requests", "undecided"],
    queryFn: ({ signal }) => api.call(listUndecidedRequests, {}, { signal }),
    refetchInterval: lookEveryMs,
  });

export const poolSettingsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "quotas", "settings"],
    queryFn: ({ signal }) => api.call(listPoolSettings, {}, { signal }),
  });

/** After an act: whatever shows quotas reads again, before the feed says so. */
export function refreshQuotas(client: QueryClient, { workspace }: WorkspaceApi): Promise<unknown> {
  return Promise.all(["quotas", "quota-requests"].map((kind) => client.invalidateQueries({ queryKey: [workspace, kind] })));
}
