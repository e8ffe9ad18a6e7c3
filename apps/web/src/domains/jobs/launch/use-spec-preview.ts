"use client";
import { previewJob } from "@plumbline/contracts/jobs/job";
import type { WrittenSpec } from "@plumbline/contracts/jobs/spec";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSettled } from "#src/components/use-settled.ts";
import { useApi } from "#src/shell/api.tsx";
import { isCode } from "#src/shell/problem-text.ts";
import { readSpec } from "./spec-document.ts";
import { problemsOf, type SpecProblem } from "./spec-problems.ts";

const askAfterMs = 400;
/** A queue moves: what was said of a spec is soon old. */
const answerKeptMs = 15_000;

/** What submitting the text would do, asked for soon after it was written. */
export function useSpecPreview(text: string) {
  const api = useApi();
  const settled = useSettled(text, askAfterMs);
  const read = readSpec(settled);
  const isReadable = read.value !== undefined;
  const query = useQuery({
    queryKey: [api.workspace, "job-preview", settled],
    // Whatever it says, the server judges it.
    queryFn: ({ signal }) => api.call(previewJob, { spec: readSpec(settled).value as unknown as WrittenSpec }, { signal }),
    enabled: isReadable,
    staleTime: answerKeptMs,
    gcTime: answerKeptMs,
    placeholderData: keepPreviousData,
  });
  const isCurrent = settled === text && isReadable && !query.isPlaceholderData && !query.isPending;
  const error = isReadable ? query.error : null;
  const problems: SpecProblem[] = isReadable ? problemsOf(error, query.isPlaceholderData ? undefined : query.data?.forecast) : [];
  // A spec that is refused for its content is no failure of asking.
  const failure = error && !isCode(error, "invalid") ? error : null;
  return {
    data: error ? undefined : query.data,
    problems,
    failure,
    isCurrent,
    isSound: isCurrent && error === null && problems.length === 0,
    retry: query.refetch,
  };
}

export type SpecPreview = ReturnType<typeof useSpecPreview>;
