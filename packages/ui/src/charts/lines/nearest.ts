import type { Axis } from "../scene/axis.ts";
import { placeY } from "../scene/frame.ts";
import type { Area } from "../scene/scene.ts";
import { type DrawnLine, readAt } from "./lines.ts";

export interface Reading {
  line: Pick<DrawnLine, "id" | "label" | "color">;
  value: number;
}

const mostReadings = 8;

export interface Pointed {
  /** The line that lies closest to the pointer. */
  nearest: string | undefined;
  /** The lines around it by their values, the greatest first. */
  readings: Reading[];
  /** How many lines have a value there. */
  count: number;
}

/** What the lines say at a place of the bottom axis; of many, those closest to a height. */
export function pointedAt(
  lines: readonly Pick<DrawnLine, "id" | "label" | "color" | "x" | "y">[],
  { x, top, area, y }: { x: number; top: number | undefined; area: Area; y: Axis },
): Pointed {
  const all = lines.flatMap((line) => {
    const value = readAt(line, x);
    return value === undefined ? [] : [{ line, value, distance: top === undefined ? 0 : Math.abs(placeY(area, y, value) - top) }];
  });
  const closest = all.toSorted((one, other) => one.distance - other.distance);
  const readings = closest.slice(0, mostReadings).sort((one, other) => other.value - one.value);
  return {
    nearest: top === undefined ? undefined : closest[0]?.line.id,
    readings: readings.map(({ line, value }) => ({ line, value })),
    count: all.length,
  };
}
