import type uPlot from "uplot";
import type { Palette } from "./palette.ts";
import { lonePoints, type PreparedCurves } from "./series.ts";
import { durationSteps, durationTicks, logSplits, logTicks, numberTicks, wholeSteps } from "./ticks.ts";

/** A stretch of the bottom axis that is set apart. */
export interface Band {
  from: number;
  to: number;
  label: string;
}

export interface PlotInput {
  prepared: PreparedCurves;
  isLog: boolean;
  /** Seconds since the start instead of plain numbers below the chart. */
  isTime: boolean;
  /** Draws a mark at the end of each curve: more points are coming. */
  isLive: boolean;
  /** The ends of the upright axis, where they are fixed. */
  domain: readonly [number, number] | undefined;
  bands: readonly Band[];
  /** Charts of one key share their cursor. */
  syncKey: string;
  palette: () => Palette;
  onCursor: (x: number | undefined) => void;
  onRange: (range: readonly [number, number] | undefined) => void;
}

/** In whole pixels: the drawing library scales the digits before "px" alone, so that 10.5px would shrink on fine screens. */
const font = '11px "Inter Variable", system-ui, sans-serif';

/** What uPlot is told to draw. */
export function plotOptions(input: PlotInput, size: { width: number; height: number }): uPlot.Options {
  return {
    ...size,
    // The last label below may reach over the end of its axis.
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      sync: { key: input.syncKey, scales: ["x", null], setSeries: false },
      drag: { x: true, y: false, setScale: false },
      points: { size: 6, width: 1.2 },
      bind: {
        dblclick: () => () => {
          input.onRange(undefined);
          return null;
        },
      },
    },
    scales: { x: { time: false }, y: { distr: input.isLog ? 3 : 1, ...(input.domain && { range: [...input.domain] }) } },
    axes: [xAxis(input), yAxis(input)],
    series: [{}, ...input.prepared.series.map((series) => curveOf(series, input))],
    hooks: {
      setCursor: [(plot) => input.onCursor(cursorX(plot))],
      setSelect: [(plot) => reportRange(plot, input)],
      drawClear: [(plot) => drawBands(plot, input)],
      ...(input.isLive ? { draw: [(plot: uPlot) => drawEnds(plot, input)] } : {}),
    },
  };
}

export function plotData(prepared: PreparedCurves): uPlot.AlignedData {
  return [prepared.x, ...prepared.columns];
}

function xAxis(input: PlotInput): uPlot.Axis {
  return {
    stroke: () => input.palette().quiet,
    font,
    size: 24,
    gap: 4,
    grid: { show: false },
    ticks: { show: false },
    incrs: input.isTime ? durationSteps : wholeSteps,
    values: (_, splits) => (input.isTime ? durationTicks(splits) : numberTicks(splits)),
  };
}

function yAxis(input: PlotInput): uPlot.Axis {
  return {
    stroke: () => input.palette().quiet,
    font,
    size: (_, labels) => axisWidth(labels),
    gap: 6,
    space: 24,
    grid: {
      stroke: () => input.palette().line,
      width: 1,
      ...(input.isLog && { filter: (_: uPlot, splits: number[]) => logSplits(splits) }),
    },
    ticks: { show: false },
    values: (_, splits) => (input.isLog ? logTicks(splits) : numberTicks(splits)),
  };
}

const narrowestAxis = 40;
const digitWidth = 6.4;
const axisMargin = 16;

/** As wide as its labels need, and the same for all charts whose labels are short, so that they stand in line. */
function axisWidth(labels: readonly string[] | null): number {
  const longest = Math.max(0, ...(labels ?? []).map(({ length }) => length));
  return Math.max(narrowestAxis, Math.ceil(longest * digitWidth) + axisMargin);
}

function curveOf(series: PreparedCurves["series"][number], input: PlotInput): uPlot.Series {
  const color = () => input.palette().series[series.color - 1] ?? input.palette().text;
  return {
    label: series.label,
    stroke: color,
    width: series.isDashed ? 1.2 : 1.75,
    ...(series.isDashed ? { dash: [2, 3] } : {}),
    points: {
      size: 4,
      stroke: color,
      fill: color,
      filter: (plot, at, areAllShown) => (areAllShown ? null : lonePoints(plot.data[at] ?? [])),
    },
  };
}

function cursorX(plot: uPlot): number | undefined {
  const at = plot.cursor.idx;
  return at === null || at === undefined ? undefined : plot.data[0][at];
}

const smallestDrag = 4;

function reportRange(plot: uPlot, input: PlotInput): void {
  const { left, width } = plot.select;
  if (width < smallestDrag) return;
  input.onRange([plot.posToVal(left, "x"), plot.posToVal(left + width, "x")]);
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

function drawBands(plot: uPlot, { bands, palette }: PlotInput): void {
  const { left, top, width, height } = plot.bbox;
  for (const band of bands) {
    const from = Math.max(left, plot.valToPos(band.from, "x", true));
    const to = Math.min(left + width, plot.valToPos(band.to, "x", true));
    if (to <= from) continue;
    plot.ctx.fillStyle = palette().sunken;
    plot.ctx.fillRect(from, top, to - from, height);
    plot.ctx.fillStyle = palette().quiet;
    plot.ctx.font = font.replace("11px", `${10 * devicePixelRatio}px`);
    plot.ctx.textAlign = "center";
    if (to - from > plot.ctx.measureText(band.label).width) plot.ctx.fillText(band.label, (from + to) / 2, top + 12 * devicePixelRatio);
  }
}

function drawEnds(plot: uPlot, input: PlotInput): void {
  const scale = devicePixelRatio;
  for (const [index, series] of input.prepared.series.entries()) {
    const column = plot.data[index + 1] ?? [];
    const last = column.findLastIndex((y) => typeof y === "number");
    const y = column[last];
    if (last < 0 || typeof y !== "number") continue;
    const x = plot.valToPos(plot.data[0][last] ?? 0, "x", true);
    const top = plot.valToPos(y, "y", true);
    plot.ctx.fillStyle = plot.ctx.strokeStyle = input.palette().series[series.color - 1] ?? "";
    circle(plot.ctx, [x, top, 3.2 * scale], "fill");
    plot.ctx.globalAlpha = 0.4;
    plot.ctx.lineWidth = scale;
    circle(plot.ctx, [x, top, 6 * scale], "stroke");
    plot.ctx.globalAlpha = 1;
  }
}

function circle(context: CanvasRenderingContext2D, [x, y, radius]: [number, number, number], act: "fill" | "stroke"): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context[act]();
}
