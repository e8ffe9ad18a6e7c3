"use client";
import { clsx } from "clsx";
import { type PointerEvent, useCallback, useMemo, useState } from "react";
import { Figure } from "../figure.tsx";
import { type BoxBrush, boxOf, type Drag, isDrag } from "./box-brush.ts";
import { type CardParts, ChartCard } from "./chart-card.tsx";
import { NothingOr } from "./nothing-or.tsx";
import { SceneCanvas, type Size } from "./scene-canvas.tsx";
import { drawScatter, prepareScatter, type ScatterDrawing, type ScatterPoint } from "./values/scatter-scene.ts";
import type { Value } from "./values/value-axis.ts";

export interface ScatterChartProps {
  card: CardParts;
  points: readonly ScatterPoint[];
  xLabel: string;
  yLabel: string;
  isLogX: boolean;
  isLogY: boolean;
  height: number;
  /** A point was pressed. */
  onPress?: (id: string) => void;
  /** A rectangle was drawn over the points. */
  onBrush?: (box: BoxBrush) => void;
}

/** Two figures of each run against each other. */
export function ScatterChart({ card, points, xLabel, yLabel, isLogX, isLogY, height, onPress, onBrush }: ScatterChartProps) {
  const options = useMemo(() => ({ isLogX, isLogY, xLabel, yLabel }), [isLogX, isLogY, xLabel, yLabel]);
  const prepared = useMemo(() => prepareScatter(points, options), [points, options]);
  const draw = useCallback((size: Size) => drawScatter(prepared, options, size), [prepared, options]);
  const scene = useCallback((size: Size) => draw(size).scene, [draw]);
  const table = useMemo(() => {
    if (prepared.pointCount === 0) return;
    return () => ({ head: ["run", xLabel, yLabel], rows: prepared.points.map(({ label, x, y }) => [label, x, y]) });
  }, [prepared, xLabel, yLabel]);
  return (
    <ChartCard {...card} aside={card.aside ?? prepared.pointCount} notes={prepared.notes} table={table} scene={scene}>
      <NothingOr isNothing={prepared.pointCount === 0} height={height}>
        <div role="img" aria-label={`${card.title}, ${prepared.pointCount} points. The menu has its table.`}>
          <SceneCanvas draw={draw} height={height}>
            {(drawing) => <Points drawing={drawing} points={points} xLabel={xLabel} yLabel={yLabel} onPress={onPress} onBrush={onBrush} />}
          </SceneCanvas>
        </div>
      </NothingOr>
    </ChartCard>
  );
}

interface PointsProps extends Pick<ScatterChartProps, "points" | "xLabel" | "yLabel"> {
  drawing: ScatterDrawing;
  onPress: ScatterChartProps["onPress"];
  onBrush: ScatterChartProps["onBrush"];
}

const reach = 14;

/** Names the point under the pointer, and draws the rectangle that is dragged. */
function Points({ drawing, points, xLabel, yLabel, onPress, onBrush }: PointsProps) {
  const [near, setNear] = useState<string>();
  const [drag, setDrag] = useState<Drag>();
  const find = (event: PointerEvent<HTMLElement>) => {
    const at = placeOf(event);
    setNear(nearestSpot(drawing, at));
    if (drag) setDrag({ from: drag.from, to: at });
  };
  const release = () => {
    setDrag(undefined);
    if (drag && isDrag(drag)) onBrush?.(boxOf(drawing, drag));
    else if (near !== undefined) onPress?.(near);
  };
  const spot = drawing.spots.find(({ id }) => id === near);
  const point = points.find(({ id }) => id === near);
  const isLeft = spot !== undefined && spot.x > drawing.area.left + drawing.area.width / 2;
  return (
    <div
      className={clsx("absolute inset-0", onBrush && "cursor-crosshair touch-pan-y")}
      onPointerMove={find}
      onPointerLeave={() => setNear(undefined)}
      onPointerDown={(event) => {
        if (!onBrush || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: placeOf(event), to: placeOf(event) });
      }}
      onPointerCancel={() => setDrag(undefined)}
      onPointerUp={release}
    >
      {drag && isDrag(drag) && <Rectangle drag={drag} />}
      {spot && point && (
        <>
          <i
            aria-hidden="true"
            style={{
              left: spot.x - 6,
              top: spot.y - 6,
              borderColor: typeof point.color === "number" ? `var(--s${point.color})` : "var(--text-3)",
            }}
            className="pointer-events-none absolute size-3 rounded-full border-2"
          />
          <div
            style={{ top: Math.max(4, spot.y - 20), ...(isLeft ? { right: `calc(100% - ${spot.x - 12}px)` } : { left: spot.x + 12 }) }}
            className="pointer-events-none absolute z-10 max-w-[60%] rounded-md border bg-surface/95 px-2 py-1 text-small shadow-float"
          >
            <p className="truncate font-semibold">{point.label}</p>
            <Said label={xLabel} value={point.x} />
            <Said label={yLabel} value={point.y} />
          </div>
        </>
      )}
    </div>
  );
}

function placeOf(event: PointerEvent<HTMLElement>): { x: number; y: number } {
  const frame = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - frame.left, y: event.clientY - frame.top };
}

function Rectangle({ drag: { from, to } }: { drag: Drag }) {
  return (
    <div
      style={{
        left: Math.min(from.x, to.x),
        top: Math.min(from.y, to.y),
        width: Math.abs(to.x - from.x),
        height: Math.abs(to.y - from.y),
      }}
      className="pointer-events-none absolute border border-accent bg-accent/20"
    />
  );
}

function Said({ label, value }: { label: string; value: Value }) {
  return (
    <p className="flex gap-3 whitespace-nowrap text-ink-2">
      <span className="truncate">{label}</span>
      <span className="ml-auto">{typeof value === "number" ? <Figure value={value} /> : value}</span>
    </p>
  );
}

function nearestSpot({ spots }: ScatterDrawing, { x, y }: { x: number; y: number }): string | undefined {
  let best: string | undefined;
  let least = reach;
  for (const spot of spots) {
    const distance = Math.hypot(spot.x - x, spot.y - y);
    if (distance >= least) continue;
    least = distance;
    best = spot.id;
  }
  return best;
}
