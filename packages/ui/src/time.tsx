"use client";
import { useSyncExternalStore } from "react";
import { formatAgo, formatDistance, formatDuration, formatInstant } from "./format/time.ts";

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
  const snapshot = () => text(read());
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}

/** An instant, relative to now, with the exact one on hover. Give milliseconds since 1970. */
export function Time(props: { at: number; style?: "short" | "sentence"; className?: string }) {
  const format = props.style === "sentence" ? formatAgo : formatDistance;
  const text = useClockText((now) => format(props.at, now));
  return (
    <time dateTime={new Date(props.at).toISOString()} title={formatInstant(props.at)} className={props.className} suppressHydrationWarning>
      {text}
    </time>
  );
}

/** How long something took, or has been taking where `until` is not known yet. */
export function Duration(props: { from: number; until: number | undefined; className?: string }) {
  const text = useClockText((now) => formatDuration((props.until ?? now) - props.from));
  return (
    <span className={props.className} suppressHydrationWarning>
      {text}
    </span>
  );
}
