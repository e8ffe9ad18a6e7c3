"use client";
import { useUrlState } from "#src/components/url-state.ts";

const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

/** Where one is in the logs of a job, as the address says it: the attempt, the rank, the line, the text looked for. */
export function useLogPlace() {
  const url = useUrlState();
  return {
    attempt: wholeNumber(url.get("attempt")),
    rank: wholeNumber(url.get("rank")),
    line: wholeNumber(url.get("line")),
    find: url.get("find") ?? "",
    set: (values: { rank?: number | undefined; line?: number | undefined; find?: string }) =>
      url.set({
        ...("rank" in values && { rank: values.rank?.toString() }),
        ...("line" in values && { line: values.line?.toString() }),
        ...("find" in values && { find: values.find }),
      }),
    /** Of another attempt, neither the line nor the rank is the same. */
    choose: (attempt: number) => url.set({ attempt: String(attempt), line: undefined, rank: undefined }),
  };
}
