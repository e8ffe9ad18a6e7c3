import type { Span } from "./comparison-report.ts";

/** A stretch of numbers drawn from one side of a row to the other. */
export interface Scale {
  from: number;
  to: number;
}

const margin = 0.08;

/** The shortest stretch in which everything that is to be drawn lies, with room at both ends. */
export function scaleOver(values: readonly (number | null | undefined)[]): Scale {
  const known = values.filter((value) => value !== null && value !== undefined);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (known.length === 0) return { from: 0, to: 1 };
  const room = (high - low || Math.abs(high) || 1) * margin;
  return { from: low - room, to: high + room };
}

/** Where a value lies, in percent of the width; what lies outside stands at the edge. */
export function placeOn({ from, to }: Scale, value: number): number {
  return Math.min(100, Math.max(0, (100 * (value - from)) / (to - from)));
}

/** An improvement in halves of its own interval, so that metrics of unlike units share one scale; the band is the margin in the same unit. */
export function inOwnWidths(
  improvement: number,
  interval: Span | null,
  marginOf: number,
): { at: number; interval: Span | null; margin: number } {
  const half = interval ? Math.max(Math.abs(interval.high - improvement), Math.abs(interval.low - improvement)) : Math.abs(improvement);
  const unit = half || 1;
  return {
    at: improvement / unit,
    interval: interval && { low: interval.low / unit, high: interval.high / unit },
    margin: marginOf / unit,
  };
}
