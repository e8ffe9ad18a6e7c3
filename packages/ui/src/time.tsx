"use client";
import { useSyncExternalStore } from "react";
import {
  formatAgo,
  formatDate,
  formatDay,
  formatDistance,
  formatDuration,
  formatInstant,
  formatMoment,
  formatRunning,
} from "./format/time.ts";

const tickMs = 1000;
let current = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    if (document.hidden) return;
    current = Date.now();
    for (const each of watchers) each();
  }, tickMs);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
      current = 0;
    }
  };
}

function read(): number {
  current ||= Date.now();
  return current;
}

/** Text made from the present moment: drawn again only when the text changes, whatever the clock does. */
function useClockText(text: (now: number) => string): string {
  return useSyncExternalStore(
    subscribe,
    () => text(read()),
    // Nobody subscribes on the server: the moment kept there would be that of its first page.
    () => text(Date.now()),
  );
}

/** The present moment, a second old at most, for what is drawn from it in the browser alone. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read, () => 0);
}

const never = () => () => undefined;

/**
 * A key that changes once a page that came from the server is alive, so that what is under it is made anew. React keeps
 * the text that came, which the server wrote by its own clock and in its own zone.
 */
function useReaderKey(): string {
  return useSyncExternalStore(
    never,
    () => "reader",
    () => "server",
  );
}

const timeFormats = { short: formatDistance, sentence: formatAgo, date: formatDate, moment: formatMoment };

/** An instant, relative to now or as a date, with the exact one on hover. Give milliseconds since 1970. */
export function Time(props: { at: number; style?: keyof typeof timeFormats; className?: string }) {
  const format = timeFormats[props.style ?? "short"];
  const text = useClockText((now) => format(props.at, now));
  const key = useReaderKey();
  return (
    <time
      key={key}
      dateTime={new Date(props.at).toISOString()}
      title={formatInstant(props.at)}
      className={props.className}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}

/** How long something took, or has been taking where `until` is not known yet. */
export function Duration(props: { from: number; until: number | undefined; className?: string }) {
  const text = useClockText((now) =>
    props.until === undefined ? formatRunning(now - props.from) : formatDuration(props.until - props.from),
  );
  const key = useReaderKey();
  return (
    <span key={key} className={props.className} suppressHydrationWarning>
      {text}
    </span>
  );
}

/** The day it is, as `Friday 27 November`. */
export function Today() {
  const text = useClockText(formatDay);
  const key = useReaderKey();
  return (
    <span key={key} suppressHydrationWarning>
      {text}
    </span>
  );
}
