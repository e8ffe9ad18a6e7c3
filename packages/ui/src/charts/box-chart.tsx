"use client";
import { useCallback, useMemo } from "react";
import { type CardParts, ChartCard } from "./chart-card.tsx";
import { NothingOr } from "./nothing-or.tsx";
import { SceneCanvas, type Size } from "./scene-canvas.tsx";
import { type BoxSample, drawBoxes, prepareBoxes } from "./values/box-scene.ts";

export interface BoxChartProps {
  card: CardParts;
  samples: readonly BoxSample[];
  /** What the groups are. */
  groupLabel: string;
  isLog: boolean;
  height: number;
}

/** How a figure is spread within each group of runs. */
export function BoxChart({ card, samples, groupLabel, isLog, height }: BoxChartProps) {
  const prepared = useMemo(() => prepareBoxes(samples, { isLog }), [samples, isLog]);
  const scene = useCallback((size: Size) => drawBoxes(prepared, { ...size, xLabel: groupLabel }), [prepared, groupLabel]);
  const draw = useCallback((size: Size) => ({ scene: scene(size) }), [scene]);
  const table = useMemo(() => {
    if (prepared.boxes.length === 0) return;
    const head = [groupLabel, "runs", "low whisker", "lower quartile", "median", "upper quartile", "high whisker", "beyond"];
    return () => ({
      head,
      rows: prepared.boxes.map((box) => [box.group, box.count, box.low, box.lower, box.middle, box.upper, box.high, box.outside.length]),
    });
  }, [prepared, groupLabel]);
  const shown = prepared.boxes.length;
  const notes =
    shown < prepared.groupCount ? [`${shown} of ${prepared.groupCount} groups drawn, the largest`, ...prepared.notes] : prepared.notes;
  return (
    <ChartCard {...card} notes={notes} table={table} scene={scene}>
      <NothingOr isNothing={shown === 0} height={height}>
        <div role="img" aria-label={`${card.title} by ${groupLabel}, ${shown} groups. The menu has its table.`}>
          <SceneCanvas draw={draw} height={height} />
        </div>
      </NothingOr>
    </ChartCard>
  );
}
