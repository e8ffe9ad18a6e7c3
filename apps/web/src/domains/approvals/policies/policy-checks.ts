"use client";
import { planPolicy, simulatePolicy, validatePolicy } from "@plumbline/contracts/approvals/policy";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSettled } from "#src/components/use-settled.ts";
import { useApi } from "#src/shell/api.tsx";

const checkAfterMs = 300;
const replayAfterMs = 700;
/** An answer about one text stays true; it is forgotten soon after the text has changed. */
const aboutOneText = { staleTime: 60_000, gcTime: 60_000, placeholderData: keepPreviousData } as const;

/** Problems of a text and what it says, soon after it was written. */
export function useValidation(source: string) {
  const api = useApi();
  const text = useSettled(source, checkAfterMs);
  const query = useQuery({
    ...aboutOneText,
    queryKey: [api.workspace, "policy-check", text],
    queryFn: ({ signal }) => api.call(validatePolicy, { source: text }, { signal }),
  });
  const isCurrent = text === source && !query.isPlaceholderData && query.data !== undefined;
  return {
    data: query.data,
    error: query.error,
    isCurrent,
    isSound: isCurrent && query.data?.problems.every(({ severity }) => severity !== "error"),
  };
}

/** What publishing a sound text would change, and what it would have stopped. `line` is where the caret is. */
export function useForecast(source: string, line: number, isSound: boolean) {
  const api = useApi();
  const text = useSettled(source, replayAfterMs);
  const at = useSettled(line, replayAfterMs);
  const enabled = isSound && text === source && text !== "";
  const plan = useQuery({
    ...aboutOneText,
    queryKey: [api.workspace, "policies", "plan", text],
    queryFn: ({ signal }) => api.call(planPolicy, { source: text }, { signal }),
    enabled,
  });
  const simulation = useQuery({
    ...aboutOneText,
    queryKey: [api.workspace, "policies", "simulation", text, at],
    queryFn: ({ signal }) => api.call(simulatePolicy, { source: text, line: at }, { signal }),
    enabled,
  });
  return { plan, simulation };
}
