import { type Axis, shareOf, ticksOf } from "./axis.ts";
import { type Area, letterPixels, type Mark } from "./scene.ts";

export interface FrameInput {
  width: number;
  height: number;
  x: Axis;
  y: Axis;
  /** Names of the axes, where they are not told elsewhere. */
  xLabel?: string;
  yLabel?: string;
}

export interface Frame {
  /** Where the values are drawn. */
  area: Area;
  /** Lines across, and what stands at them. */
  marks: Mark[];
}

const pixelsPerTick = { across: 72, up: 34, name: 15 };
const margins = { top: 10, right: 14, bottom: 24 };
const labelRow = 14;
const narrowest = 40;
const widest = 150;

/** The ground of a chart with two axes: as much room as their labels need, lines at the values of the upright one. */
export function frameOf({ width, height, x, y, xLabel, yLabel }: FrameInput): Frame {
  const top = margins.top + (yLabel ? labelRow : 0);
  const bottom = margins.bottom + (xLabel ? labelRow : 0);
  const tall = Math.max(10, height - top - bottom);
  const yTicks = ticksOf(y, Math.max(2, Math.floor(tall / (y.names ? pixelsPerTick.name : pixelsPerTick.up))));
  const longest = Math.max(0, ...yTicks.map(({ label }) => label.length));
  const left = Math.min(widest, width * 0.4, Math.max(narrowest, Math.ceil(longest * letterPixels) + 14));
  const area: Area = { left, top, width: Math.max(10, width - left - margins.right), height: tall };
  const xTicks = ticksOf(x, Math.max(2, Math.floor(area.width / pixelsPerTick.across)));
  const right = area.left + area.width;
  const foot = area.top + area.height;
  const marks: Mark[] = [
    ...yTicks.flatMap(({ share, label }): Mark[] => {
      const at = foot - share * area.height;
      return [
        { kind: "path", points: [area.left, at, right, at], ink: "line", width: 1 },
        { kind: "text", x: area.left - 6, y: at, text: label, ink: "quiet", align: "end", most: left - 10 },
      ];
    }),
    ...xTicks.map(
      ({ share, label }): Mark => ({
        kind: "text",
        x: area.left + share * area.width,
        y: foot + 13,
        text: label,
        ink: "quiet",
        align: "middle",
        most: Math.max(pixelsPerTick.across, area.width / Math.max(1, xTicks.length)) - 6,
      }),
    ),
  ];
  if (xLabel) marks.push({ kind: "text", x: right, y: height - 8, text: xLabel, ink: "quiet", align: "end", most: area.width });
  if (yLabel) marks.push({ kind: "text", x: 4, y: 8, text: yLabel, ink: "quiet", most: width - 8 });
  return { area, marks };
}

export const placeX = (area: Area, axis: Axis, value: number): number => area.left + shareOf(axis, value) * area.width;
export const placeY = (area: Area, axis: Axis, value: number): number => area.top + (1 - shareOf(axis, value)) * area.height;
