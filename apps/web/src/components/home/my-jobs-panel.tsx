"use client";
import { type Job, jobTitle } from "@plumbline/contracts/jobs/job";
import { Panel, PanelRow } from "@plumbline/ui/panel";
import { Duration } from "@plumbline/ui/time";
import Link from "next/link";
import { ProgressBar } from "#src/components/progress-bar.tsx";
import { JobStatus } from "#src/domains/jobs/job-status.tsx";
import { Money } from "#src/domains/jobs/money.tsx";
import { kindWords, resourcesText, standingText } from "#src/domains/jobs/words.ts";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { jobCounts } from "./job-counts.ts";

const mostShown = 6;

/** What of mine runs, and what waits and why. */
export function MyJobsPanel({ jobs, hasMore }: { jobs: readonly Job[]; hasMore: boolean }) {
  const { workspace } = useViewer();
  const all = (
    <Link href={`${paths.jobs(workspace)}?mine=1&state=unfinished`} className="font-medium text-accent text-small hover:underline">
      {hasMore || jobs.length > mostShown ? "All of them" : "All jobs"}
    </Link>
  );
  return (
    <Panel title="My jobs" aside={jobCounts(jobs, hasMore)} actions={all} flush>
      {jobs.slice(0, mostShown).map((job) => (
        <PanelRow key={job.id} className="grid-cols-[minmax(0,1.2fr)_104px_minmax(0,1.6fr)_88px] sm:grid!">
          <div className="min-w-0 flex-1">
            <Link href={paths.job(workspace, job.id)} className="block truncate font-medium hover:underline">
              {jobTitle(job)}
            </Link>
            <span className="block truncate text-ink-3 text-small">
              {kindWords[job.kind].toLowerCase()}, {resourcesText(job.resources)}
            </span>
          </div>
          <JobStatus state={job.state} />
          <Standing job={job} />
          <span className="text-right max-sm:hidden">
            <Since job={job} />
            <span className="block text-ink-3 text-small">{job.cost && <Money {...job.cost.spent} />}</span>
          </span>
        </PanelRow>
      ))}
    </Panel>
  );
}

function Standing({ job }: { job: Job }) {
  const text = standingText(job);
  const fraction = job.state === "running" ? job.progress?.fraction : null;
  return (
    <span className="flex min-w-0 items-center gap-2.5 max-sm:hidden">
      {fraction != null && <ProgressBar label={`Progress of ${jobTitle(job)}`} share={fraction} />}
      <span className="line-clamp-2 min-w-0 text-ink-2 text-small" title={text}>
        {text}
      </span>
    </span>
  );
}

function Since({ job: { startedAt, submittedAt } }: { job: Job }) {
  return <Duration from={Date.parse(startedAt ?? submittedAt)} until={undefined} className="whitespace-nowrap text-ink-2 tabular-nums" />;
}
