"use client";
import type { LogLine } from "@plumbline/contracts/jobs/log";
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useApi } from "#src/shell/api.tsx";
import { firstOfPage, pageLines, pagesFor, partRange } from "./log-pages.ts";
import { earlierQuery, type LogRef, logPageQuery } from "./log-queries.ts";
import type { LogTail } from "./log-tail.ts";

/** The lines as rows of a list. */
export interface LogRows {
  count: number;
  /** Undefined while it is on its way. */
  lineAt: (row: number) => LogLine | undefined;
  /** The row of a line, or of the one after it that there is; undefined where it is not among them. */
  rowOf: (line: number) => number | undefined;
  /** Rows that were put before the first. */
  prepended: number;
  onVisible: (range: { first: number; last: number }) => void;
}

/** Every line of one part of the log, read as it comes into sight. */
export function useAllRows(ref: LogRef, tail: LogTail, part: number): LogRows {
  const api = useApi();
  const [seen, setSeen] = useState({ first: 0, last: -1 });
  const { before, count } = partRange(part, tail.last);
  const pages = pagesFor({ first: before + seen.first + 1, last: before + seen.last + 1 }, tail.base);
  const read = useQueries({
    queries: pages.map((page) => logPageQuery(api, ref, page)),
    combine: (answers) => answers.map(({ data }) => data),
  });
  const lineOf = (number: number): LogLine | undefined => {
    if (number >= tail.base) return tail.lines[number - tail.base];
    const page = Math.floor((number - 1) / pageLines);
    return read[pages.indexOf(page)]?.[number - firstOfPage(page)];
  };
  return {
    count,
    lineAt: (row) => lineOf(before + row + 1),
    rowOf: (line) => (line > before && line <= before + count ? line - before - 1 : undefined),
    prepended: 0,
    onVisible: setSeen,
  };
}

/** So many rows from the first one, what came before it is read. */
const readAhead = 60;

/** The lines of one rank: of how many there are before the ones that were read, nothing is known. */
export function useRankRows(ref: LogRef, tail: LogTail): LogRows {
  const api = useApi();
  const { data, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery(earlierQuery(api, ref, tail.base));
  const earlier = useMemo(() => [...(data?.pages ?? [])].reverse().flatMap(({ lines }) => lines), [data]);
  const lines = useMemo(() => [...earlier, ...tail.lines], [earlier, tail.lines]);
  const hasEarlier = data === undefined ? tail.base > 1 : hasNextPage;
  return {
    count: lines.length,
    lineAt: (row) => lines[row],
    rowOf: (line) => {
      const row = lines.findIndex(({ number }) => number >= line);
      return row < 0 ? undefined : row;
    },
    prepended: earlier.length,
    onVisible: ({ first }) => {
      if (first < readAhead && hasEarlier && !isFetching) void fetchNextPage();
    },
  };
}
