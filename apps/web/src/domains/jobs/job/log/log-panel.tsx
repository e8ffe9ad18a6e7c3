"use client";
import type { Attempt } from "@plumbline/contracts/jobs/job";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Loaded } from "#src/components/loaded.tsx";
import { useApi } from "#src/shell/api.tsx";
import { AllLog, RankLog } from "./log-body.tsx";
import { type LogRef, logTailQuery } from "./log-queries.ts";
import { useLogPlace } from "./use-log-place.ts";

export interface LogPanelProps {
  job: string;
  title: string;
  attempt: Attempt;
  /** As high as the window leaves room, for where the log is all there is. */
  isFilled?: boolean;
}

/** What an attempt printed, and prints. */
export function LogPanel({ job, title, attempt, isFilled = false }: LogPanelProps) {
  const api = useApi();
  const { rank } = useLogPlace();
  const ref: LogRef = { job, attempt: attempt.number, rank };
  const tail = useQuery(logTailQuery(api, ref));
  return (
    <section
      aria-label="Log"
      className={clsx(
        "flex min-w-0 flex-col overflow-hidden rounded-lg border bg-surface",
        isFilled ? "h-[max(24rem,calc(100dvh-15rem))]" : "h-[468px]",
      )}
    >
      <Loaded query={tail} what="The log" skeleton={<SkeletonRows label="The log is being read" rows={12} columns={[50, 60, 360]} />}>
        {(data) => {
          const props = { logRef: ref, tail: data, attempt, title };
          if (data.last === 0) return <NothingPrinted isOver={data.isComplete} />;
          return rank === undefined ? <AllLog key={attempt.number} {...props} /> : <RankLog key={`${attempt.number} ${rank}`} {...props} />;
        }}
      </Loaded>
    </section>
  );
}

function NothingPrinted({ isOver }: { isOver: boolean }) {
  return (
    <EmptyState title={isOver ? "Nothing was printed" : "Nothing printed yet"}>
      {isOver
        ? "The attempt ended without a line of output."
        : "Lines show here as the job writes them. Python keeps them back unless it runs with -u."}
    </EmptyState>
  );
}
