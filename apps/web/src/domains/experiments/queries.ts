import { getExperiment, listExperiments, type ViewType } from "@plumbline/contracts/experiments/experiment";
import { searchLoggedModels } from "@plumbline/contracts/experiments/logged-model";
import { getCurves } from "@plumbline/contracts/experiments/metric";
import {
  countRuns,
  getRun,
  listRunColumns,
  type Run,
  type RunColumns,
  type RunKeys,
  searchRuns,
} from "@plumbline/contracts/experiments/run";
import { type RunKey, searchRunKeys } from "@plumbline/contracts/experiments/run-keys";
import { printText } from "@plumbline/contracts/query/print";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";
import { isCode } from "#src/shell/problem-text.ts";
import { readModelFile } from "../artifacts/model-file.ts";
import { readEnvironment, readLoggedModelFile } from "./run/environment.ts";

const experimentPage = 200;
const runPage = 200;

export const experimentsQuery = (api: WorkspaceApi, input: { search: string; view: ViewType }) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "experiments", input],
    queryFn: ({ signal, pageParam }) =>
      api.call(listExperiments, { ...input, limit: experimentPage, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

export const experimentQuery = (api: WorkspaceApi, experimentId: string) =>
  queryOptions({
    queryKey: [api.workspace, "experiment", experimentId],
    queryFn: ({ signal }) => api.call(getExperiment, { experimentId }, { signal }),
  });

export interface RunSearch {
  /** Those of all experiments, where none are named. */
  experimentIds: readonly string[] | undefined;
  filter: string;
  orderBy: readonly string[];
  view: ViewType;
  columns: RunColumns;
}

/** As a request says it: left out where all are meant. */
export const inScope = (experimentIds: RunSearch["experimentIds"]): { experimentIds?: string[] } =>
  experimentIds ? { experimentIds: [...experimentIds] } : {};

export const runsQuery = (api: WorkspaceApi, search: RunSearch) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "run-rows", search],
    queryFn: ({ signal, pageParam }) => {
      const { experimentIds, orderBy, ...rest } = search;
      const cursor = pageParam ? { cursor: pageParam } : {};
      return api.call(searchRuns, { ...rest, ...inScope(experimentIds), orderBy: [...orderBy], limit: runPage, ...cursor }, { signal });
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    retry: (failures, error) => !isCode(error, "invalid") && failures < 2,
  });

export const runCountQuery = (api: WorkspaceApi, input: Pick<RunSearch, "experimentIds" | "filter" | "view">) =>
  queryOptions({
    queryKey: [api.workspace, "runs", "count", input],
    queryFn: ({ signal }) => api.call(countRuns, { filter: input.filter, view: input.view, ...inScope(input.experimentIds) }, { signal }),
    placeholderData: keepPreviousData,
  });

export const runColumnsQuery = (api: WorkspaceApi, experimentId: string) =>
  queryOptions({
    queryKey: [api.workspace, "runs", "columns", experimentId],
    queryFn: ({ signal }) => api.call(listRunColumns, { experimentId }, { signal }),
  });

const knownKeys = 1000;

/** Keys of the newest runs of all experiments. */
export const allRunKeysQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "runs", "all-keys"],
    queryFn: async ({ signal }) => runKeysOf((await api.call(searchRunKeys, { limit: knownKeys }, { signal })).items),
  });

function runKeysOf(found: readonly RunKey[]): RunKeys {
  const of = (kind: RunKey["kind"]) => found.filter((one) => one.kind === kind);
  const keys = (kind: RunKey["kind"]) =>
    of(kind)
      .map(({ key }) => key)
      .sort();
  const common = (kind: RunKey["kind"]) => {
    const most = Math.max(...of(kind).map(({ runs }) => runs));
    return of(kind).flatMap(({ key, runs }) => (runs * 2 >= most ? [key] : []));
  };
  return {
    metrics: keys("metric"),
    params: keys("param"),
    tags: keys("tag"),
    common: {
      metrics: common("metric"),
      params: common("param"),
      differingParams: of("param").flatMap(({ key, isDiffering }) => (isDiffering ? [key] : [])),
    },
  };
}

export const runQuery = (api: WorkspaceApi, runId: string) =>
  queryOptions({
    queryKey: [api.workspace, "run", runId],
    queryFn: ({ signal }) => api.call(getRun, { runId }, { signal }),
  });

export interface CurveSearch {
  runIds: readonly string[];
  keys: readonly string[];
  startStep?: number;
  endStep?: number;
  maxPoints?: number;
}

/** Keys that one request may ask for. */
const curveKeysMax = 50;

