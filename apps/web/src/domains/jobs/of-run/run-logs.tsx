"use client";
import { jobTitle } from "@plumbline/contracts/jobs/job";
import { ButtonLink } from "@plumbline/ui/button";
import { Select } from "@plumbline/ui/input";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { EmptyState } from "@plumbline/ui/states";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { Loaded } from "#src/components/loaded.tsx";
import { useRun } from "#src/domains/experiments/run/run-context.tsx";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { useLogPlace } from "../job/log/use-log-place.ts";
import { jobQuery } from "../queries.ts";
import { attemptSign } from "../words.ts";
import { useRunJob } from "./use-run-job.ts";

const skeleton = (
  <div className="rounded-lg border bg-surface">
    <SkeletonRows label="The log is being read" rows={14} columns={[50, 60, 360]} />
  </div>
);
const LogPanel = dynamic(() => import("../job/log/log-panel.tsx").then((module) => module.LogPanel), {
  ssr: false,
  loading: () => skeleton,
});

/** What the job of the run printed. */
export function RunLogs() {
  const run = useRun();
  const { query } = useRunJob(run.runId);
  return (
    <Loaded query={query} what="The job of the run" skeleton={skeleton}>
      {([job]) => (job ? <JobLog jobId={job.id} /> : <NoJob />)}
    </Loaded>
  );
}

function JobLog({ jobId }: { jobId: string }) {
  const { workspace } = useApi();
  const place = useLogPlace();
  const query = useQuery(jobQuery(useApi(), jobId));
  return (
    <Loaded query={query} what="The job of the run" skeleton={skeleton}>
      {(job) => {
        const attempts = [...job.attemptList].sort((a, b) => a.number - b.number);
        const shown = attempts.find(({ number }) => number === place.attempt) ?? attempts.at(-1);
        if (!shown) return <EmptyState title="Nothing was tried yet">Its log begins with the first attempt.</EmptyState>;
        return (
          <div className="grid gap-2.5">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-2">
              <Link href={paths.job(workspace, job.id)} className="font-medium text-accent hover:underline">
                {jobTitle(job)}
              </Link>
              {attempts.length > 1 && (
                <span className="w-56">
                  <Select aria-label="Attempt" value={shown.number} onChange={(event) => place.choose(Number(event.target.value))}>
                    {attempts.map((attempt) => (
                      <option key={attempt.number} value={attempt.number}>
                        Attempt {attempt.number}, {attemptSign(attempt).word.toLowerCase()}
                      </option>
                    ))}
                  </Select>
                </span>
              )}
            </p>
            <LogPanel job={job.id} title={jobTitle(job)} attempt={shown} isFilled />
          </div>
        );
      }}
    </Loaded>
  );
}

function NoJob() {
  const { workspace } = useApi();
  return (
    <section className="rounded-lg border bg-surface">
      <EmptyState
        title="No job made this run"
        action={
          <ButtonLink>
            <Link href={paths.newJob(workspace)}>New job</Link>
          </ButtonLink>
        }
      >
        A client logged it from elsewhere, and its output stayed there. What runs as a job keeps its output here.
      </EmptyState>
    </section>
  );
}
