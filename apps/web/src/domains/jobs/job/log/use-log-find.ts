"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { type Hits, hitsWith, hitText, stepHit } from "./log-hits.ts";
import { type LogRef, logSearchQuery } from "./log-queries.ts";
import type { LogTail } from "./log-tail.ts";
import { useLogPlace } from "./use-log-place.ts";

const searchAfterMs = 250;
const longestSearch = 200;

export interface LogFind {
  /** What is being typed, and what is looked for: the same, a moment later. */
  typed: string;
  search: string;
  type: (text: string) => void;
  /** To the next hit, or the one before. */
  step: (by: 1 | -1) => void;
  text: string | undefined;
  isCut: boolean;
  error: unknown;
}

interface Input {
  logRef: LogRef;
  tail: LogTail;
  line: number | undefined;
  goTo: (line: number) => void;
}

/** Looking for a text in the whole log: the server finds the lines, and those that come later are looked through here. */
export function useLogFind({ logRef, tail, line, goTo }: Input): LogFind {
  const api = useApi();
  const place = useLogPlace();
  const [typed, setTyped] = useState(place.find);
  const search = useDeferredValue(place.find);
  const query = useQuery({ ...logSearchQuery(api, logRef, { text: search, next: () => tail.next }), placeholderData: keepPreviousData });
  const hits: Hits | undefined = query.data && hitsWith(query.data, tail.lines, search);
  const { set, find } = place;
  useEffect(() => {
    const text = typed.trim().slice(0, longestSearch);
    if (text === find) return;
    const timer = setTimeout(() => set({ find: text }), searchAfterMs);
    return () => clearTimeout(timer);
  }, [typed, find, set]);
  const step = (by: 1 | -1) => {
    const at = hits && stepHit(hits.lines, line, by);
    const number = at === undefined ? undefined : hits?.lines[at];
    if (number !== undefined) goTo(number);
  };
  return {
    typed,
    search,
    type: setTyped,
    step,
    text: search === "" ? undefined : hits && hitText(hits, line),
    isCut: search !== "" && hits?.isCut === true,
    error: search === "" ? undefined : query.error,
  };
}
