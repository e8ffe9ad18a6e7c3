"use client";
import { useCallback, useSyncExternalStore } from "react";

const prefix = "plumbline.kept.";
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** A choice kept in this browser, as text; undefined where none was made yet. */
export function useKept(name: string): readonly [value: string | undefined, keep: (value: string | undefined) => void] {
  const key = prefix + name;
  const value = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(key) ?? undefined,
    () => undefined,
  );
  const keep = useCallback(
    (next: string | undefined) => {
      if (next === undefined) localStorage.removeItem(key);
      else localStorage.setItem(key, next);
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [value, keep];
}

/** Parses what a browser kept; whatever is not of the shape asked for counts as nothing kept. */
export function parseKept<Value>(text: string | undefined, isValue: (value: unknown) => value is Value): Value | undefined {
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return isValue(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
