"use client";
import { groupRuns, type RunFigure } from "@plumbline/contracts/experiments/group-runs";
import { searchRuns } from "@plumbline/contracts/experiments/run";
import type { RunGrouping } from "@plumbline/contracts/experiments/run-group";
import { infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useApi, type WorkspaceApi } from "#src/shell/api.tsx";
import { coalesce } from "#src/shell/live/coalesce.ts";
import { useChanges } from "#src/shell/live/live.tsx";
import { isCode } from "#src/shell/problem-text.ts";
import { inScope, type RunSearch } from "../../queries.ts";
import type { RunsState } from "../use-runs-state.ts";
import { figuresOf, groupId, groupOrder, type OpenGroup } from "./group-items.ts";

const pageGroups = 100;
/** Runs of an open group that are read at first, and with each press for more. */
const stepRuns = 50;
/** Sums over many runs: they may be old by so long while runs go on. */
const readEveryMs = 5_000;

interface GroupSearch extends Pick<RunSearch, "experimentIds" | "filter" | "view"> {
  grouping: RunGrouping;
  figures: RunFigure[];
  order: ReturnType<typeof groupOrder>["order"];
  isDescending: boolean;
}

const groupsQuery = (api: WorkspaceApi, search: GroupSearch) =>
  infiniteQueryOptions({
    queryKey: [api.workspace, "run-groups", search],
    queryFn: ({ signal, pageParam }) => {
      const { experimentIds, ...rest } = search;
      const cursor = pageParam ? { cursor: pageParam } : {};
      return api.call(groupRuns, { ...rest, ...inScope(experimentIds), limit: pageGroups, ...cursor }, { signal });
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    retry: (failures, error) => !isCode(error, "invalid") && failures < 2,
  });

interface Opened {
  value: string | null;
  digest: string | null;
  shown: number;
}

const groupRunsQuery = (api: WorkspaceApi, search: RunSearch, { grouping, of }: { grouping: RunGrouping; of: Opened }) =>
  queryOptions({
    queryKey: [api.workspace, "run-groups", "runs", search, grouping, of.value, of.digest, of.shown],
    queryFn: ({ signal }) => {
      const within = { grouping, value: of.value, ...(of.digest === null ? {} : { digest: of.digest }) };
      const { experimentIds, orderBy, ...rest } = search;
      return api.call(searchRuns, { ...rest, ...inScope(experimentIds), orderBy: [...orderBy], within, limit: of.shown }, { signal });
    },
    placeholderData: keepPreviousData,
  });

/** The groups of the table, and the runs of those that are open. */
export function useGroups(state: RunsState, grouping: RunGrouping) {
  const api = useApi();
  const [opened, setOpened] = useState<ReadonlyMap<string, Opened>>(new Map());
  const { experimentIds, filter, view } = state.search;
  const groups = useInfiniteQuery(
    groupsQuery(api, { experimentIds, filter, view, grouping, figures: figuresOf(state.columns), ...groupOrder(state.sort) }),
  );
  const of = [...opened.values()];
  const readings = useQueries({ queries: of.map((one) => groupRunsQuery(api, state.search, { grouping, of: one })) });
  const open = new Map<string, OpenGroup>(
    of.map((one, at) => [groupId(one), { runs: readings[at]?.data?.items, isReading: readings[at]?.isFetching ?? true }]),
  );
  useLiveGroups(experimentIds);
  const change = (id: string, next: Opened | undefined) =>
    setOpened((before) => {
      const after = new Map(before);
      if (next) after.set(id, next);
      else after.delete(id);
      return after;
    });
  return {
    groups,
    open,
    toggle: (group: { value: string | null; digest: string | null }) => {
      const id = groupId(group);
      change(id, opened.has(id) ? undefined : { value: group.value, digest: group.digest, shown: stepRuns });
    },
    showMore: (group: { value: string | null; digest: string | null }) => {
      const before = opened.get(groupId(group));
      if (before) change(groupId(group), { ...before, shown: before.shown + stepRuns });
    },
  };
}

/** Groups and their runs are read again, not too often, as runs of these experiments change. */
function useLiveGroups(experimentIds: RunSearch["experimentIds"]): void {
  const api = useApi();
  const client = useQueryClient();
  const readings = useMemo(
    () => coalesce<undefined>(readEveryMs, () => void client.invalidateQueries({ queryKey: [api.workspace, "run-groups"] })),
    [api, client],
  );
  useEffect(() => readings.stop, [readings]);
  useChanges(({ topic, data }) => {
    const experimentId = data?.experimentId;
    const isOther = typeof experimentId === "string" && experimentIds !== undefined && !experimentIds.includes(experimentId);
    if (topic === "run" && !isOther) readings.add("groups", undefined);
  });
}
