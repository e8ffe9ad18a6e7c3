import { exactNumber, formatNumber } from "../format/number.ts";
import type { PreparedCurves } from "./series.ts";

/** A comma-separated cell as RFC 4180 has it; one that a spreadsheet would run as a formula is disarmed. */
function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return exactNumber(value);
  const isFormula = /^[=+\-@\t\r]/.test(value) && !Number.isFinite(Number(value));
  const text = isFormula ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvText(rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

/** The drawn points as a table: one row for each x, one column for each curve. */
export function curvesCsv(prepared: PreparedCurves, xLabel: string): string {
  const head = [xLabel, ...prepared.series.map((series) => series.label)];
  const rows = prepared.x.map((x, at) => [x, ...prepared.columns.map((column) => column[at])]);
  return csvText([head, ...rows]);
}

export interface SvgStyle {
  title: string;
  xLabel: string;
  isLog: boolean;
  /** CSS colours as the page resolves them; `series` by the number of the colour. */
  background: string;
  line: string;
  text: string;
  series: readonly string[];
}

const size = { width: 720, height: 360, left: 64, right: 16, top: 36, bottom: 40 };

/** The chart as a stand-alone SVG document. */
export function curvesSvg(prepared: PreparedCurves, style: SvgStyle): string {
  const values = prepared.columns.flat().filter((y): y is number => typeof y === "number");
  const scaleY = style.isLog ? Math.log10 : (y: number) => y;
  const [lowX, highX] = extent(prepared.x);
  const [lowY, highY] = extent(values.map(scaleY));
  const right = size.width - size.right;
  const bottom = size.height - size.bottom;
  const placeX = (x: number) => size.left + ((x - lowX) / (highX - lowX)) * (right - size.left);
  const placeY = (y: number) => bottom - ((scaleY(y) - lowY) / (highY - lowY)) * (bottom - size.top);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const grid = ticks.map((share) => {
    const at = lowY + share * (highY - lowY);
    const y = round(bottom - share * (bottom - size.top));
    const label = formatNumber(style.isLog ? 10 ** at : at);
    return `<path d="M${size.left} ${y}H${right}" stroke="${style.line}"/><text x="${size.left - 8}" y="${y + 4}" text-anchor="end">${label}</text>`;
  });
  const feet = ticks.map((share) => {
    const x = lowX + share * (highX - lowX);
    return `<text x="${round(placeX(x))}" y="${bottom + 16}" text-anchor="middle">${formatNumber(Math.round(x * 1000) / 1000)}</text>`;
  });
  const curves = prepared.series.map((series, at) => {
    const path = curvePath(prepared.x, prepared.columns[at] ?? [], (x, y) => `${round(placeX(x))} ${round(placeY(y))}`);
    const dash = series.isDashed ? ' stroke-dasharray="2 3"' : "";
    return `<path d="${path}" fill="none" stroke="${style.series[series.color - 1] ?? style.text}" stroke-width="1.75"${dash}><title>${escapeText(series.label)}</title></path>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" font-family="Inter, system-ui, sans-serif" font-size="11" fill="${style.text}">`,
    `<rect width="100%" height="100%" fill="${style.background}"/>`,
    `<text x="${size.left}" y="20" font-size="13" font-weight="600">${escapeText(style.title)}</text>`,
    ...grid,
    ...feet,
    `<text x="${right}" y="${size.height - 8}" text-anchor="end">${escapeText(style.xLabel)}</text>`,
    ...curves,
    "</svg>",
  ].join("");
}

function curvePath(x: readonly number[], column: readonly (number | null | undefined)[], place: (x: number, y: number) => string): string {
  let pen = "M";
  let path = "";
  for (const [at, y] of column.entries()) {
    if (y === undefined) continue;
    if (y === null) {
      pen = "M";
      continue;
    }
    path += pen + place(x[at] ?? 0, y);
    pen = "L";
  }
  return path;
}

function extent(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
