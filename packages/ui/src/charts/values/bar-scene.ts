import { axisOf, namesAxis } from "../scene/axis.ts";
import { frameOf, placeX, placeY } from "../scene/frame.ts";
import type { Ink, Mark, Scene } from "../scene/scene.ts";

export interface Bar {
  id: string;
  label: string;
  color: Ink;
  value: number;
}

export interface PreparedBars {
  bars: readonly Bar[];
  barCount: number;
  notes: string[];
}

/** With their names readable below each other in the lowest panel. */
const mostBars = 12;

/** Sorted with the greatest first; of many, the first so many. What is not finite has no length. */
export function prepareBars(all: readonly Bar[]): PreparedBars {
  const finite = all.filter(({ value }) => Number.isFinite(value));
  const left = all.length - finite.length;
  const bars = finite.toSorted((one, other) => other.value - one.value).slice(0, mostBars);
  const notes = left > 0 ? [`${left} ${left === 1 ? "value" : "values"} not finite, left out`] : [];
  return { bars, barCount: finite.length, notes };
}

/** Horizontal bars from zero, so that their lengths can be compared and their names read. */
export function drawBars({ bars }: PreparedBars, { width, height }: { width: number; height: number }): Scene {
  const names = bars.toReversed().map(({ label }) => label);
  const y = namesAxis(names);
  const x = axisOf([0, ...bars.map(({ value }) => value)]);
  const { area, marks } = frameOf({ width, height, x, y });
  const zero = placeX(area, x, 0);
  const thick = Math.min(22, (area.height / Math.max(1, bars.length)) * 0.7);
  const drawn = bars.map((bar, at): Mark => {
    const end = placeX(area, x, bar.value);
    const middle = placeY(area, y, bars.length - 1 - at);
    return {
      kind: "box",
      x: Math.min(zero, end),
      y: middle - thick / 2,
      width: Math.max(1, Math.abs(end - zero)),
      height: thick,
      ink: bar.color,
      title: bar.label,
    };
  });
  const ground = marks.filter((mark) => mark.kind === "text");
  return {
    width,
    height,
    marks: [...ground, ...drawn, { kind: "path", points: [zero, area.top, zero, area.top + area.height], ink: "quiet", width: 1 }],
  };
}
