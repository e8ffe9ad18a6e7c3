import type { Span } from "./comparison-report.ts";
import { placeOn, type Scale } from "./interval-scale.ts";

export interface IntervalMarkProps {
  scale: Scale;
  value: number | null;
  interval: Span | null;
  /** What it shows, in words. */
  label: string;
  /** An upright line: nothing changes, or the reference. */
  zero?: number;
  /** A dashed line that must not be crossed. */
  limit?: number | null;
  /** Where differences do not matter. */
  band?: Span | undefined;
}

/** A value with its interval on the scale that all rows share. */
export function IntervalMark({ scale, value, interval, label, zero, limit, band }: IntervalMarkProps) {
  const at = (number: number) => `${placeOn(scale, number)}%`;
  return (
    <svg role="img" aria-label={label} width="100%" height="26" className="block min-w-20 overflow-visible">
      {band && (
        <rect
          x={at(band.low)}
          width={`${placeOn(scale, band.high) - placeOn(scale, band.low)}%`}
          y="0"
          height="26"
          className="fill-sunken"
        />
      )}
      {zero !== undefined && <line x1={at(zero)} x2={at(zero)} y1="0" y2="26" className="stroke-ink-3" />}
      {typeof limit === "number" && <line x1={at(limit)} x2={at(limit)} y1="0" y2="26" strokeDasharray="3 2" className="stroke-bad" />}
      {interval && (
        <g className="stroke-ink" strokeWidth="1.5">
          <line x1={at(interval.low)} x2={at(interval.high)} y1="13" y2="13" />
          <line x1={at(interval.low)} x2={at(interval.low)} y1="10" y2="16" />
          <line x1={at(interval.high)} x2={at(interval.high)} y1="10" y2="16" />
        </g>
      )}
      {value !== null && <circle cx={at(value)} cy="13" r="3.5" className="fill-ink" />}
    </svg>
  );
}
