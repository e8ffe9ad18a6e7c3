"use client";
import { useCallback, useMemo } from "react";
import { AxisBrush } from "./axis-brush.tsx";
import { type CardParts, ChartCard } from "./chart-card.tsx";
import { NothingOr } from "./nothing-or.tsx";
import { SceneCanvas, type Size } from "./scene-canvas.tsx";
import { type Brush, drawParallel, type ParallelAxis, type ParallelRow, prepareParallel } from "./values/parallel-scene.ts";

export interface ParallelChartProps {
  card: CardParts;
  axes: readonly ParallelAxis[];
  rows: readonly ParallelRow[];
  brushes: readonly Brush[];
  /** A stretch was brushed, or the brush of an axis taken away; `names` are the words in it where the axis has words. */
  onBrush: (axis: string, brush: { from: number; to: number; names: readonly string[] | undefined } | undefined) => void;
  height: number;
}

/** Every run as a line through its figures; a brush on an axis keeps those that go through it. */
export function ParallelChart({ card, axes, rows, brushes, onBrush, height }: ParallelChartProps) {
  const prepared = useMemo(() => prepareParallel(rows, { axes, brushes }), [rows, axes, brushes]);
  const draw = useCallback((size: Size) => drawParallel(prepared, { ...size, brushes }), [prepared, brushes]);
  const scene = useCallback((size: Size) => draw(size).scene, [draw]);
  const table = useMemo(() => {
    if (rows.length === 0) return;
    const kept = prepared.rows.filter(({ isKept }) => isKept);
    return () => ({ head: ["run", ...axes.map(({ label }) => label)], rows: kept.map(({ label, values }) => [label, ...values]) });
  }, [prepared, axes, rows]);
  const brushed = brushes.length > 0 ? [`The brush keeps ${prepared.keptCount} of ${rows.length} runs`] : [];
  return (
    <ChartCard {...card} notes={[...brushed, ...prepared.notes]} table={table} scene={scene}>
      <NothingOr isNothing={rows.length === 0 || axes.length === 0} height={height}>
        <SceneCanvas draw={draw} height={height}>
          {(drawing) =>
            drawing.axes.map((place) => (
              <AxisBrush
                key={place.id}
                label={axes.find(({ id }) => id === place.id)?.label ?? place.id}
                place={place}
                brush={brushes.find(({ axis }) => axis === place.id)}
                onBrush={(brush) => onBrush(place.id, brush)}
              />
            ))
          }
        </SceneCanvas>
      </NothingOr>
    </ChartCard>
  );
}
