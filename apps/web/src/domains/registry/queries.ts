import { listEnvironments } from "@plumbline/contracts/approvals/environment";
import { previewRequest } from "@plumbline/contracts/approvals/request";
import type { RiskTier, Stage } from "@plumbline/contracts/approvals/stage";
import type { CallInput } from "@plumbline/contracts/operation";
import { getCard, listCardRevisions } from "@plumbline/contracts/registry/card";
import { listHistory } from "@plumbline/contracts/registry/history";
import { getAsOf, getInventory, listFindings, listValidations } from "@plumbline/contracts/registry/inventory";
import { getModel, listModels } from "@plumbline/contracts/registry/model";
import { getVersion, listVersions } from "@plumbline/contracts/registry/version";
import { compareVersions, getSignature, listVersionFiles } from "@plumbline/contracts/registry/version-content";
import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

export interface VersionRef {
  model: string;
  version: number;
}

/** What is read of one model begins with this, so that a change of it makes all of it read again. */
const modelKey = (api: WorkspaceApi, model: string) => [api.workspace, "model", model] as const;
const versionKey = (api: WorkspaceApi, { model, version }: VersionRef) => [...modelKey(api, model), "version", version] as const;

/** After any change of models: whatever shows them reads again. */
export function refreshModels(client: QueryClient, { workspace }: WorkspaceApi): Promise<unknown> {
  return Promise.all(["model", "models", "inventory"].map((kind) => client.invalidateQueries({ queryKey: [workspace, kind] })));
}

const modelPage = 200;

export interface ModelSearch {
  search: string;
  tier: RiskTier | undefined;
  stage: Stage | undefined;
}

export const modelsQuery = (api: WorkspaceApi, { search, tier, stage }: ModelSearch) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "models", { search, tier, stage }],
    queryFn: ({ signal, pageParam }) =>
      api.call(
        listModels,
        { search, limit: modelPage, ...(tier && { tier }), ...(stage && { stage }), ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

const mostFound = 6;

export const modelSearchQuery = (api: WorkspaceApi, search: string) =>
  queryOptions({
    queryKey: [api.workspace, "models", "found", search],
    queryFn: async ({ signal }) => (await api.call(listModels, { search, limit: mostFound }, { signal })).items,
    placeholderData: keepPreviousData,
  });

export const modelQuery = (api: WorkspaceApi, model: string) =>
  queryOptions({
    queryKey: modelKey(api, model),
    queryFn: ({ signal }) => api.call(getModel, { model }, { signal }),
  });

const versionPage = 100;

export const versionsQuery = (api: WorkspaceApi, model: string) =>
  infiniteQueryOptions({
    queryKey: [...modelKey(api, model), "versions"],
    queryFn: ({ signal, pageParam }) =>
      api.call(listVersions, { model, limit: versionPage, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });

const historyPage = 100;

/** All that happened to a model, or to one version or one alias of it. */
export const historyQuery = (api: WorkspaceApi, model: string, only: { version?: number; alias?: string } = {}) =>
  infiniteQueryOptions({
    queryKey: [...modelKey(api, model), "history", only],
    queryFn: ({ signal, pageParam }) =>
      api.call(listHistory, { model, limit: historyPage, ...only, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });

export const championsQuery = (api: WorkspaceApi, model: string) =>
  queryOptions({
    queryKey: [...modelKey(api, model), "champions"],
    queryFn: ({ signal }) => api.call(listHistory, { model, alias: "champion", limit: 1000 }, { signal }),
  });

export const findingsQuery = (api: WorkspaceApi, model: string) =>
  queryOptions({
    queryKey: [...modelKey(api, model), "findings"],
    queryFn: ({ signal }) => api.call(listFindings, { model }, { signal }),
  });

export const validationsQuery = (api: WorkspaceApi, model: string) =>
  queryOptions({
    queryKey: [...modelKey(api, model), "validations"],
    queryFn: ({ signal }) => api.call(listValidations, { model }, { signal }),
  });

export const versionQuery = (api: WorkspaceApi, ref: VersionRef) =>
  queryOptions({
    queryKey: versionKey(api, ref),
    queryFn: ({ signal }) => api.call(getVersion, ref, { signal }),
  });

export const filesQuery = (api: WorkspaceApi, ref: VersionRef) =>
  queryOptions({
    queryKey: [...versionKey(api, ref), "files"],
    queryFn: ({ signal }) => api.call(listVersionFiles, ref, { signal }),
  });

export const signatureQuery = (api: WorkspaceApi, ref: VersionRef) =>
  queryOptions({
    queryKey: [...versionKey(api, ref), "signature"],
    queryFn: ({ signal }) => api.call(getSignature, ref, { signal }),
  });

export const cardQuery = (api: WorkspaceApi, ref: VersionRef, revision?: number) =>
  queryOptions({
    queryKey: [...versionKey(api, ref), "card", revision ?? "newest"],
    queryFn: ({ signal }) => api.call(getCard, { ...ref, ...(revision !== undefined && { revision }) }, { signal }),
  });

export const cardRevisionsQuery = (api: WorkspaceApi, ref: VersionRef) =>
  queryOptions({
    queryKey: [...versionKey(api, ref), "card", "revisions"],
    queryFn: ({ signal }) => api.call(listCardRevisions, ref, { signal }),
  });

export const differenceQuery = (api: WorkspaceApi, ref: VersionRef, other: number | undefined) =>
  queryOptions({
    queryKey: [...versionKey(api, ref), "difference", other ?? "champion"],
    queryFn: ({ signal }) => api.call(compareVersions, { ...ref, ...(other !== undefined && { with: other }) }, { signal }),
    placeholderData: keepPreviousData,
  });

export type Promotion = CallInput<typeof previewRequest>;

/** What a promotion would need now. Evidence that arrives makes it read again, as does any other change of the model. */
export const previewQuery = (api: WorkspaceApi, promotion: Promotion) =>
  queryOptions({
    queryKey: [...modelKey(api, promotion.model), "preview", promotion],
    queryFn: ({ signal }) => api.call(previewRequest, promotion, { signal }),
    placeholderData: keepPreviousData,
  });

export const environmentsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "environments"],
    queryFn: ({ signal }) => api.call(listEnvironments, {}, { signal }),
  });

/** `at` is an instant as ISO 8601; now where left out. */
export const inventoryQuery = (api: WorkspaceApi, at: string | undefined) =>
  queryOptions({
    queryKey: [api.workspace, "inventory", at ?? "now"],
    queryFn: ({ signal }) => api.call(getInventory, at ? { at } : {}, { signal }),
    placeholderData: keepPreviousData,
  });

export const asOfQuery = (api: WorkspaceApi, model: string, at: string | undefined) =>
  queryOptions({
    queryKey: [...modelKey(api, model), "as-of", at ?? "now"],
    queryFn: ({ signal }) => api.call(getAsOf, { model, ...(at && { at }) }, { signal }),
    placeholderData: keepPreviousData,
  });
