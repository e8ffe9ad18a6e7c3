"use client";
import type { PanelOf } from "@plumbline/contracts/experiments/chart-panel";
import { Button } from "@plumbline/ui/button";
import { CrosshairContext, createCrosshair } from "@plumbline/ui/charts/crosshair";
import { CheckboxRow } from "@plumbline/ui/checkbox";
import { Select } from "@plumbline/ui/input";
import { Skeleton } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { Swatch } from "@plumbline/ui/status";
import { Segments } from "@plumbline/ui/tabs";
import { clsx } from "clsx";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { SmoothingSlider } from "../run/smoothing-slider.tsx";
import { type Board, BoardProvider } from "../runs/charts/board-context.ts";
import type { LineRun } from "../runs/charts/curve-lines.ts";
import { KeysField } from "../runs/charts/key-fields.tsx";
import { LinePanel } from "../runs/charts/line-panel.tsx";
import { panelSubtitle } from "../runs/charts/panel-words.ts";
import { useBoardCurves } from "../runs/charts/use-board-curves.ts";
import type { BottomAxis, Compared } from "./use-compared.ts";

const shownCurves = 6;
const mostCurves = 30;
const mostNamed = 24;
const heights = { lead: 250, many: 200 };
const none: readonly never[] = [];

/** The metric by which the runs are judged, of all of them over one axis. */
export function LeadCurve({ compared }: { compared: Compared }) {
  const { lead } = compared;
  const panels = usePanels(compared, lead ? [lead.label] : []);
  return (
    <section aria-label="Curves">
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <LeadChoice compared={compared} />
        <BottomChoice compared={compared} />
        <SmoothingSlider value={compared.smoothing} onChange={compared.setSmoothing} />
      </div>
      <WithCurves compared={compared} panels={panels}>
        <Charts panels={panels} height={heights.lead} isSingle />
      </WithCurves>
    </section>
  );
}

/** Offered in the list; the others are chosen under Curves. */
const mostOffered = 200;

/** Which metric the runs are judged by here: in the sentence, in what goes along with it, and in the chart. */
function LeadChoice({ compared: { rows, lead, setLead } }: { compared: Compared }) {
  const metrics = rows.filter(({ kind }) => kind === "metric").slice(0, mostOffered);
  return (
    <Select
      aria-label="Metric that decides"
      value={lead?.label}
      onChange={(event) => setLead(event.target.value)}
      className="h-7! w-auto! max-w-56"
    >
      {metrics.map(({ label }) => (
        <option key={label}>{label}</option>
      ))}
    </Select>
  );
}

/** Metrics of all runs over one axis, with a shared crosshair. */
export function CurvesPart({ compared }: { compared: Compared }) {
  const keys = useMemo(
    () => compared.rows.filter(({ kind }) => kind === "metric" || kind === "system").map(({ label }) => label),
    [compared.rows],
  );
  const asked = compared.curveKeys.filter((key) => keys.includes(key));
  const chosen = asked.length > 0 ? asked : firstKeys(compared);
  const panels = usePanels(compared, chosen);
  const choices = useMemo(() => keys.map((key) => ({ value: key, label: key })), [keys]);
  if (keys.length === 0) return <EmptyState title="There are no curves">None of these runs has logged a metric yet.</EmptyState>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-end gap-x-5 gap-y-2">
        <div className="min-w-60 flex-1">
          <KeysField label="Metrics" choices={choices} values={chosen} most={mostCurves} onChange={compared.setCurveKeys} />
        </div>
        <BottomChoice compared={compared} />
        <SmoothingSlider value={compared.smoothing} onChange={compared.setSmoothing} />
        <CheckboxRow checked={compared.isLogCurves} onChange={compared.setLogCurves}>
          Log axis upwards
        </CheckboxRow>
      </div>
      <Legend compared={compared} />
      <WithCurves compared={compared} panels={panels}>
        <Charts panels={panels} height={heights.many} />
      </WithCurves>
    </div>
  );
}

