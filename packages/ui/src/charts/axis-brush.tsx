"use client";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { formatNumber } from "../format/number.ts";
import { shareOf, valueAtShare } from "./scene/axis.ts";
import type { Brush, ParallelDrawing } from "./values/parallel-scene.ts";

interface Stretch {
  from: number;
  to: number;
  names: readonly string[] | undefined;
}

export interface AxisBrushProps {
  label: string;
  place: ParallelDrawing["axes"][number];
  brush: Brush | undefined;
  onBrush: (brush: Stretch | undefined) => void;
}

const halfWidth = 14;
const smallestDrag = 4;
const stride = 0.05;

/** An axis that is brushed by dragging along it, or by its arrows; a press takes the brush away. */
export function AxisBrush({ label, place, brush, onBrush }: AxisBrushProps) {
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const tall = place.bottom - place.top;
  const shareAt = (event: PointerEvent<HTMLElement>) => {
    const { top } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, 1 - (event.clientY - top) / tall));
  };
  const release = () => {
    setDrag(undefined);
    if (!drag) return;
    const [low = 0, high = 0] = [drag.from, drag.to].sort((one, other) => one - other);
    onBrush((high - low) * tall < smallestDrag ? undefined : stretchOf(place, low, high));
  };
  return (
    <div
      role="slider"
      aria-label={`Brush ${label}`}
      aria-orientation="vertical"
      aria-valuemin={place.axis.low}
      aria-valuemax={place.axis.high}
      aria-valuenow={brush?.from ?? place.axis.low}
      aria-valuetext={brush ? brushText(place, brush) : "not brushed"}
      tabIndex={0}
      title={brush ? brushText(place, brush) : `Drag along ${label} to keep a part of the runs`}
      style={{ left: place.x - halfWidth, width: 2 * halfWidth, top: place.top, height: tall }}
      className="absolute cursor-ns-resize touch-none"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: shareAt(event), to: shareAt(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ from: drag.from, to: shareAt(event) })}
      onPointerUp={release}
      onPointerCancel={() => setDrag(undefined)}
      onKeyDown={(event) => byKey(event, { place, brush, onBrush })}
    >
      {drag && (
        <div
          style={{ top: `${(1 - Math.max(drag.from, drag.to)) * 100}%`, height: `${Math.abs(drag.to - drag.from) * 100}%` }}
          className="absolute inset-x-2 border border-accent bg-accent/20"
        />
      )}
    </div>
  );
}

function stretchOf({ axis }: AxisBrushProps["place"], low: number, high: number): Stretch {
  const [from, to] = [valueAtShare(axis, low), valueAtShare(axis, high)];
  return { from, to, names: axis.names?.filter((_, at) => at >= from && at <= to) };
}

const strides: Partial<Record<string, number>> = { ArrowUp: stride, ArrowDown: -stride };
const clears = new Set(["Delete", "Backspace", "Escape"]);

/** Up and down move the lower end, with Shift the upper one; Delete and Escape take the brush away. */
function byKey(event: KeyboardEvent, { place, brush, onBrush }: Pick<AxisBrushProps, "place" | "brush" | "onBrush">): void {
  const step = strides[event.key];
  const isClear = clears.has(event.key);
  if (step === undefined && !isClear) return;
  event.preventDefault();
  const next = moved(place, brush, event.shiftKey ? { low: 0, high: step ?? 0 } : { low: step ?? 0, high: 0 });
  if (isClear) onBrush(undefined);
  else if (next) onBrush(next);
}

function moved(place: AxisBrushProps["place"], brush: Brush | undefined, by: { low: number; high: number }): Stretch | undefined {
  const low = Math.max(0, (brush ? shareOf(place.axis, brush.from) : 0) + by.low);
  const high = Math.min(1, (brush ? shareOf(place.axis, brush.to) : 1) + by.high);
  return low < high ? stretchOf(place, low, high) : undefined;
}

function brushText({ axis }: AxisBrushProps["place"], { from, to }: { from: number; to: number }): string {
  if (!axis.names) return `${formatNumber(from)} to ${formatNumber(to)}`;
  return axis.names.filter((_, at) => at >= from && at <= to).join(", ");
}
