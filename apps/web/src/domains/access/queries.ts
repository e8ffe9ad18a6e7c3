import { listGroups } from "@plumbline/contracts/access/group";
import { getMe, listSessions } from "@plumbline/contracts/access/session";
import { listServiceAccounts, listTokens } from "@plumbline/contracts/access/token";
import { listUsers } from "@plumbline/contracts/access/user";
import { queryOptions } from "@tanstack/react-query";
import { accountApi, type WorkspaceApi } from "#src/shell/api.tsx";

export const meQuery = () =>
  queryOptions({
    queryKey: ["me"],
    queryFn: ({ signal }) => accountApi.call(getMe, {}, { signal }),
    staleTime: 0,
    retry: false,
  });

export const sessionsQuery = () =>
  queryOptions({
    queryKey: ["me", "sessions"],
    queryFn: ({ signal }) => accountApi.call(listSessions, {}, { signal }),
  });

export const tokensQuery = (api: WorkspaceApi, isAll: boolean) =>
  queryOptions({
    queryKey: [api.workspace, "tokens", { isAll }],
    queryFn: ({ signal }) => api.call(listTokens, { all: String(isAll) }, { signal }),
    // Uses are not announced: each request of a client would be one.
    refetchInterval: 10_000,
  });

export const serviceAccountsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "service-accounts"],
    queryFn: ({ signal }) => api.call(listServiceAccounts, {}, { signal }),
  });

export const groupsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "groups"],
    queryFn: ({ signal }) => api.call(listGroups, {}, { signal }),
  });

/** The people of the whole platform, for those who keep it. */
export const peopleQuery = () =>
  queryOptions({
    queryKey: ["people"],
    queryFn: ({ signal }) => accountApi.call(listUsers, {}, { signal }),
  });
