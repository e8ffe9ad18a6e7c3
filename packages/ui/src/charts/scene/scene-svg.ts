import type { Palette } from "../palette.ts";
import { colorOf } from "./paint.ts";
import { fitText, fontPixels, type Mark, type Scene } from "./scene.ts";

const titleHeight = 30;
const margin = 12;

/** A scene under its title as a stand-alone SVG document on the theme's ground. */
export function sceneSvg(scene: Scene, { title, palette }: { title: string; palette: Palette }): string {
  const width = scene.width + 2 * margin;
  const height = scene.height + titleHeight + margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Inter, system-ui, sans-serif" font-size="${fontPixels}">`,
    `<rect width="100%" height="100%" fill="${palette.surface}"/>`,
    `<text x="${margin}" y="20" font-size="13" font-weight="600" fill="${palette.text}">${escapeText(title)}</text>`,
    `<g transform="translate(${margin} ${titleHeight})">`,
    ...scene.marks.map((mark) => markSvg(mark, palette)),
    insideSvg(scene, palette),
    "</g></svg>",
  ].join("");
}

function insideSvg({ inside }: Scene, palette: Palette): string {
  if (!inside) return "";
  const { left, top, width, height } = inside.area;
  const frame = `<clipPath id="inside"><rect x="${round(left - 1)}" y="${round(top - 2)}" width="${round(width + 2)}" height="${round(height + 4)}"/></clipPath>`;
  return `${frame}<g clip-path="url(#inside)">${inside.marks.map((mark) => markSvg(mark, palette)).join("")}</g>`;
}

function markSvg(mark: Mark, palette: Palette): string {
  const color = colorOf(mark.ink, palette);
  if (mark.kind === "text") return textSvg(mark, color, palette.surface);
  const opacity = mark.opacity === undefined ? "" : ` opacity="${mark.opacity}"`;
  const title = mark.title === undefined ? "" : `<title>${escapeText(mark.title)}</title>`;
  switch (mark.kind) {
    case "box": {
      const fill = mark.isOutline ? `fill="none" stroke="${color}"` : `fill="${color}"`;
      return `<rect x="${round(mark.x)}" y="${round(mark.y)}" width="${round(mark.width)}" height="${round(mark.height)}" ${fill}${opacity}>${title}</rect>`;
    }
    case "dot":
      return `<circle cx="${round(mark.x)}" cy="${round(mark.y)}" r="${mark.radius}" fill="${color}"${opacity}>${title}</circle>`;
    case "area":
      return `<path d="${pathText(mark.points)}Z" fill="${color}"${opacity}>${title}</path>`;
    default: {
      const dash = mark.dash ? ` stroke-dasharray="${mark.dash.join(" ")}"` : "";
      return `<path d="${pathText(mark.points)}" fill="none" stroke="${color}" stroke-width="${mark.width}" stroke-linejoin="round"${dash}${opacity}>${title}</path>`;
    }
  }
}

function textSvg(mark: Extract<Mark, { kind: "text" }>, color: string, ground: string): string {
  const anchor = mark.align ? ` text-anchor="${mark.align}"` : "";
  const edge = mark.hasEdge ? ` stroke="${ground}" stroke-width="3" paint-order="stroke"` : "";
  const weight = mark.isStrong ? ' font-weight="600"' : "";
  return `<text x="${round(mark.x)}" y="${round(mark.y)}" dominant-baseline="middle" fill="${color}"${anchor}${weight}${edge}>${escapeText(fitText(mark.text, mark.most))}</text>`;
}

function pathText(points: readonly number[]): string {
  let pen = "M";
  let path = "";
  for (let at = 0; at < points.length; at += 2) {
    const x = points[at] ?? Number.NaN;
    const y = points[at + 1] ?? Number.NaN;
    if (Number.isNaN(x) || Number.isNaN(y)) {
      pen = "M";
      continue;
    }
    path += `${pen}${round(x)} ${round(y)}`;
    pen = "L";
  }
  return path;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