/** Kept on screen while a closer look at a range, or newer points, are on their way. */
export const curvesQuery = (api: WorkspaceApi, { runIds, keys, ...range }: CurveSearch) =>
  queryOptions({
    queryKey: [api.workspace, ...(runIds.length === 1 ? ["run", runIds[0]] : ["several"]), "curves", { runIds, keys, ...range }],
    queryFn: async ({ signal }) => {
      const parts = Array.from({ length: Math.ceil(keys.length / curveKeysMax) }, (_, at) =>
        keys.slice(at * curveKeysMax, (at + 1) * curveKeysMax),
      );
      const answers = await Promise.all(
        parts.map((part) => api.call(getCurves, { runIds: [...runIds], keys: part, ...range }, { signal })),
      );
      return { curves: answers.flatMap(({ curves }) => curves) };
    },
    placeholderData: keepPreviousData,
    enabled: keys.length > 0 && runIds.length > 0,
  });

export const runModelsQuery = (api: WorkspaceApi, input: { experimentId: string; runId: string }) =>
  queryOptions({
    queryKey: [api.workspace, "logged-models", input],
    queryFn: ({ signal }) =>
      api.call(
        searchLoggedModels,
        { experimentIds: [input.experimentId], filter: `attributes.source_run_id = '${input.runId}'`, limit: 50 },
        { signal },
      ),
  });

/** What the MLmodel file of a logged model says; null where it has none. */
export const loggedModelFileQuery = (api: WorkspaceApi, { modelId, status }: { modelId: string; status: string }) =>
  queryOptions({
    queryKey: [api.workspace, "logged-models", modelId, "model-file", status],
    queryFn: async ({ signal }) => {
      const text = await readLoggedModelFile(api, { modelId, name: "MLmodel" }, signal);
      return (text !== undefined && (await readModelFile(text))) || null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

const mostFound = 6;

export const experimentSearchQuery = (api: WorkspaceApi, search: string) =>
  queryOptions({
    queryKey: [api.workspace, "experiments", "found", search],
    queryFn: async ({ signal }) => (await api.call(listExperiments, { search, limit: mostFound }, { signal })).items,
    placeholderData: keepPreviousData,
  });

/** Runs by the whole id, or by a part of the name. */
export const runLookupQuery = (api: WorkspaceApi, search: string) =>
  queryOptions({
    queryKey: [api.workspace, "runs", "found", search],
    queryFn: async ({ signal }) => {
      const byId = isRunId(search) ? await findRun(api, search, signal) : [];
      return byId.length > 0 ? byId : findRunsByName(api, search, signal);
    },
    placeholderData: keepPreviousData,
  });

function isRunId(text: string): boolean {
  return /^[\da-f]{32}$/.test(text);
}

function findRun(api: WorkspaceApi, runId: string, signal: AbortSignal) {
  const none = (error: unknown) => (isCode(error, "not-found") ? [] : Promise.reject(error));
  return api.call(getRun, { runId }, { signal }).then((run) => [run], none);
}

async function findRunsByName(api: WorkspaceApi, search: string, signal: AbortSignal) {
  const pattern = printText(`%${search}%`);
  if (pattern === undefined) return [];
  const columns = { metrics: [], params: [], tags: [] };
  const filter = `attributes.run_name ILIKE ${pattern}`;
  return (await api.call(searchRuns, { filter, limit: mostFound, columns }, { signal })).items;
}

const recentExperiments = 100;

/** The experiments used last, and the latest runs of all, newest first, with every column. */
export const recentRunsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "runs", "recent"],
    queryFn: async ({ signal }) => {
      const { items: experiments } = await api.call(listExperiments, { limit: recentExperiments }, { signal });
      if (experiments.length === 0) return { experiments, runs: [] };
      const { items: runs } = await api.call(searchRuns, { orderBy: ["attributes.start_time DESC"], limit: 20 }, { signal });
      return { experiments, runs };
    },
  });

const childRuns = 50;

export const childRunsQuery = (api: WorkspaceApi, run: { runId: string; experimentId: string }) =>
  queryOptions({
    queryKey: [api.workspace, "runs", "children", run.runId],
    queryFn: ({ signal }) =>
      api.call(
        searchRuns,
        { experimentIds: [run.experimentId], filter: `tags.\`mlflow.parentRunId\` = '${run.runId}'`, limit: childRuns },
        { signal },
      ),
  });

/** Files of a model do not change; while a run goes on, its model may still come. */
export const environmentQuery = (api: WorkspaceApi, run: Pick<Run, "runId" | "modelOutputs" | "status">) =>
  queryOptions({
    queryKey: [api.workspace, "environment", run.runId, run.modelOutputs[0]?.modelId ?? "", run.status],
    queryFn: ({ signal }) => readEnvironment(api, run, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
