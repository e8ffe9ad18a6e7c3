"use client";
import { TimeAxis } from "#src/components/time-axis/time-axis.tsx";
import type { TimeLine } from "./time-line.ts";

/** Behind the rows: the reader's clock, and where now is. */
export function PhaseAxis({ line }: { line: TimeLine }) {
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-y-0 right-3 left-3 sm:left-[116px]">
      <TimeAxis from={line.from} to={line.to} now={line.now} />
    </div>
  );
}
