"use client";
import { useCallback, useMemo } from "react";
import { type CardParts, ChartCard } from "./chart-card.tsx";
import { NothingOr } from "./nothing-or.tsx";
import { SceneCanvas, type Size } from "./scene-canvas.tsx";
import { type Bar, drawBars, prepareBars } from "./values/bar-scene.ts";

/** One figure of each run as bars from zero, the greatest first. */
export function BarChart({ card, bars, height }: { card: CardParts; bars: readonly Bar[]; height: number }) {
  const prepared = useMemo(() => prepareBars(bars), [bars]);
  const scene = useCallback((size: Size) => drawBars(prepared, size), [prepared]);
  const draw = useCallback((size: Size) => ({ scene: scene(size) }), [scene]);
  const table = useMemo(
    () =>
      prepared.bars.length > 0
        ? () => ({ head: ["run", card.title], rows: prepared.bars.map(({ label, value }) => [label, value]) })
        : undefined,
    [prepared, card.title],
  );
  const shown = prepared.bars.length;
  const notes = shown < prepared.barCount ? [`${shown} of ${prepared.barCount} bars drawn`, ...prepared.notes] : prepared.notes;
  return (
    <ChartCard {...card} notes={notes} table={table} scene={scene}>
      <NothingOr isNothing={shown === 0} height={height}>
        <div role="img" aria-label={`${card.title}, ${shown} bars. The menu has its table.`}>
          <SceneCanvas draw={draw} height={height} />
        </div>
      </NothingOr>
    </ChartCard>
  );
}
