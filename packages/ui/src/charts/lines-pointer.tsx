"use client";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { Figure } from "../figure.tsx";
import { formatNumber } from "../format/number.ts";
import { useCrosshair } from "./crosshair.ts";
import type { DrawnLine } from "./lines/lines.ts";
import type { LinesDrawing } from "./lines/lines-scene.ts";
import { type Pointed, pointedAt } from "./lines/nearest.ts";
import { type AxisWords, shareOf, ticksOf, valueAtShare } from "./scene/axis.ts";
import { placeX, placeY } from "./scene/frame.ts";

export interface LinesPointerProps {
  label: string;
  drawing: LinesDrawing;
  lines: readonly Pick<DrawnLine, "id" | "label" | "color" | "x" | "y">[];
  axis: string;
  xLabel: string;
  words: AxisWords;
  onRange: (range: readonly [number, number] | undefined) => void;
}

const smallestDrag = 5;

/** The crosshair of a chart of lines, what it reads there, and the range that is dragged over. */
export function LinesPointer({ label, drawing, lines, axis, onRange, ...words }: LinesPointerProps) {
  const { x, move } = useCrosshair(axis);
  const [top, setTop] = useState<number>();
  const [isHere, setHere] = useState(false);
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const { area } = drawing;
  const leave = () => {
    move(undefined);
    setHere(false);
    setDrag(undefined);
  };
  const point = (event: PointerEvent<HTMLElement>) => {
    const at = spotOf(event);
    const share = Math.min(1, Math.max(0, (at.left - area.left) / area.width));
    setTop(at.top);
    setHere(true);
    move(valueAtShare(drawing.x, share));
    if (drag) setDrag({ from: drag.from, to: at.left });
  };
  const release = () => {
    setDrag(undefined);
    if (!drag || Math.abs(drag.to - drag.from) < smallestDrag) return;
    const [low, high] = [drag.from, drag.to].sort((one, other) => one - other);
    onRange(rangeOf(drawing, [low ?? 0, high ?? 0]));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart that is read by keys is no set of fields
    <div
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the crosshair moves by keys
      tabIndex={0}
      className="absolute inset-0 cursor-crosshair touch-pan-y -outline-offset-2"
      onPointerMove={point}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: spotOf(event).left, to: spotOf(event).left });
      }}
      onPointerUp={release}
      onPointerLeave={() => !drag && leave()}
      onPointerCancel={leave}
      onDoubleClick={() => onRange(undefined)}
      onBlur={leave}
      onKeyDown={(event) => byKey(event, { drawing, x, move, onRange, onHere: () => setHere(true) })}
    >
      {drag && <Dragged drawing={drawing} drag={drag} />}
      {x !== undefined && isWithin(drawing, x) && (
        <Cross drawing={drawing} lines={lines} x={x} top={isHere ? top : undefined} isHere={isHere} {...words} />
      )}
    </div>
  );
}

const isWithin = ({ x: axis }: LinesDrawing, x: number): boolean => x >= axis.low && x <= axis.high;

function spotOf(event: PointerEvent<HTMLElement>): { left: number; top: number } {
  const frame = event.currentTarget.getBoundingClientRect();
  return { left: event.clientX - frame.left, top: event.clientY - frame.top };
}

function rangeOf({ area, x }: LinesDrawing, [from, to]: readonly [number, number]): [number, number] {
  const at = (left: number) => valueAtShare(x, Math.min(1, Math.max(0, (left - area.left) / area.width)));
  return [at(from), at(to)];
}

interface Keyed {
  drawing: LinesDrawing;
  x: number | undefined;
  move: (x: number | undefined) => void;
  onRange: LinesPointerProps["onRange"];
  onHere: () => void;
}

const stride = 0.02;
const zooms: Partial<Record<string, number>> = { "+": 0.5, "=": 0.5, "-": 2 };

function byKey(event: KeyboardEvent, { drawing, x, move, onRange, onHere }: Keyed): void {
  const share = x === undefined ? 0.5 : shareOf(drawing.x, x);
  const to = (next: number) => {
    onHere();
    move(valueAtShare(drawing.x, Math.min(1, Math.max(0, next))));
  };
  const zoom = zooms[event.key];
  if (event.key === "ArrowLeft") to(share - stride);
  else if (event.key === "ArrowRight") to(share + stride);
  else if (event.key === "0" || event.key === "Escape") onRange(undefined);
  else if (zoom === undefined) return;
  else onRange([valueAtShare(drawing.x, share - zoom / 2), valueAtShare(drawing.x, share + zoom / 2)]);
  event.preventDefault();
}

