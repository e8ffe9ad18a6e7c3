/** A colour by its meaning: the number of a series, or a token of the theme. */
export type Ink = number | "text" | "quiet" | "line" | "surface" | "sunken";

/** A shape to draw, in pixels from the upper left corner. */
export type Mark =
  | {
      kind: "path";
      /** x and y in turn; a pair that is not a number breaks the line. */
      points: readonly number[];
      ink: Ink;
      width: number;
      opacity?: number;
      dash?: readonly number[];
      title?: string;
    }
  | { kind: "area"; points: readonly number[]; ink: Ink; opacity: number; title?: string }
  | { kind: "box"; x: number; y: number; width: number; height: number; ink: Ink; opacity?: number; isOutline?: boolean; title?: string }
  | { kind: "dot"; x: number; y: number; radius: number; ink: Ink; opacity?: number; title?: string }
  | {
      kind: "text";
      x: number;
      y: number;
      text: string;
      ink: Ink;
      align?: "start" | "middle" | "end";
      isStrong?: boolean;
      /** Edged in the ground's colour, where it stands over lines. */
      hasEdge?: boolean;
      /** Cut with an ellipsis where it is wider. */
      most?: number;
    };

/** A prepared drawing: a canvas paints it, and a file of it is the same marks as SVG. */
export interface Scene {
  width: number;
  height: number;
  marks: readonly Mark[];
  /** Drawn after them, and nowhere but in this area. */
  inside?: { area: Area; marks: readonly Mark[] };
}

/** A part of a drawing. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const fontPixels = 11;
/** Of the average letter; what is measured exactly is a canvas's own. */
export const letterPixels = 6.2;

/** A text that is no longer than so many pixels, by the width of the average letter. */
export function fitText(text: string, most: number | undefined): string {
  const letters = most === undefined ? text.length : Math.max(1, Math.floor(most / letterPixels));
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}
