import type { Palette } from "../palette.ts";
import { fitText, fontPixels, type Ink, type Mark, type Scene } from "./scene.ts";

export function colorOf(ink: Ink, palette: Palette): string {
  return typeof ink === "number" ? (palette.series[ink - 1] ?? palette.text) : palette[ink];
}

/** Paints a scene on a canvas that is `scale` times as fine. */
export function paintScene(context: CanvasRenderingContext2D, scene: Scene, { palette, scale }: { palette: Palette; scale: number }): void {
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, scene.width, scene.height);
  context.lineJoin = "round";
  paintMarks(context, scene.marks, palette);
  if (!scene.inside) return;
  const { left, top, width, height } = scene.inside.area;
  context.save();
  context.beginPath();
  // A line at the very edge keeps its whole width.
  context.rect(left - 1, top - 2, width + 2, height + 4);
  context.clip();
  paintMarks(context, scene.inside.marks, palette);
  context.restore();
}

function paintMarks(context: CanvasRenderingContext2D, marks: readonly Mark[], palette: Palette): void {
  for (const mark of marks) {
    context.globalAlpha = "opacity" in mark && mark.opacity !== undefined ? mark.opacity : 1;
    context.fillStyle = context.strokeStyle = colorOf(mark.ink, palette);
    paintMark(context, mark, palette);
  }
  context.globalAlpha = 1;
}

function paintMark(context: CanvasRenderingContext2D, mark: Mark, palette: Palette): void {
  context.beginPath();
  switch (mark.kind) {
    case "text":
      paintText(context, mark, palette.surface);
      break;
    case "box":
      context.rect(mark.x, mark.y, mark.width, mark.height);
      context.lineWidth = 1;
      if (mark.isOutline) context.stroke();
      else context.fill();
      break;
    case "dot":
      context.arc(mark.x, mark.y, mark.radius, 0, 2 * Math.PI);
      context.fill();
      break;
    case "area":
      tracePoints(context, mark.points);
      context.fill();
      break;
    default:
      tracePoints(context, mark.points);
      context.lineWidth = mark.width;
      context.setLineDash(mark.dash ? [...mark.dash] : []);
      context.stroke();
      context.setLineDash([]);
  }
}

function tracePoints(context: CanvasRenderingContext2D, points: readonly number[]): void {
  let isDown = false;
  for (let at = 0; at < points.length; at += 2) {
    const x = points[at] ?? Number.NaN;
    const y = points[at + 1] ?? Number.NaN;
    if (Number.isNaN(x) || Number.isNaN(y)) isDown = false;
    else if (isDown) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      isDown = true;
    }
  }
}

const edgeWidth = 3;

function paintText(context: CanvasRenderingContext2D, mark: Extract<Mark, { kind: "text" }>, ground: string): void {
  context.font = `${mark.isStrong ? 600 : 400} ${fontPixels}px "Inter Variable", system-ui, sans-serif`;
  context.textAlign = mark.align === "middle" ? "center" : (mark.align ?? "start");
  context.textBaseline = "middle";
  const text = fitText(mark.text, mark.most);
  if (mark.hasEdge) {
    context.strokeStyle = ground;
    context.lineWidth = edgeWidth;
    context.strokeText(text, mark.x, mark.y);
  }
  context.fillText(text, mark.x, mark.y);
}
