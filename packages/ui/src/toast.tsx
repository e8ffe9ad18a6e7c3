"use client";
import { useSyncExternalStore } from "react";

export interface ToastMessage {
  tone: "good" | "bad";
  title: string;
  detail?: string | undefined;
  /** What can be done about it: undo, open, try again. */
  action: { label: string; onAct: () => void };
}

export interface ShownToast extends ToastMessage {
  id: number;
}

let shown: readonly ShownToast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function replace(next: readonly ShownToast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const none: readonly ShownToast[] = [];
const mostShown = 3;

/** Says that something happened elsewhere on the page, with an action. */
export function toast(message: ToastMessage): void {
  lastId += 1;
  replace([...shown, { ...message, id: lastId }].slice(-mostShown));
}

export function dismissToast(id: number): void {
  replace(shown.filter((item) => item.id !== id));
}

/** The messages on screen, the newest last. */
export function useToasts(): readonly ShownToast[] {
  return useSyncExternalStore(
    subscribe,
    () => shown,
    () => none,
  );
}

export function useHasToasts(): boolean {
  return useToasts().length > 0;
}
