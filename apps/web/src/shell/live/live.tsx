"use client";
import type { Change } from "@plumbline/contracts/changes";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { meQuery } from "#src/domains/access/queries.ts";
import { coalesce } from "./coalesce.ts";
import { keysOf } from "./interests.ts";
import { openSharedStream } from "./shared-stream.ts";
import type { LiveState } from "./stream.ts";

interface Live {
  state: LiveState;
  listen: (listener: (change: Change) => void) => () => void;
}

const Context = createContext<Live | undefined>(undefined);
const readEveryMs = 800;

/** Keeps what is on screen true: each change makes the queries that show it read again. */
export function LiveProvider({ workspace, children }: { workspace: string; children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>({ kind: "connecting" });
  const [listeners] = useState(() => new Set<(change: Change) => void>());
  useEffect(() => {
    const readings = coalesce<readonly unknown[]>(readEveryMs, (keys) => {
      for (const queryKey of keys) void client.invalidateQueries({ queryKey });
    });
    const close = openSharedStream(workspace, {
      onState: setState,
      onReset: () => readings.add("all", [workspace]),
      onRefused: () => void client.fetchQuery(meQuery()).catch(() => undefined),
      onChange: (change) => {
        for (const key of keysOf(change, workspace)) readings.add(JSON.stringify(key), key);
        for (const listener of listeners) listener(change);
      },
    });
    return () => {
      readings.stop();
      close();
    };
  }, [workspace, client, listeners]);
  const listen = (listener: (change: Change) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return <Context value={{ state, listen }}>{children}</Context>;
}

export function useLiveState(): LiveState {
  return useContext(Context)?.state ?? { kind: "connecting" };
}

/** Calls back for each change of the workspace while the caller is on screen. */
export function useChanges(onChange: (change: Change) => void): void {
  const live = useContext(Context);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  const listen = useRef(live?.listen);
  useEffect(() => listen.current?.((change) => latest.current(change)), []);
}
