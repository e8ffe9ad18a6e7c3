import { valueAtShare } from "./scene/axis.ts";
import type { ScatterDrawing } from "./values/scatter-scene.ts";

interface Place {
  x: number;
  y: number;
}

/** From where to where a pointer was dragged, in pixels of the chart. */
export interface Drag {
  from: Place;
  to: Place;
}

interface Stretch {
  from: number;
  to: number;
}

/** A part of both axes, by the places of their values. */
export interface BoxBrush {
  x: Stretch;
  y: Stretch;
}

const smallestDrag = 5;

/** Whether it was more than a press. */
export const isDrag = ({ from, to }: Drag): boolean => Math.abs(to.x - from.x) >= smallestDrag && Math.abs(to.y - from.y) >= smallestDrag;

/** The part of both axes that a rectangle covers; what lies beyond them is not of it. */
export function boxOf({ area, x, y }: Pick<ScatterDrawing, "area" | "x" | "y">, { from, to }: Drag): BoxBrush {
  const across = (left: number) => valueAtShare(x, within((left - area.left) / area.width));
  const upwards = (top: number) => valueAtShare(y, within(1 - (top - area.top) / area.height));
  return {
    x: { from: across(Math.min(from.x, to.x)), to: across(Math.max(from.x, to.x)) },
    y: { from: upwards(Math.max(from.y, to.y)), to: upwards(Math.min(from.y, to.y)) },
  };
}

const within = (share: number): number => Math.min(1, Math.max(0, share));
