"use client";
import type { Attempt } from "@plumbline/contracts/jobs/job";
import { VirtualLines, type VirtualLinesHandle } from "@plumbline/ui/virtual-lines";
import { useEffect, useRef, useState } from "react";
import { LogFoot, type Parts } from "./log-foot.tsx";
import { LogHead } from "./log-head.tsx";
import { LogLine } from "./log-line.tsx";
import { partOf, partsOf } from "./log-pages.ts";
import type { LogRef } from "./log-queries.ts";
import { type LogRows, useAllRows, useRankRows } from "./log-rows.ts";
import type { LogTail } from "./log-tail.ts";
import { useLogFind } from "./use-log-find.ts";
import { useLogPlace } from "./use-log-place.ts";

export interface LogBodyProps {
  logRef: LogRef;
  tail: LogTail;
  attempt: Attempt;
  title: string;
}

/** Every line. A log longer than a browser can scroll is shown in parts; the line of the address says in which one is. */
export function AllLog(props: LogBodyProps) {
  const { line } = useLogPlace();
  const [isFollowing, setFollowing] = useState(line === undefined);
  const last = partsOf(props.tail.last) - 1;
  const [chosen, setChosen] = useState<number>();
  const part = Math.min(last, isFollowing ? last : (chosen ?? (line === undefined ? last : partOf(line))));
  const rows = useAllRows(props.logRef, props.tail, part);
  const parts = { part, count: last + 1, choose: setChosen };
  const follow = (next: boolean) => {
    setFollowing(next);
    setChosen(next ? undefined : part);
  };
  return <LogBody {...props} rows={rows} follow={{ isOn: isFollowing, set: follow }} parts={parts} />;
}

export function RankLog(props: LogBodyProps) {
  const { line } = useLogPlace();
  const [isFollowing, setFollowing] = useState(line === undefined);
  const rows = useRankRows(props.logRef, props.tail);
  return <LogBody {...props} rows={rows} follow={{ isOn: isFollowing, set: setFollowing }} parts={undefined} />;
}

interface BodyProps extends LogBodyProps {
  rows: LogRows;
  follow: { isOn: boolean; set: (isOn: boolean) => void };
  parts: Parts | undefined;
}

function LogBody({ logRef, tail, attempt, title, rows, follow, parts }: BodyProps) {
  const place = useLogPlace();
  const lines = useRef<VirtualLinesHandle>(null);
  const goTo = (line: number) => {
    follow.set(false);
    parts?.choose(partOf(line));
    place.set({ line });
  };
  const find = useLogFind({ logRef, tail, line: place.line, goTo });
  const row = place.line === undefined || follow.isOn ? undefined : rows.rowOf(place.line);
  const { line: wanted } = place;
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another line is asked for, not when rows come
  useEffect(() => {
    if (row !== undefined) lines.current?.show(row);
  }, [wanted, row === undefined]);
  const hasRanks = attempt.log.ranks > 1 && logRef.rank === undefined;
  return (
    <>
      <LogHead attempt={attempt} logRef={logRef} find={find} follow={follow} isLive={!tail.isComplete} />
      <VirtualLines
        label={`Log of ${title}, attempt ${attempt.number}`}
        handle={lines}
        count={rows.count}
        prepended={rows.prepended}
        isFollowing={follow.isOn}
        onFollow={follow.set}
        onVisible={rows.onVisible}
        className="min-h-0 flex-1 py-1"
        line={(index) => {
          const line = rows.lineAt(index);
          const isMarked = line !== undefined && line.number === place.line;
          return <LogLine line={line} search={find.search} isMarked={isMarked} hasRanks={hasRanks} onMark={goTo} />;
        }}
      />
      <LogFoot tail={tail} attempt={attempt} parts={parts} follow={follow} />
    </>
  );
}
