"use client";
import { useInBrowser } from "./in-browser.ts";

/** The address under which the reader sees the portal; empty while the page comes from the server. */
export const useOrigin = (): string =>
  useInBrowser(
    () => location.origin,
    () => "",
  );
