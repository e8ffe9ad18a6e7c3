"use client";
import { Button } from "@plumbline/ui/button";
import { useHotkeys } from "@plumbline/ui/hotkeys";
import { Input } from "@plumbline/ui/input";
import { Segments } from "@plumbline/ui/tabs";
import { Time } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { useInBrowser } from "#src/components/in-browser.ts";
import { useThisMinute } from "../history/champion-band.tsx";
import {
  changeAfter,
  changeBefore,
  fieldValue,
  fromFieldValue,
  type InventoryChange,
  type Mark,
  type TimeLine,
  timeLine,
} from "./time-line.ts";
import { type InventoryState, inventoryViews } from "./use-inventory-state.ts";

const zoneName = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The reader's zone; empty on the server, which does not know it. */
function useZone(): string {
  return useInBrowser(zoneName, () => "");
}

/** As of when: a date, the changes on a line, and the way from one change to the next. */
export function TimeStrip({ state, changes }: { state: InventoryState; changes: readonly InventoryChange[] }) {
  const now = useThisMinute();
  const at = state.at === undefined ? now : Date.parse(state.at);
  const line = timeLine(changes, now);
  const before = changeBefore(line.marks, at);
  const after = changeAfter(line.marks, at);
  const go = (mark: Mark | undefined) => mark && state.setAt(mark.at);
  useHotkeys("Inventory", [
    { key: "[", does: "Change before", run: () => go(before) },
    { key: "]", does: "Next change", run: () => go(after) },
  ]);
  return (
    <section aria-label="As of" className="mb-3 rounded-lg border bg-surface px-3 pt-2 pb-1">
      <div className="mb-1 flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <AsOfField at={at} onAt={state.setAt} />
        <Step label="Change before" mark={before} onGo={go} />
        <Step label="Next change" mark={after} onGo={go} isNext />
        <Legend />
        <span className="ml-auto">
          <Segments label="Which" value={state.view} onChange={state.setView} options={inventoryViews} />
        </span>
      </div>
      <Line line={line} at={at} onAt={state.setAt} />
    </section>
  );
}

function AsOfField({ at, onAt }: { at: number; onAt: (at: number) => void }) {
  const zone = useZone();
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="whitespace-nowrap text-ink-2">
        As of
      </label>
      <Input
        id={id}
        key={`${zone} ${at}`}
        type="datetime-local"
        defaultValue={zone && fieldValue(at)}
        max={zone && fieldValue(Date.now() + 60_000)}
        onBlur={(event) => {
          const next = fromFieldValue(event.target.value);
          if (next !== undefined && next !== Math.floor(at / 60_000) * 60_000) onAt(next);
        }}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        className="w-52!"
      />
      <span className="text-ink-3 text-small max-sm:hidden">{zone.split("/").at(-1)?.replaceAll("_", " ")}</span>
    </div>
  );
}

function Step({
  label,
  mark,
  onGo,
  isNext = false,
}: {
  label: string;
  mark: Mark | undefined;
  onGo: (mark: Mark) => void;
  isNext?: boolean;
}) {
  return (
    <Button
      tone="ghost"
      denied={mark ? undefined : isNext ? "Nothing changed after it" : "Nothing changed before it"}
      onClick={() => mark && onGo(mark)}
    >
      {!isNext && <ChevronLeft className="icon-small" aria-hidden="true" />}
      {label}
      {mark && (
        <>
          , <Time at={mark.at} style="date" />
        </>
      )}
      {isNext && <ChevronRight className="icon-small" aria-hidden="true" />}
    </Button>
  );
}

const markColours: Readonly<Record<Mark["kind"], string>> = {
  promotion: "bg-accent",
  "step-down": "bg-ink-3",
  retirement: "bg-ink-3",
  rollback: "bg-bad [clip-path:polygon(50%_0,100%_100%,0_100%)]",
};

function Legend() {
  return (
    <span className="flex items-center gap-3 text-ink-3 text-small">
      <span className="flex items-center gap-1">
        <i aria-hidden="true" className="inline-block h-2.5 w-0.5 bg-accent" /> promotion
      </span>
      <span className="flex items-center gap-1">
        <i aria-hidden="true" className={clsx("inline-block size-2", markColours.rollback)} /> rollback
      </span>
      <span className="flex items-center gap-1">
        <i aria-hidden="true" className="inline-block h-2.5 w-0.5 bg-ink-3" /> other
      </span>
    </span>
  );
}

const percent = (place: number) => `${Math.min(1, Math.max(0, place)) * 100}%`;
const stepMs = 3_600_000;
const settleMs = 250;

/** The line itself is a slider: dragged, or moved by the arrow keys. */
function Line({ line, at, onAt }: { line: TimeLine; at: number; onAt: (at: number) => void }) {
  const [moving, setMoving] = useState<number>();
  useEffect(() => {
    if (moving === undefined) return;
    const timer = setTimeout(() => {
      onAt(moving);
      setMoving(undefined);
    }, settleMs);
    return () => clearTimeout(timer);
  }, [moving, onAt]);
  const shown = moving ?? at;
  const place = (shown - line.from) / (line.to - line.from);
  return (
    <div className="relative h-11 rounded-sm text-caption text-ink-3 has-focus-visible:outline-2 has-focus-visible:outline-accent">
      {line.ticks.map((tick, index) => (
        <span
          key={tick.label}
          style={{ left: percent(tick.place) }}
          className={clsx("absolute top-0 h-6 border-l pl-1", index % 2 === 1 && "max-md:hidden", index % 4 !== 0 && "max-sm:hidden")}
        >
          <span className="absolute top-6 whitespace-nowrap">{tick.place < 0.96 && tick.label}</span>
        </span>
      ))}
      <span className="absolute top-[22px] right-0 left-0 border-t border-line-strong" />
      <span className="absolute top-[21px] left-0 h-1 bg-accent-soft" style={{ width: percent(place) }} />
      {line.marks.map((mark, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: two changes may be of one instant
          key={index}
          title={mark.title}
          style={{ left: percent(mark.place) }}
          className={clsx(
            "absolute",
            mark.kind === "rollback" ? "top-2.5 -ml-1 size-2" : "top-2 -ml-px h-2.5 w-0.5",
            markColours[mark.kind],
          )}
        />
      ))}
      <span className="absolute top-0 h-6 w-[1.5px] bg-ink" style={{ left: percent(place) }} />
      <span className="absolute top-[19px] -ml-[3.5px] size-2 rounded-full bg-ink" style={{ left: percent(place) }} />
      <input
        type="range"
        aria-label="As of, on the line of changes"
        aria-valuetext={new Date(shown).toISOString().slice(0, 16).replace("T", " ")}
        min={line.from}
        max={line.to}
        step={stepMs}
        value={shown}
        onChange={(event) => setMoving(event.target.valueAsNumber)}
        className="absolute inset-x-0 top-0 h-7 w-full cursor-pointer opacity-0"
      />
    </div>
  );
}
