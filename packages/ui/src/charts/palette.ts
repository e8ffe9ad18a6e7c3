"use client";
import { useSyncExternalStore } from "react";

/** The page's colours as a canvas understands them. */
export interface Palette {
  surface: string;
  sunken: string;
  line: string;
  text: string;
  quiet: string;
  series: readonly string[];
}

const unknown: Palette = { surface: "", sunken: "", line: "", text: "", quiet: "", series: [] };
let current: Palette = unknown;
const listeners = new Set<() => void>();

function resolve(): Palette {
  const probe = document.createElement("i");
  document.body.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    surface: read("surface"),
    sunken: read("sunken"),
    line: read("line"),
    text: read("text"),
    quiet: read("text-3"),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((color) => read(`s${color}`)),
  };
  probe.remove();
  return palette;
}

let stop: (() => void) | undefined;

function watch(): () => void {
  const update = () => {
    current = resolve();
    for (const listener of listeners) listener();
  };
  const observer = new MutationObserver(update);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", update);
  return () => {
    observer.disconnect();
    scheme.removeEventListener("change", update);
    current = unknown;
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  stop ??= watch();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = undefined;
  };
}

function read(): Palette {
  if (current === unknown) current = resolve();
  return current;
}

/** Follows the theme. */
export function usePalette(): Palette {
  return useSyncExternalStore(subscribe, read, () => unknown);
}
