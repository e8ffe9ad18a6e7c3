"use client";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { Panel } from "@plumbline/ui/panel";
import { Duration, useNow } from "@plumbline/ui/time";
import { endOf, historySentence } from "../job-end.ts";
import { PhaseAxis } from "./phase-axis.tsx";
import { PhaseKey } from "./phase-key.tsx";
import { PhaseRow } from "./phase-row.tsx";
import { timeLine } from "./time-line.ts";

/** What each attempt did, on one line of time. */
export function PhasesPanel({ job }: { job: JobDetail }) {
  const now = useNow();
  const end = endOf(job);
  // A limit of a day would press what has happened into a corner: it is said in words, not drawn.
  const line = timeLine(job, now, end?.basis === "limit" ? undefined : end);
  const submitted = Date.parse(job.submittedAt);
  return (
    <Panel
      title="Phases"
      aside={
        <>
          <Duration from={submitted} until={job.endedAt === null ? undefined : Date.parse(job.endedAt)} /> since submit
        </>
      }
      actions={<PhaseKey className="max-sm:hidden" />}
      flush
    >
      <div className="relative px-3 pt-3 pb-1">
        <PhaseAxis line={line} />
        {line.lines.map((each, at) => (
          <PhaseRow key={each.attempt.number} line={line} row={each} isLast={at === line.lines.length - 1} />
        ))}
        {line.lines.length === 0 && <p className="py-2 text-ink-3">No attempt was begun.</p>}
        <div className="h-6" />
      </div>
      <PhaseKey className="px-3 pb-2 sm:hidden" />
      {end && <p className="border-t px-3 py-1.5 text-ink-3 text-small">{historySentence(end, now)}</p>}
    </Panel>
  );
}
