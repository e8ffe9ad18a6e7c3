import { listDelegations } from "@plumbline/contracts/approvals/delegation";
import { getRequest, listRequests, type RequestKind } from "@plumbline/contracts/approvals/request";
import { listEvidence, listProductions } from "@plumbline/contracts/evidence/evidence";
import { compareVersions } from "@plumbline/contracts/registry/version-content";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";
import type { VersionName } from "./subject.ts";

const requestPage = 100;

export interface RequestSearch {
  state: "undecided" | "decided";
  kind: RequestKind | undefined;
  subject: string | undefined;
}

export const requestsQuery = (api: WorkspaceApi, { state, kind, subject }: RequestSearch) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "requests", { state, kind, subject }],
    queryFn: ({ signal, pageParam }) =>
      api.call(
        listRequests,
        { state, limit: requestPage, ...(kind && { kind }), ...(subject && { subject }), ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

export const requestQuery = (api: WorkspaceApi, number: number) =>
  queryOptions({
    queryKey: [api.workspace, "request", String(number)],
    queryFn: ({ signal }) => api.call(getRequest, { number }, { signal }),
  });

export const delegationsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "delegations"],
    queryFn: ({ signal }) => api.call(listDelegations, {}, { signal }),
  });

export const evidenceQuery = (api: WorkspaceApi, version: VersionName) =>
  queryOptions({
    queryKey: [api.workspace, "evidence", version],
    queryFn: ({ signal }) => api.call(listEvidence, version, { signal }),
    retry: false,
  });

export const productionsQuery = (api: WorkspaceApi, version: VersionName) =>
  queryOptions({
    queryKey: [api.workspace, "productions", version],
    queryFn: ({ signal }) => api.call(listProductions, version, { signal }),
    retry: false,
  });

/** What differs from the version that is in production now. The key is the one under which the version's own page reads it. */
export const championDifferenceQuery = (api: WorkspaceApi, { model, version }: VersionName) =>
  queryOptions({
    queryKey: [api.workspace, "model", model, "version", version, "difference", "champion"],
    queryFn: ({ signal }) => api.call(compareVersions, { model, version }, { signal }),
  });
