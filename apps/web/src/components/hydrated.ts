"use client";
import { useInBrowser } from "./in-browser.ts";

/** Whether the page listens already, rather than being the one that the server drew. */
export const useHydrated = (): boolean =>
  useInBrowser(
    () => true,
    () => false,
  );
