"use client";
import type { Attempt, JobDetail } from "@plumbline/contracts/jobs/job";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { CircleX, Square } from "lucide-react";
import { useApi } from "#src/shell/api.tsx";
import { endWords, lastLines } from "./end-words.ts";
import { type LogRef, logTailQuery } from "./log/log-queries.ts";
import { shownText, toneOf } from "./log/shown-text.ts";
import { useLogPlace } from "./log/use-log-place.ts";

const shownLines = 12;

/** A job that did not succeed: why, what to do, and the lines that say it best. */
export function EndedPanel({ job, attempts }: { job: JobDetail; attempts: readonly Attempt[] }) {
  const last = attempts.at(-1);
  const { lead, advice } = endWords(job, last);
  const isFailed = job.state === "failed";
  const Icon = isFailed ? CircleX : Square;
  return (
    <section aria-label="How it ended" className="overflow-hidden rounded-lg border bg-surface">
      <div className="px-4 py-3.5">
        <p className="flex items-start gap-2.5 font-semibold text-title leading-6">
          <Icon className={clsx("icon mt-1", isFailed ? "text-bad" : "text-ink-3")} aria-hidden="true" />
          <span className="wrap-anywhere min-w-0">{lead}</span>
        </p>
        <p className="mt-1 max-w-3xl pl-[25px] text-ink-2">{advice}</p>
      </div>
      {isFailed && last && last.startingAt !== null && (
        <LastLines logRef={{ job: job.id, attempt: last.number, rank: undefined }} exitCode={last.exitCode} />
      )}
    </section>
  );
}

function LastLines({ logRef, exitCode }: { logRef: LogRef; exitCode: number | null }) {
  const tail = useQuery(logTailQuery(useApi(), logRef));
  const place = useLogPlace();
  const lines = lastLines(tail.data?.lines ?? [], shownLines);
  if (lines.length === 0) return null;
  const isError = lines.some(({ stream }) => stream === "stderr");
  return (
    <div className="border-t bg-sunken">
      <p className="flex flex-wrap gap-x-3 px-4 pt-2 text-ink-3 text-small">
        {isError ? "Its last lines on stderr" : "Its last lines"}
        {exitCode !== null && <span>exit code {exitCode}</span>}
      </p>
      <ol className="code overflow-x-auto px-4 pt-1 pb-2.5 leading-6">
        {lines.map((line) => (
          <li key={line.number} className="flex w-max min-w-full gap-3 whitespace-pre">
            <button
              type="button"
              aria-label={`Show line ${line.number} in the log`}
              onClick={() => place.set({ line: line.number })}
              className="h-6 w-12 flex-none text-right text-ink-3 tabular-nums hover:text-accent"
            >
              {line.number}
            </button>
            <span className={toneOf({ ...line, text: shownText(line.text) }) === "bad" ? "text-bad" : undefined}>
              {shownText(line.text)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
