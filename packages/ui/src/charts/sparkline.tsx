export interface SparklineProps {
  values: readonly (number | null)[];
  width?: number;
  height?: number;
  color?: number;
  /** The least and the greatest value there can be; by default those there are. */
  domain?: readonly [number, number] | undefined;
}

/** A small line without axes; the words beside it carry the numbers. */
export function Sparkline({ values, width = 100, height = 28, color = 1, domain }: SparklineProps) {
  const paths = sparkPaths(values, { width, height, domain });
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" height={height} preserveAspectRatio="none" aria-hidden="true" className="block">
      <path d={paths.area} fill={`var(--s${color})`} opacity="0.14" />
      <path d={paths.line} fill="none" stroke={`var(--s${color})`} strokeWidth="1.25" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** Path data of the line and of the area below it; a null value breaks both. */
export function sparkPaths(
  values: readonly (number | null)[],
  { width, height, domain }: { width: number; height: number; domain?: SparklineProps["domain"] },
): { line: string; area: string } {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const low = domain?.[0] ?? Math.min(...known);
  const high = domain?.[1] ?? Math.max(...known);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const place = (value: number, at: number) => {
    const share = high > low ? (value - low) / (high - low) : 0.5;
    return { x: round(at * step), y: round(height - 2 - share * (height - 4)) };
  };
  const pieces: { x: number; y: number }[][] = [];
  let isBroken = true;
  for (const [at, value] of values.entries()) {
    if (value === null || !Number.isFinite(value)) {
      isBroken = true;
      continue;
    }
    if (isBroken) pieces.push([]);
    isBroken = false;
    pieces.at(-1)?.push(place(value, at));
  }
  const line = pieces.map((piece) => piece.map((point, at) => `${at ? "L" : "M"}${point.x} ${point.y}`).join("")).join("");
  const area = pieces.map(
    (piece) =>
      `M${piece[0]?.x ?? 0} ${height}${piece.map((point) => `L${point.x} ${point.y}`).join("")}L${piece.at(-1)?.x ?? 0} ${height}Z`,
  );
  return { line, area: area.join("") };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
