import { getJob, getPending, type Job, type JobState, listJobs } from "@plumbline/contracts/jobs/job";
import { listRuntimes } from "@plumbline/contracts/jobs/runtime";
import type { JobKind } from "@plumbline/contracts/jobs/spec";
import { listTemplates } from "@plumbline/contracts/jobs/template";
import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

export type StateFilter = "unfinished" | "ended" | JobState;

export interface JobSearch {
  state: StateFilter | undefined;
  isMine: boolean;
  kind: JobKind | undefined;
  name: string;
}

const jobPage = 100;

export const jobsQuery = (api: WorkspaceApi, { state, isMine, kind, name }: JobSearch) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "jobs", { state, isMine, kind, name }],
    queryFn: ({ signal, pageParam }) =>
      api.call(
        listJobs,
        {
          limit: jobPage,
          ...(state && { state }),
          ...(isMine && { mine: "true" }),
          ...(kind && { kind }),
          ...(name && { name }),
          ...(pageParam && { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

const mostOnHome = 20;

/** What somebody has running or waiting. */
export const myJobsQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "jobs", "of me"],
    queryFn: ({ signal }) => api.call(listJobs, { state: "unfinished", mine: "true", limit: mostOnHome }, { signal }),
  });

const mostFound = 6;

export const jobSearchQuery = (api: WorkspaceApi, search: string) =>
  queryOptions({
    queryKey: [api.workspace, "jobs", "found", search],
    queryFn: async ({ signal }) => (await api.call(listJobs, { name: search, limit: mostFound }, { signal })).items,
    placeholderData: keepPreviousData,
  });

export const jobQuery = (api: WorkspaceApi, job: string) =>
  queryOptions({
    queryKey: [api.workspace, "job", job],
    queryFn: ({ signal }) => api.call(getJob, { job }, { signal }),
  });

/** The jobs of a run, the newest first: the one that made it. */
export const runJobsQuery = (api: WorkspaceApi, runId: string) =>
  queryOptions({
    queryKey: [api.workspace, "jobs", "of run", runId],
    queryFn: async ({ signal }) => (await api.call(listJobs, { runId, limit: 1 }, { signal })).items,
  });

/** A queue moves by what others do, in workspaces too of which the feed tells nothing here. */
const queueReadMs = 15_000;

/** Why a job waits. Not read again when the job itself changes: mostly, that is its start, after which there is nothing to read. */
export const pendingQuery = (api: WorkspaceApi, { id, priority }: Pick<Job, "id" | "priority">) =>
  queryOptions({
    queryKey: [api.workspace, "job-pending", id, priority],
    queryFn: ({ signal }) => api.call(getPending, { job: id }, { signal }),
    refetchInterval: queueReadMs,
    placeholderData: keepPreviousData,
  });

export const templatesQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "job-templates"],
    queryFn: ({ signal }) => api.call(listTemplates, {}, { signal }),
  });

export const runtimesQuery = (api: WorkspaceApi) =>
  queryOptions({
    queryKey: [api.workspace, "training-runtimes"],
    queryFn: ({ signal }) => api.call(listRuntimes, {}, { signal }),
  });

/** After an act on a job: whatever shows it reads again, before the feed says so. */
export function refreshJobs(client: QueryClient, { workspace }: WorkspaceApi): Promise<unknown> {
  return Promise.all(["jobs", "job"].map((kind) => client.invalidateQueries({ queryKey: [workspace, kind] })));
}
