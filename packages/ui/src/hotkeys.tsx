"use client";
import { useEffect, useRef, useSyncExternalStore } from "react";

export interface Hotkey {
  /** As `KeyboardEvent.key` names it: `j`, `/`, `?`, `Enter`, `ArrowDown`. */
  key: string;
  /** What it does, for the list of keys; absent for a second name of the same act. */
  does?: string;
  run: (event: KeyboardEvent) => void;
}

export interface HotkeyGroup {
  title: string;
  keys: readonly Hotkey[];
}

let groups: readonly HotkeyGroup[] = [];
const listeners = new Set<() => void>();
const storageKey = "plumbline.hotkeys";

function changed(next: readonly HotkeyGroup[]): void {
  groups = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Binds single keys while the caller is on screen. They rest while a person types, while a dialog is open,
 * and when switched off (single-letter shortcuts must be, for people who speak to their computer).
 * A group that goes first may keep a key from the others by `preventDefault`.
 */
export function useHotkeys(title: string, keys: readonly Hotkey[], { goesFirst = false }: { goesFirst?: boolean } = {}): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  const names = keys.map((item) => `${item.key}\t${item.does ?? ""}`).join("\n");
  useEffect(() => {
    if (names === "") return;
    const group: HotkeyGroup = { title, keys: parseNames(names) };
    changed([...groups, group]);
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isFree(event)) return;
      latest.current.find((item) => item.key === event.key)?.run(event);
    };
    document.addEventListener("keydown", onKeyDown, goesFirst);
    return () => {
      document.removeEventListener("keydown", onKeyDown, goesFirst);
      changed(groups.filter((item) => item !== group));
    };
  }, [title, names, goesFirst]);
}

function parseNames(names: string): Hotkey[] {
  return names.split("\n").map((line) => {
    const [key = "", does = ""] = line.split("\t");
    return { key, ...(does && { does }), run: () => undefined };
  });
}

/** Every key bound on the page now, for the list of keys. */
export function useHotkeyGroups(): readonly HotkeyGroup[] {
  return useSyncExternalStore(
    subscribe,
    () => groups,
    () => groups,
  );
}

function areHotkeysOn(): boolean {
  return globalThis.localStorage?.getItem(storageKey) !== "off";
}

export function useHotkeySwitch(): readonly [isOn: boolean, set: (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(subscribe, areHotkeysOn, () => true);
  const set = (next: boolean) => {
    localStorage.setItem(storageKey, next ? "on" : "off");
    changed([...groups]);
  };
  return [isOn, set];
}

function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key.length === 1 && !areHotkeysOn()) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("input, textarea, select, [contenteditable=true], [role=menu], [role=dialog]")) return false;
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') === null;
}
