import { getRunNote, listRunComments, listRunNoteVersions } from "@plumbline/contracts/experiments/run-note";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";

const versionPage = 50;
const commentPage = 50;

/** What people say about a run; under one key, which news of a note or a comment make old. */
const talkKey = ({ workspace }: WorkspaceApi, runId: string) => [workspace, "run-talk", runId] as const;

export const noteQuery = (api: WorkspaceApi, runId: string) =>
  queryOptions({
    queryKey: [...talkKey(api, runId), "note"],
    queryFn: ({ signal }) => api.call(getRunNote, { runId }, { signal }),
  });

export const noteVersionsQuery = (api: WorkspaceApi, runId: string) =>
  infiniteQueryOptions({
    queryKey: [...talkKey(api, runId), "versions"],
    queryFn: ({ signal, pageParam }) =>
      api.call(listRunNoteVersions, { runId, limit: versionPage, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });

export const commentsQuery = (api: WorkspaceApi, runId: string) =>
  infiniteQueryOptions({
    queryKey: [...talkKey(api, runId), "comments"],
    queryFn: ({ signal, pageParam }) =>
      api.call(listRunComments, { runId, limit: commentPage, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
  });
