"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** The address under which the reader sees the portal; empty while the page comes from the server. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => location.origin,
    () => "",
  );
}
