"use client";
import { assignColors } from "@plumbline/ui/charts/colors";
import { LinesChart } from "@plumbline/ui/charts/lines-chart";
import { formatCount } from "@plumbline/ui/format/number";
import { useMemo } from "react";
import { useBoard } from "./board-context.ts";
import { axisOfPanel, type LineRun, linesOf, pointCounts } from "./curve-lines.ts";
import type { PanelProps } from "./panel-props.ts";
import { xLabelOf } from "./panel-words.ts";
import { runValue } from "./run-values.ts";
import type { Zoom } from "./use-board-curves.ts";

const mostLines = 500;
const words = { step: "step", metric: "number", relative: "duration", clock: "clock" } as const;

/** Metrics of the drawn runs over their steps, their time or another metric. */
export function LinePanel({ panel, card, height }: PanelProps<"line">) {
  const board = useBoard();
  const curves = board.curvesFor(panel);
  const axis = axisOfPanel(panel);
  const runs = useGroupedRuns(panel.bandBy);
  const lines = useMemo(() => linesOf(panel, runs, curves), [panel, runs, curves]);
  const groups = useMemo(() => assignColors([...new Set(lines.flatMap(({ group }) => group ?? []))].sort()), [lines]);
  const groupColor = useMemo(() => (panel.bandBy ? (group: string) => groups.get(group) ?? 1 : undefined), [panel.bandBy, groups]);
  const points = pointsText(pointCounts(panel, runs, curves), board.isClose(panel));
  return (
    <LinesChart
      card={{ ...card, aside: points && <span title={pointsHelp}>{points}</span> }}
      lines={lines}
      isLogX={panel.isLogX}
      isLogY={panel.isLogY}
      smoothing={panel.smoothing}
      mostLines={mostLines}
      groupColor={groupColor}
      xLabel={xLabelOf(panel)}
      words={words[panel.x]}
      axis={axis}
      range={rangeOn(axis, board.zoom)}
      onRange={(range) => board.setZoom(range && { axis, range })}
      height={height}
    />
  );
}

const rangeOn = (axis: string, zoom: Zoom | undefined) => (zoom?.axis === axis ? zoom.range : undefined);

const pointsHelp =
  "Thinned for drawing: every minimum and maximum is kept. Drag over a range to read all points in it, double-click to see the whole.";

/** How much of what is stored is drawn: said where it is not all of it, or where the reader asked for all of a range. */
function pointsText({ drawn, total }: { drawn: number; total: number }, isClose: boolean): string | undefined {
  if (drawn < total) return `${formatCount(drawn)} of ${formatCount(total)} points`;
  return isClose ? `all ${formatCount(total)} points` : undefined;
}

const without = "none";

/** The runs, each with what it is put together by. */
function useGroupedRuns(bandBy: string | undefined): readonly LineRun[] {
  const { runs, figures } = useBoard();
  return useMemo(() => {
    if (bandBy === undefined) return runs;
    const byId = new Map(figures.map((run) => [run.runId, run]));
    return runs.map((run) => {
      const figure = byId.get(run.runId);
      return { ...run, group: String((figure && runValue(figure, bandBy)) ?? without) };
    });
  }, [bandBy, runs, figures]);
}