/** The metric that decides, then those that differ. */
function firstKeys({ rows, lead }: Compared): string[] {
  const metrics = rows.filter(({ kind }) => kind === "metric");
  return [...new Set([...(lead ? [lead] : []), ...metrics.filter(({ isDiffering }) => isDiffering), ...metrics])]
    .slice(0, shownCurves)
    .map(({ label }) => label);
}

type LinePanelData = PanelOf<"line">;

function usePanels({ bottom, smoothing, isLogCurves }: Compared, keys: readonly string[]): readonly LinePanelData[] {
  const text = keys.join("\n");
  return useMemo(
    () =>
      (text ? text.split("\n") : []).map((key, at) => ({
        kind: "line",
        id: String(at),
        isWide: false,
        metrics: [key],
        x: bottom,
        isLogX: false,
        isLogY: isLogCurves,
        smoothing,
      })),
    [text, bottom, smoothing, isLogCurves],
  );
}

function BottomChoice({ compared }: { compared: Compared }) {
  const options: { value: BottomAxis; label: string }[] = [
    { value: "step", label: "Step" },
    { value: "relative", label: "Relative" },
    { value: "clock", label: "Time" },
  ];
  return <Segments label="Along the bottom" size="small" value={compared.bottom} onChange={compared.setBottom} options={options} />;
}

interface WithCurvesProps {
  compared: Compared;
  panels: readonly LinePanelData[];
  children: ReactNode;
}

/** All curves by one reading, and what the charts share: zoom and crosshair. */
function WithCurves({ compared, panels, children }: WithCurvesProps) {
  const { workspace } = useApi();
  const router = useRouter();
  const [crosshair] = useState(createCrosshair);
  const runs = useLineRuns(compared);
  const curves = useBoardCurves(panels, runs);
  const board: Board = {
    runs,
    ...curves,
    figures: none,
    isReadingFigures: false,
    brushes: none,
    setBrush: compared.setBrush,
    openRun: (runId) => router.push(paths.run(workspace, runId)),
  };
  return (
    <CrosshairContext value={crosshair}>
      <BoardProvider value={board}>
        <Loaded query={curves.query} what="The curves" skeleton={<Skeleton className="h-52! w-full rounded-lg!" />}>
          {() => children}
        </Loaded>
        {curves.zoom && (
          <p className="p-2">
            <Button size="small" onClick={() => curves.setZoom(undefined)}>
              Show the whole axis
            </Button>
          </p>
        )}
      </BoardProvider>
    </CrosshairContext>
  );
}

function useLineRuns({ runs, kept, colors }: Compared): readonly LineRun[] {
  return useMemo(
    () =>
      kept.flatMap((at): LineRun[] => {
        const run = runs[at];
        return run ? [{ runId: run.runId, name: run.name, startTime: run.startTime, color: colors.get(run.runId) ?? 1 }] : [];
      }),
    [runs, kept, colors],
  );
}

function Charts({ panels, height, isSingle = false }: { panels: readonly LinePanelData[]; height: number; isSingle?: boolean }) {
  return (
    <ul
      aria-label="Charts"
      className={clsx("grid gap-2.5", isSingle ? "grid-cols-[minmax(0,1fr)]" : "grid-cols-[repeat(auto-fill,minmax(min(100%,22rem),1fr))]")}
    >
      {panels.map((panel) => (
        <li key={panel.metrics.join()} className="min-w-0">
          <LinePanel panel={panel} card={{ title: panel.metrics.join(), subtitle: panelSubtitle(panel) ?? "" }} height={height} />
        </li>
      ))}
    </ul>
  );
}

function Legend({ compared: { runs, kept, colors } }: { compared: Compared }) {
  const left = kept.length - mostNamed;
  return (
    <ul aria-label="Runs drawn" className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-small">
      {kept.slice(0, mostNamed).map((at) => {
        const { runId = "", name = "" } = runs[at] ?? {};
        return (
          <li key={runId} className="flex min-w-0 max-w-full items-center gap-1.5">
            <Swatch color={colors.get(runId) ?? 1} />
            <span className="truncate" title={name}>
              {name}
            </span>
          </li>
        );
      })}
      {left > 0 && <li className="text-ink-3">and {left} more: point at a curve to see whose it is</li>}
    </ul>
  );
}
