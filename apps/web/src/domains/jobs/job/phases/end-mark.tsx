"use client";
import { formatClock } from "@plumbline/ui/format/time";
import { placeOf, type TimeLine } from "./time-line.ts";

/** What is still to come: pale up to the foreseen end, and how that is known. */
export function EndMark({ line }: { line: TimeLine }) {
  const { now, end } = line;
  if (now === undefined || !end || end.to <= now) return null;
  const from = placeOf(line, now);
  const to = placeOf(line, end.to);
  return (
    <>
      <i
        aria-hidden="true"
        style={{ left: `${from}%`, width: `${to - from}%` }}
        className="absolute top-0 h-5 rounded-r-[2px] border border-accent-line border-l-0 bg-accent-soft"
      />
      <i aria-hidden="true" style={{ left: `${to}%` }} className="absolute -top-1 h-7 w-0.5 -translate-x-1/2 bg-accent" />
      <span
        style={{ right: `${100 - to}%` }}
        className="absolute top-[22px] whitespace-nowrap pr-1 font-medium text-ink-2 text-small leading-4"
      >
        ends about {formatClock(end.to)}
      </span>
    </>
  );
}
