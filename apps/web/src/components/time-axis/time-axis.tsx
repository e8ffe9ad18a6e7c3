"use client";
import { formatClock } from "@plumbline/ui/format/time";
import { clsx } from "clsx";
import { clockTicks } from "./clock-ticks.ts";

export interface TimeAxisProps {
  from: number;
  to: number;
  now?: number | undefined;
  /** Marks at most. */
  most?: number;
}

/** Hairlines at full hours or so with their times below, filling the element that it stands in. Drawn in the browser, which knows the reader's zone. */
export function TimeAxis({ from, to, now, most = 8 }: TimeAxisProps) {
  const offsetMinutes = new Date(from).getTimezoneOffset();
  const place = (at: number) => `${((at - from) / Math.max(1, to - from)) * 100}%`;
  return (
    <div className="absolute inset-0">
      {clockTicks(from, to, { most, offsetMinutes }).map(({ at, label }, index) => (
        <div key={at} style={{ left: place(at) }} className={index % 2 === 1 ? "max-sm:hidden" : undefined}>
          <i style={{ left: place(at) }} className="absolute top-0 bottom-6 w-px bg-line" />
          <span
            style={{ left: place(at) }}
            className="absolute bottom-1 -translate-x-1/2 whitespace-nowrap text-[10px] text-ink-3 tabular-nums leading-4"
          >
            {label}
          </span>
        </div>
      ))}
      {now !== undefined && (
        <>
          <i style={{ left: place(now) }} className="absolute top-0 bottom-6 z-10 w-px bg-ink" />
          <span
            style={{ left: place(now) }}
            className={clsx(
              "absolute top-0 z-10 whitespace-nowrap text-[10px] text-ink tabular-nums leading-3",
              // At the beginning of the axis there is no room before it.
              (now - from) * 8 < to - from ? "pl-1" : "-translate-x-[calc(100%+4px)]",
            )}
          >
            now {formatClock(now)}
          </span>
        </>
      )}
    </div>
  );
}
