"use client";
import { Time } from "@plumbline/ui/time";
import { clsx } from "clsx";
import { useInBrowser } from "#src/components/in-browser.ts";
import { type Band, bandWindow, lastedText, type PlacedBand, placeBands } from "./bands.ts";

const minuteMs = 60_000;
const thisMinute = () => Math.floor(Date.now() / minuteMs) * minuteMs;

/** The present to the minute, the same for everything that is drawn together. */
export function useThisMinute(): number {
  return useInBrowser(thisMinute, thisMinute);
}

export interface ChampionBandProps {
  bands: readonly Band[];
  /** The version that the page is about, or that is looked at; set apart. */
  version?: number | undefined;
  /** An instant that is marked. */
  at?: number | undefined;
}

/** A label needs about so much of the width. */
const labelShare = 0.13;

/** Who held the alias over time: one box for each stretch, as long as it lasted. What it shows is said by the list beside it too. */
export function ChampionBand({ bands, version, at }: ChampionBandProps) {
  const now = useThisMinute();
  const range = bandWindow(bands, now);
  const placed = placeBands(bands, range);
  const mark = at === undefined ? undefined : (at - range.from) / (range.to - range.from);
  return (
    <div role="img" aria-label={`Champions: ${placed.map((band) => `version ${band.version}`).join(", then ")}`} className="relative">
      <div className="relative h-[26px]">
        {placed.map((band) => (
          <Box key={band.from} band={band} isChosen={band.version === version && isMarked(band, at)} now={now} />
        ))}
        {mark !== undefined && mark >= 0 && mark <= 1 && (
          <span className="absolute -top-1 -bottom-1 w-[1.5px] bg-ink" style={{ left: percent(mark) }} />
        )}
      </div>
      <div className="relative h-[34px] overflow-hidden text-caption text-ink-3 tabular-nums">
        {placed
          .filter((band) => band.width >= labelShare)
          .map((band) => (
            <Label key={band.from} band={band} />
          ))}
        <Hiccup placed={placed} />
      </div>
    </div>
  );
}

const percent = (share: number) => `${share * 100}%`;

function isMarked(band: Band, at: number | undefined): boolean {
  return at === undefined || (band.from <= at && (band.until === undefined || at < band.until));
}

function Box({ band, isChosen, now }: { band: PlacedBand; isChosen: boolean; now: number }) {
  const lasted = lastedText((band.until ?? now) - band.from);
  return (
    <span
      title={`Version ${band.version}, for ${lasted}`}
      style={{ left: percent(band.left), width: `max(3px, calc(${percent(band.width)} - 2px))` }}
      className={clsx(
        "absolute inset-y-0 overflow-hidden rounded-[2px] border px-1.5 font-semibold leading-6 tabular-nums",
        isChosen ? "border-accent-line bg-accent-soft" : "border-line-strong bg-sunken",
        band.isNarrow && "px-0!",
      )}
    >
      {!band.isNarrow && band.version}
    </span>
  );
}

function Label({ band }: { band: PlacedBand }) {
  return (
    <span className="absolute top-0.5 truncate" style={{ left: percent(band.left), width: percent(band.width) }}>
      {band.isCut && "since "}
      <Time at={band.from} style="date" />
      {band.isCurrent && " to now"}
    </span>
  );
}

/** The latest version that held the alias too shortly for its number to be drawn, named below it. */
function Hiccup({ placed }: { placed: readonly PlacedBand[] }) {
  const band = placed.findLast(({ isNarrow, until }) => isNarrow && until !== undefined);
  if (band?.until === undefined) return null;
  const isLate = band.left > 0.6;
  return (
    <span
      style={isLate ? { right: percent(1 - band.left) } : { left: percent(band.left) }}
      className={clsx("absolute top-0 h-[32px] border-bad text-bad", isLate ? "border-r pr-1" : "border-l pl-1")}
    >
      <span className="block whitespace-nowrap pt-4">
        {band.version}, for {lastedText(band.until - band.from)}
      </span>
    </span>
  );
}
