"use client";
import { formatClock } from "@plumbline/ui/format/time";
import { placeOf, type TimeLine } from "./time-line.ts";

const hatched = "bg-[repeating-linear-gradient(135deg,var(--accent)_0_1.6px,transparent_1.6px_5px)]";

/** What is still to come: pale as far as it surely goes, hatched where 8 in 10 like it ended, and a line where it is expected to end. */
export function EndMark({ line }: { line: TimeLine }) {
  const { now, end } = line;
  if (now === undefined || !end || Math.max(end.to, end.span?.to ?? 0) <= now) return null;
  const sure = Math.max(now, end.span?.from ?? end.to);
  const last = Math.max(sure, end.span?.to ?? sure);
  return (
    <>
      <Stretch line={line} from={now} to={sure} look="bg-accent-soft" />
      {last > sure && <Stretch line={line} from={sure} to={last} look={hatched} />}
      {end.to > now && (
        <>
          <i
            aria-hidden="true"
            style={{ left: `${placeOf(line, end.to)}%` }}
            className="absolute -top-1 h-7 w-0.5 -translate-x-1/2 bg-accent"
          />
          <span
            style={{ right: `${100 - placeOf(line, Math.max(end.to, last))}%` }}
            className="absolute top-[22px] whitespace-nowrap pr-1 font-medium text-ink-2 text-small leading-4"
          >
            ends about {formatClock(end.to)}
            {end.span && (
              <span className="font-normal text-ink-3 max-sm:hidden">
                , 8 in 10 {formatClock(sure)} to {formatClock(last)}
              </span>
            )}
          </span>
        </>
      )}
    </>
  );
}

function Stretch({ line, from, to, look }: { line: TimeLine; from: number; to: number; look: string }) {
  const left = placeOf(line, from);
  return (
    <i
      aria-hidden="true"
      style={{ left: `${left}%`, width: `${placeOf(line, to) - left}%` }}
      className={`absolute top-0 h-5 border border-accent-line border-l-0 last-of-type:rounded-r-[2px] ${look}`}
    />
  );
}
