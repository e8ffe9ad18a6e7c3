"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { BarChart } from "@plumbline/ui/charts/bar-chart";
import { BoxChart } from "@plumbline/ui/charts/box-chart";
import { assignColors } from "@plumbline/ui/charts/colors";
import { ParallelChart } from "@plumbline/ui/charts/parallel-chart";
import { ScatterChart } from "@plumbline/ui/charts/scatter-chart";
import { useMemo } from "react";
import { useBoard } from "./board-context.ts";
import { brushFilter, roundEnd, wordsWithin } from "./brush-filter.ts";
import type { PanelProps } from "./panel-props.ts";
import { columnWords } from "./panel-words.ts";
import { runValue } from "./run-values.ts";

/** The colour by which a run is known beside the table; the others stand behind. */
function useLooks() {
  const { runs } = useBoard();
  return useMemo(() => {
    const colors = new Map(runs.map(({ runId, color }) => [runId, color]));
    return (run: Run) => ({
      id: run.runId,
      label: run.name,
      color: colors.get(run.runId) ?? ("quiet" as const),
      isStrong: colors.has(run.runId),
    });
  }, [runs]);
}

export function BarPanel({ panel, card, height }: PanelProps<"bar">) {
  const { figures } = useBoard();
  const look = useLooks();
  const bars = useMemo(
    () =>
      figures.flatMap((run) => {
        const value = runValue(run, panel.value);
        return value === undefined ? [] : [{ ...look(run), value: Number(value) }];
      }),
    [figures, look, panel.value],
  );
  return <BarChart card={card} bars={bars} height={height} />;
}

export function ScatterPanel({ panel, card, height }: PanelProps<"scatter">) {
  const { figures, openRun } = useBoard();
  const look = useLooks();
  const points = useMemo(
    () => figures.map((run) => ({ ...look(run), x: runValue(run, panel.x), y: runValue(run, panel.y) })),
    [figures, look, panel.x, panel.y],
  );
  return (
    <ScatterChart
      card={card}
      points={points}
      xLabel={columnWords(panel.x)}
      yLabel={columnWords(panel.y)}
      isLogX={panel.isLogX}
      isLogY={panel.isLogY}
      height={height}
      onPress={openRun}
    />
  );
}

const without = "none";

export function BoxPanel({ panel, card, height }: PanelProps<"box">) {
  const { figures } = useBoard();
  const samples = useMemo(() => {
    const found = figures.flatMap((run) => {
      const value = runValue(run, panel.value);
      return value === undefined ? [] : [{ group: String(runValue(run, panel.by) ?? without), value: Number(value) }];
    });
    const colors = assignColors([...new Set(found.map(({ group }) => group))].sort());
    return found.map((sample) => ({ ...sample, color: colors.get(sample.group) ?? 1 }));
  }, [figures, panel.value, panel.by]);
  return <BoxChart card={card} samples={samples} groupLabel={columnWords(panel.by)} isLog={panel.isLogY} height={height} />;
}

export function ParallelPanel({ panel, card, height }: PanelProps<"parallel">) {
  const { figures, brushes, setBrush } = useBoard();
  const look = useLooks();
  const axes = useMemo(
    () => panel.columns.map((column) => ({ id: column, label: columnWords(column), isLog: panel.logColumns.includes(column) })),
    [panel.columns, panel.logColumns],
  );
  const rows = useMemo(
    () => figures.map((run) => ({ ...look(run), values: panel.columns.map((column) => runValue(run, column)) })),
    [figures, look, panel.columns],
  );
  const drawn = useMemo(
    () => brushes.filter(({ column }) => panel.columns.includes(column)).map(({ column, from, to }) => ({ axis: column, from, to })),
    [brushes, panel.columns],
  );
  return (
    <ParallelChart
      card={card}
      axes={axes}
      rows={rows}
      brushes={drawn}
      height={height}
      onBrush={(column, stretch) => {
        if (!stretch) return setBrush(column, undefined);
        const { from, to } = stretch;
        const words = wordsWithin(
          figures.map((run) => runValue(run, column)),
          stretch,
        );
        setBrush(column, { column, from: roundEnd(from), to: roundEnd(to), filter: brushFilter({ column, from, to, words }) });
      }}
    />
  );
}
