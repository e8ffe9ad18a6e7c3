import { getLog, type LogLine, searchLog } from "@plumbline/contracts/jobs/log";
import { infiniteQueryOptions, type QueryFunctionContext, queryOptions } from "@tanstack/react-query";
import type { WorkspaceApi } from "#src/shell/api.tsx";
import type { Hits } from "./log-hits.ts";
import { firstOfPage } from "./log-pages.ts";
import { grownTail, isAtEnd, type LogTail, newTail } from "./log-tail.ts";

/** One attempt's log, or what one of its processes printed. */
export interface LogRef {
  job: string;
  attempt: number;
  rank: number | undefined;
}

const tailLines = 1000;
/** As many as one answer may hold. */
const growth = 5000;
/** Whoever was away for longer than so many answers hold begins at the end again. */
const growthReadings = 4;
const pageKeptMs = 60_000;

const paramsOf = ({ job, attempt, rank }: LogRef) => ({ job, attempt, ...(rank !== undefined && { rank }) });

/** The log's end. Whenever the feed tells of more, it is read on from the line after the last one that is known. */
export const logTailQuery = (api: WorkspaceApi, ref: LogRef) => {
  const queryKey = [api.workspace, "job-log", ref.job, ref.attempt, ref.rank ?? "all"] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }: QueryFunctionContext<typeof queryKey>): Promise<LogTail> => {
      let tail = client.getQueryData<LogTail>(queryKey);
      for (let reading = 0; tail && reading < growthReadings; reading += 1) {
        tail = grownTail(tail, await api.call(getLog, { ...paramsOf(ref), from: tail.next, limit: growth }, { signal }));
        if (tail && isAtEnd(tail)) return tail;
      }
      return newTail(await api.call(getLog, { ...paramsOf(ref), limit: tailLines }, { signal }));
    },
    // What is kept is only ever added to.
    structuralSharing: false,
  });
};

interface Range {
  from: number;
  /** Number of the line after the last. */
  to: number;
  signal: AbortSignal;
}

/** The lines of a range of numbers, whatever number of answers they come in. */
async function readRange(api: WorkspaceApi, ref: LogRef, { from, to, signal }: Range): Promise<LogLine[]> {
  const found: LogLine[] = [];
  let at = from;
  while (at < to) {
    const { lines, next } = await api.call(getLog, { ...paramsOf(ref), from: at, limit: Math.min(growth, to - at) }, { signal });
    found.push(...lines.filter(({ number }) => number < to));
    if (next <= at) break;
    at = next;
  }
  return found;
}

/** Lines that are far from the end do not change any more. */
export const logPageQuery = (api: WorkspaceApi, ref: LogRef, page: number) =>
  queryOptions({
    queryKey: [api.workspace, "job-log-page", ref.job, ref.attempt, page],
    queryFn: ({ signal }) =>
      readRange(
        api,
        { job: ref.job, attempt: ref.attempt, rank: undefined },
        { from: firstOfPage(page), to: firstOfPage(page + 1), signal },
      ),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: pageKeptMs,
    structuralSharing: false,
  });

/** Lines of one rank before the tail, backwards: each reading takes the numbers right before the last one. */
export const earlierQuery = (api: WorkspaceApi, ref: LogRef, base: number) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "job-log-earlier", ref.job, ref.attempt, ref.rank, base],
    queryFn: async ({ signal, pageParam }): Promise<{ from: number; lines: LogLine[] }> => {
      const from = Math.max(1, pageParam - growth);
      return { from, lines: await readRange(api, ref, { from, to: pageParam, signal }) };
    },
    initialPageParam: base,
    getNextPageParam: ({ from }) => (from > 1 ? from : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: pageKeptMs,
    enabled: false,
  });

/** `upTo`: number of the first line that the search cannot have seen. */
export const logSearchQuery = (api: WorkspaceApi, ref: LogRef, { text, next }: { text: string; next: () => number }) =>
  queryOptions({
    queryKey: [api.workspace, "job-log-search", ref.job, ref.attempt, ref.rank ?? "all", text],
    queryFn: async ({ signal }): Promise<Hits & { upTo: number }> => {
      const upTo = next();
      return { ...(await api.call(searchLog, { ...paramsOf(ref), text }, { signal })), upTo };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: pageKeptMs,
    enabled: text !== "",
  });
