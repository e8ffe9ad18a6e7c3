"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Whether the page listens already, rather than being the one that the server drew. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
