"use client";
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";

/** Where the reader points on the bottom axis of the charts that share it; drawn in all of them. */
export interface Crosshair {
  read: () => { axis: string; x: number } | undefined;
  move: (to: { axis: string; x: number } | undefined) => void;
  subscribe: (listener: () => void) => () => void;
}

export function createCrosshair(): Crosshair {
  let at: { axis: string; x: number } | undefined;
  const listeners = new Set<() => void>();
  return {
    read: () => at,
    move: (to) => {
      at = to;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const CrosshairContext = createContext(createCrosshair());

/** The place on an axis of that name, undefined while nobody points at one. */
export function useCrosshair(axis: string): { x: number | undefined; move: (x: number | undefined) => void } {
  const crosshair = useContext(CrosshairContext);
  const x = useSyncExternalStore(
    crosshair.subscribe,
    () => {
      const at = crosshair.read();
      return at?.axis === axis ? at.x : undefined;
    },
    () => undefined,
  );
  const move = useCallback((to: number | undefined) => crosshair.move(to === undefined ? undefined : { axis, x: to }), [crosshair, axis]);
  return { x, move };
}
