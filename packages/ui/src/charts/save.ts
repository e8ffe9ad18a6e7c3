import { curvesCsv, curvesSvg } from "./export.ts";
import type { Palette } from "./palette.ts";
import type { PreparedCurves } from "./series.ts";

export interface SaveInput {
  title: string;
  prepared: PreparedCurves;
  xLabel: string;
  isLog: boolean;
  palette: Palette;
}

export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export function saveCsv(input: SaveInput): void {
  saveFile(`${fileName(input.title)}.csv`, new Blob([curvesCsv(input.prepared, input.xLabel)], { type: "text/csv" }));
}

export function saveSvg(input: SaveInput): void {
  saveFile(`${fileName(input.title)}.svg`, new Blob([svgOf(input)], { type: "image/svg+xml" }));
}

function svgOf({ palette, ...input }: SaveInput): string {
  const colours = { background: palette.surface, line: palette.line, text: palette.text, series: palette.series };
  return curvesSvg(input.prepared, { ...colours, ...input });
}

/** Of a chart without a canvas: twice the size of its SVG, so that it stays sharp. */
export async function saveSvgAsPng(input: SaveInput): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svgOf(input))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && saveFile(`${fileName(input.title)}.png`, blob));
}

const margin = 12;
const titleHeight = 28;

/** The chart as it is on screen, on the theme's ground and under its title. */
export function savePng(canvas: HTMLCanvasElement, input: SaveInput): void {
  const scale = devicePixelRatio;
  const copy = document.createElement("canvas");
  copy.width = canvas.width + 2 * margin * scale;
  copy.height = canvas.height + (titleHeight + 2 * margin) * scale;
  const context = copy.getContext("2d");
  if (!context) return;
  context.fillStyle = input.palette.surface;
  context.fillRect(0, 0, copy.width, copy.height);
  context.fillStyle = input.palette.text;
  context.font = `600 ${13 * scale}px "Inter Variable", system-ui, sans-serif`;
  context.fillText(input.title, margin * scale, (margin + 14) * scale);
  context.drawImage(canvas, margin * scale, (margin + titleHeight) * scale);
  copy.toBlob((blob) => blob && saveFile(`${fileName(input.title)}.png`, blob));
}

export function fileName(title: string): string {
  return title.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^-+|-+$/g, "") || "chart";
}
