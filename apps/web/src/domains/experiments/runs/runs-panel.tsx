"use client";
import type { Experiment } from "@plumbline/contracts/experiments/experiment";
import type { Run, RunKeys, RunTotal } from "@plumbline/contracts/experiments/run";
import { Button } from "@plumbline/ui/button";
import { assignColors } from "@plumbline/ui/charts/colors";
import { DataTable } from "@plumbline/ui/data-table";
import { Count } from "@plumbline/ui/figure";
import { Kbd } from "@plumbline/ui/kbd";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { CappedCount } from "#src/components/capped-count.tsx";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { canCompare } from "../compare/compare-scope.ts";
import { useEditRun } from "../editing/use-edit-run.ts";
import { runCountQuery, runsQuery } from "../queries.ts";
import { chartedKeys, chartedRuns } from "./charted.ts";
import { longestTexts } from "./column-widths.ts";
import { tableColumns } from "./run-columns.tsx";
import { useLiveRuns } from "./use-live-runs.ts";
import type { RunsState } from "./use-runs-state.ts";

const NoRuns = dynamic(() => import("./no-runs.tsx").then((module) => module.NoRuns));
const BadFilter = dynamic(() => import("./no-runs.tsx").then((module) => module.BadFilter));

interface RunsPanelProps {
  state: RunsState;
  known: RunKeys;
  experiment: Experiment | undefined;
}

export function RunsPanel({ state, known, experiment }: RunsPanelProps) {
  const api = useApi();
  const router = useRouter();
  const query = useInfiniteQuery(runsQuery(api, state.search));
  const live = useLiveRuns(state.search);
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const isDrawn = state.view !== "table" || state.selected.size > 0;
  const drawn = isDrawn
    ? chartedRuns(rows, { selected: state.selected, keys: chartedKeys(state.columns, known.metrics), most: state.drawn })
    : [];
  // As texts, so that rows are not drawn again with every reading of the list.
  const drawnIds = drawn.map(({ runId }) => runId).join("\n");
  const longestText = useMemo(() => JSON.stringify(longestTexts(rows, state.columns)), [rows, state.columns]);
  const { can } = useViewer();
  const mayEdit = can("run:write");
  const [askedId, setAskedId] = useState<string>();
  const edit = useEditRun();
  const columns = useMemo(() => {
    const colors = assignColors(drawnIds ? drawnIds.split("\n") : []);
    return tableColumns(state.columns, {
      workspace: api.workspace,
      colors,
      longest: JSON.parse(longestText) as Record<string, number>,
      pinned: state.content.pinned,
      editing: mayEdit ? { askedId, edit, onEnd: () => setAskedId(undefined) } : undefined,
    });
  }, [drawnIds, longestText, state.columns, state.content, api.workspace, mayEdit, askedId, edit]);
  const count = useQuery(runCountQuery(api, state.search));
  const selection = useMemo(() => ({ keys: state.selected, onChange: state.setSelected }), [state.selected, state.setSelected]);
  const isMore = query.hasNextPage && !query.isFetchingNextPage;
  return (
    <section className="flex max-h-full min-h-0 flex-col overflow-hidden rounded-lg border bg-surface">
      <Loaded
        query={query}
        what="The runs"
        skeleton={<SkeletonRows label="Runs are being read" rows={14} columns={[150, 80, 70, 70, 60]} />}
        refused={state.filter ? <BadFilter state={state} /> : undefined}
      >
        {() =>
          rows.length === 0 ? (
            <NoRuns state={state} experiment={experiment} />
          ) : (
            <DataTable
              label="Runs"
              columns={columns}
              rows={rows}
              rowKey={(run: Run) => run.runId}
              rowLabel={(run) => run.name}
              rowCount={count.data && !count.data.isCapped ? count.data.value : undefined}
              sort={state.sort}
              onSort={state.setSort}
              selection={selection}
              widths={state.widths}
              isCompact={state.isCompact}
              onResize={state.setWidth}
              onEdit={mayEdit ? (run) => setAskedId(run.runId) : undefined}
              onOpen={(run) => router.push(paths.run(api.workspace, run.runId))}
              onEnd={isMore ? () => void query.fetchNextPage() : undefined}
              className="min-h-0 flex-1"
            />
          )
        }
      </Loaded>
      {(rows.length > 0 || !query.error) && (
        <Foot loaded={rows.length} count={count.data} selected={state.selected.size} isFiltered={state.search.filter !== ""} live={live} />
      )}
    </section>
  );
}

interface FootProps {
  loaded: number;
  selected: number;
  count: RunTotal | undefined;
  isFiltered: boolean;
  live: { unseenCount: number; showUnseen: () => void };
}

function Foot({ loaded, selected, count, isFiltered, live }: FootProps) {
  const noun = isFiltered ? "match" : count?.value === 1 ? "run" : "runs";
  return (
    <footer className="flex min-h-9 flex-none flex-wrap items-center gap-x-4 gap-y-1 border-t px-3 py-1 text-ink-3 text-small">
      <span>
        {count && (
          <>
            <CappedCount {...count} /> {noun}
          </>
        )}
        {count && loaded < count.value && (
          <>
            , <Count value={loaded} /> read
          </>
        )}
      </span>
      {live.unseenCount > 0 && (
        <Button size="small" onClick={live.showUnseen}>
          {live.unseenCount === 1 ? "1 new run matches" : `${live.unseenCount} new runs match`}: show
        </Button>
      )}
      {loaded > 0 && (
        <span className="ml-auto hidden items-center gap-1.5 md:flex">
          <Kbd>j</Kbd> <Kbd>k</Kbd> move <Kbd>x</Kbd> select{" "}
          {canCompare(selected) && (
            <>
              <Kbd>c</Kbd> compare{" "}
            </>
          )}
          <Kbd>Enter</Kbd> open <Kbd>F2</Kbd> rename <Kbd>/</Kbd> filter <Kbd>?</Kbd> keys
        </span>
      )}
    </footer>
  );
}
