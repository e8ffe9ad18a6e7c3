"use client";
import type { ChartPanel } from "@plumbline/contracts/experiments/chart-panel";
import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { assignColors } from "@plumbline/ui/charts/colors";
import { CrosshairContext, createCrosshair } from "@plumbline/ui/charts/crosshair";
import { Skeleton } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Swatch } from "@plumbline/ui/status";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { runCountQuery, runsQuery } from "../../queries.ts";
import { chartedKeys, chartedRuns } from "../charted.ts";
import type { RunsState } from "../use-runs-state.ts";
import { BoardBar } from "./board-bar.tsx";
import { type Board, BoardProvider } from "./board-context.ts";
import { BoardGrid } from "./board-grid.tsx";
import type { LineRun } from "./curve-lines.ts";
import { matchingPanels } from "./panel-words.ts";
import { useBoardCurves } from "./use-board-curves.ts";
import { useFigures } from "./use-figures.ts";
import { usePanels } from "./use-panels.ts";

const PanelForm = dynamic(() => import("./panel-form.tsx").then((module) => module.PanelForm));

/** The charts beside the table of runs: arranged by whoever looks, kept in the address and in views. */
export function RunsBoard({ state, known }: { state: RunsState; known: RunKeys }) {
  const api = useApi();
  const panels = usePanels({ known, columns: state.columns });
  const [search, setSearch] = useState("");
  const [edited, setEdited] = useState<ChartPanel>();
  const [crosshair] = useState(createCrosshair);
  const { runs, isPending } = useDrawnRuns(state, known);
  const curves = useBoardCurves(panels.panels, runs);
  const figures = useFigures(state, { panels: panels.panels, runs });
  const count = useQuery(runCountQuery(api, state.search));
  const board = useBoardValue(state, { runs, curves, figures });
  const shown = matchingPanels(panels.panels, search);
  const hasLines = panels.panels.some(({ kind }) => kind === "line");
  const height = state.view === "charts" ? 230 : 170;
  return (
    <CrosshairContext value={crosshair}>
      <BoardProvider value={board}>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
          <BoardBar
            state={state}
            known={known}
            panels={panels}
            search={search}
            onSearch={setSearch}
            onAdd={setEdited}
            drawn={runs.length}
            total={count.data}
            isZoomed={curves.zoom !== undefined}
            onWhole={() => curves.setZoom(undefined)}
          />
          <Legend runs={runs} />
          <Charts isReading={isPending} isEmpty={shown.length === 0} query={hasLines && runs.length > 0 ? curves.query : undefined}>
            {shown.length === 0 ? (
              <NoPanels isSearched={panels.panels.length > 0} />
            ) : (
              <BoardGrid shown={shown} panels={panels} height={height} onConfigure={setEdited} />
            )}
          </Charts>
          {figures.note && <p className="text-ink-3 text-small">{figures.note}</p>}
        </div>
        {edited && <PanelForm panel={edited} known={known} onSave={panels.save} onClose={() => setEdited(undefined)} />}
      </BoardProvider>
    </CrosshairContext>
  );
}

/** The runs whose curves are drawn, each in its colour: those that the table marks. */
function useDrawnRuns(state: RunsState, known: RunKeys): { runs: readonly LineRun[]; isPending: boolean } {
  const rows = useInfiniteQuery(runsQuery(useApi(), state.search));
  const keys = useMemo(() => chartedKeys(state.columns, known.metrics), [state.columns, known.metrics]);
  const { selected, drawn } = state;
  const runs = useMemo(
    () => chartedRuns(rows.data?.pages.flatMap(({ items }) => items) ?? [], { selected, keys, most: drawn }),
    [rows.data, selected, keys, drawn],
  );
  const text = JSON.stringify(runs.map(({ runId, name, startTime }) => ({ runId, name, startTime })));
  // By their text: rows are read again all the time, and seldom are it other runs.
  const colored = useMemo(() => {
    const drawnRuns = JSON.parse(text) as Omit<LineRun, "color">[];
    const colors = assignColors(drawnRuns.map(({ runId }) => runId));
    return drawnRuns.map((run) => ({ ...run, color: colors.get(run.runId) ?? 1 }));
  }, [text]);
  return { runs: colored, isPending: rows.isPending };
}

interface ChartsProps {
  isReading: boolean;
  isEmpty: boolean;
  /** The curves, where some are drawn. */
  query: ReturnType<typeof useBoardCurves>["query"] | undefined;
  children: ReactNode;
}

/** The charts, once it is known of which runs and what they are. */
function Charts({ isReading, isEmpty, query, children }: ChartsProps) {
  const skeleton = <Skeleton className="h-40! w-full rounded-lg!" />;
  if (isReading) return skeleton;
  if (isEmpty || !query) return children;
  return (
    <Loaded query={query} what="The curves" skeleton={skeleton}>
      {() => children}
    </Loaded>
  );
}

interface BoardParts {
  runs: readonly LineRun[];
  curves: ReturnType<typeof useBoardCurves>;
  figures: ReturnType<typeof useFigures>;
}

function useBoardValue(state: RunsState, { runs, curves, figures }: BoardParts): Board {
  const api = useApi();
  const router = useRouter();
  return {
    runs,
    ...curves,
    figures: figures.rows,
    isReadingFigures: figures.isPending,
    brushes: state.brushes,
    setBrush: (column, brush) => state.setBrushes([...state.brushes.filter((each) => each.column !== column), ...(brush ? [brush] : [])]),
    openRun: (runId) => router.push(paths.run(api.workspace, runId)),
  };
}

const mostNamed = 24;

function Legend({ runs }: { runs: readonly LineRun[] }) {
  if (runs.length === 0) return null;
  return (
    <ul aria-label="Runs drawn" className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-small">
      {runs.slice(0, mostNamed).map((run) => (
        <li key={run.runId} className="flex min-w-0 max-w-full items-center gap-1.5">
          <Swatch color={run.color} />
          <span className="truncate" title={run.name}>
            {run.name}
          </span>
        </li>
      ))}
      {runs.length > mostNamed && <li className="text-ink-3">and {runs.length - mostNamed} more: point at a curve to see whose it is</li>}
    </ul>
  );
}

function NoPanels({ isSearched }: { isSearched: boolean }) {
  return isSearched ? (
    <EmptyState title="No chart is named so">Metrics that match can be added above.</EmptyState>
  ) : (
    <EmptyState title="Nothing to draw">Add a chart, or choose a metric under Columns.</EmptyState>
  );
}
