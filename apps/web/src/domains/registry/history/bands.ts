import type { HistoryEntry } from "@plumbline/contracts/registry/history";
import { formatDuration } from "@plumbline/ui/format/time";

/** A stretch of time in which one version held an alias. Milliseconds; the last one may have no end. */
export interface Band {
  version: number;
  from: number;
  until: number | undefined;
}

/** One time that an alias went to another version, or to none. */
export interface AliasMove {
  at: number;
  from: number | undefined;
  to: number | undefined;
  /** Back to a version that held it before. */
  isRollback: boolean;
  requestNumber: number | null;
  by: HistoryEntry["by"];
  reason: string;
}

/** The moves of one alias, the oldest first; `entries` come newest first, as the history lists them. */
export function aliasMoves(entries: readonly HistoryEntry[], alias: string): AliasMove[] {
  const held = new Set<number>();
  let current: number | undefined;
  const moves: AliasMove[] = [];
  for (const entry of entries.toReversed()) {
    if (entry.kind !== "alias" || entry.value !== alias) continue;
    const to = entry.version ?? undefined;
    if (to === current) continue;
    const isRollback = to !== undefined && held.has(to);
    moves.push({ at: entry.at, from: current, to, isRollback, requestNumber: entry.requestNumber, by: entry.by, reason: entry.reason });
    if (to !== undefined) held.add(to);
    current = to;
  }
  return moves;
}

/** Who held the alias, from when to when, the oldest first. */
export function bandsOf(moves: readonly AliasMove[]): Band[] {
  return moves.flatMap(({ at, to }, index) => (to === undefined ? [] : [{ version: to, from: at, until: moves[index + 1]?.at }]));
}

export interface BandWindow {
  from: number;
  to: number;
}

const longestMs = 400 * 86_400_000;

/** From the first holder until now, but not so far back that what is new becomes a hair. */
export function bandWindow(bands: readonly Band[], now: number): BandWindow {
  const first = bands[0]?.from ?? now;
  return { from: Math.max(first, now - longestMs), to: Math.max(now, first + 1) };
}

export interface PlacedBand extends Band {
  /** Shares of the window's length, 0 to 1. */
  left: number;
  width: number;
  /** Began before the window. */
  isCut: boolean;
  isCurrent: boolean;
  /** Too narrow to hold its own number. */
  isNarrow: boolean;
}

const narrow = 0.04;

/** Where the bands lie in the window; those that ended before it are left out. */
export function placeBands(bands: readonly Band[], { from, to }: BandWindow): PlacedBand[] {
  const length = to - from;
  return bands.flatMap((band) => {
    const end = Math.min(band.until ?? to, to);
    const begin = Math.max(band.from, from);
    if (end < from || begin > to) return [];
    const width = Math.max(0, end - begin) / length;
    const isCurrent = band.until === undefined;
    return [{ ...band, left: (begin - from) / length, width, isCut: band.from < from, isCurrent, isNarrow: width < narrow }];
  });
}

/** The band that holds at an instant. */
export function bandAt(bands: readonly Band[], at: number): Band | undefined {
  return bands.find(({ from, until }) => from <= at && (until === undefined || at < until));
}

/** The version to go back to: the latest other one that held the alias. */
export function earlierHolders(moves: readonly AliasMove[]): number[] {
  const current = moves.at(-1)?.to;
  const versions = moves.toReversed().flatMap(({ to }) => (to === undefined || to === current ? [] : [to]));
  return [...new Set(versions)];
}

const dayMs = 86_400_000;

/** How long a version held an alias: whole days, and finer below one. */
export function lastedText(ms: number): string {
  const days = Math.round(ms / dayMs);
  if (days < 1) return formatDuration(ms);
  return days === 1 ? "1 day" : `${days} days`;
}