function Dragged({ drawing: { area }, drag }: { drawing: LinesDrawing; drag: { from: number; to: number } }) {
  const left = Math.max(area.left, Math.min(drag.from, drag.to));
  const right = Math.min(area.left + area.width, Math.max(drag.from, drag.to));
  return (
    <div
      style={{ left, width: Math.max(0, right - left), top: area.top, height: area.height }}
      className="pointer-events-none absolute border-accent border-x bg-accent/10"
    />
  );
}

interface CrossProps {
  drawing: LinesDrawing;
  lines: LinesPointerProps["lines"];
  x: number;
  top: number | undefined;
  isHere: boolean;
  xLabel: string;
  words: AxisWords;
}

function Cross({ drawing, lines, x, top, isHere, xLabel, words }: CrossProps) {
  const { area } = drawing;
  const left = placeX(area, drawing.x, x);
  return (
    <>
      <i
        aria-hidden="true"
        style={{ left, top: area.top, height: area.height }}
        className="pointer-events-none absolute border-ink-3 border-l border-dashed"
      />
      {isHere && <Readings pointed={pointedAt(lines, { x, top, area, y: drawing.y })} {...{ drawing, lines, left, x, xLabel, words }} />}
    </>
  );
}

interface ReadingsProps extends Omit<CrossProps, "top" | "isHere"> {
  pointed: Pointed;
  left: number;
}

/** The values at the crosshair, beside it on the side that has the room, and the line that is pointed at drawn strongly. */
function Readings({ pointed, drawing, lines, left, x, xLabel, words }: ReadingsProps) {
  const { area } = drawing;
  const isLeft = left > area.left + area.width / 2;
  const nearest = lines.find(({ id }) => id === pointed.nearest);
  return (
    <>
      {nearest && lines.length > 1 && <Strong line={nearest} drawing={drawing} />}
      <div
        aria-live="polite"
        style={isLeft ? { right: `calc(100% - ${left - 8}px)` } : { left: left + 8 }}
        className="pointer-events-none absolute top-2 z-10 max-w-[60%] rounded-md border bg-surface/95 px-2 py-1 text-small shadow-float"
      >
        <p className="text-ink-3">
          {xLabel} {placeText(x, drawing, words)}
        </p>
        {pointed.readings.map(({ line, value }) => (
          <p key={line.id} className="flex items-center gap-1.5 whitespace-nowrap">
            <i aria-hidden="true" style={{ background: `var(--s${line.color})` }} className="size-2 flex-none rounded-[2px]" />
            <span className={line.id === pointed.nearest ? "truncate font-semibold" : "truncate"}>{line.label}</span>
            <Figure value={value} className="ml-auto pl-2" />
          </p>
        ))}
        {pointed.count > pointed.readings.length && (
          <p className="text-ink-3">
            {pointed.readings.length} of {pointed.count}, those around the pointer
          </p>
        )}
        {pointed.count === 0 && <p className="text-ink-3">No value here</p>}
      </div>
    </>
  );
}

function Strong({ line, drawing }: { line: LinesPointerProps["lines"][number]; drawing: LinesDrawing }) {
  const { area, x, y } = drawing;
  let pen = "M";
  let path = "";
  for (const [at, value] of line.y.entries()) {
    const left = line.x[at] ?? Number.NaN;
    if (Number.isNaN(value) || left < x.low || left > x.high) {
      pen = "M";
      continue;
    }
    path += `${pen}${placeX(area, x, left).toFixed(1)} ${placeY(area, y, value).toFixed(1)}`;
    pen = "L";
  }
  return (
    <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
      <path d={path} fill="none" stroke={`var(--s${line.color})`} strokeWidth={2.5} />
    </svg>
  );
}

/** As the axis says it: a whole step, a length of time, an instant. */
function placeText(x: number, { x: axis, area }: LinesDrawing, words: AxisWords): string {
  if (words === "clock") return new Date(x).toLocaleTimeString("en-GB");
  const span = (axis.high - axis.low) / Math.max(1, area.width);
  const [tick] = ticksOf({ ...axis, isLog: false, low: x - span, high: x + span }, 1);
  return tick?.label ?? formatNumber(Math.round(x));
}
