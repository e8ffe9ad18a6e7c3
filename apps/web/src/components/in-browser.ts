"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** What only the browser knows and does not change while the page is open; `onServer` until a page that the server drew has come to life. */
export const useInBrowser = <Value>(read: () => Value, onServer: () => Value): Value => useSyncExternalStore(never, read, onServer);
