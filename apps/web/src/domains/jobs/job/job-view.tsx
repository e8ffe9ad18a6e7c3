"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import { type Attempt, endedStates, type JobDetail, jobTitle } from "@plumbline/contracts/jobs/job";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { runQuery } from "#src/domains/experiments/queries.ts";
import { useApi } from "#src/shell/api.tsx";
import { AttemptsPanel } from "./attempts-panel.tsx";
import { CostPanel } from "./cost-panel.tsx";
import { JobNotices } from "./job-notices.tsx";
import { useLogPlace } from "./log/use-log-place.ts";
import { ReproducibilityPanel } from "./reproducibility-panel.tsx";
import { RunPanel } from "./run-panel.tsx";
import { SpecPanel } from "./spec-panel.tsx";
import { FiguresSkeleton, LogSkeleton, PhasesSkeleton, ResourcesSkeleton } from "./view-skeletons.tsx";

// What shows the reader's clock is drawn in the browser alone.
const PhasesPanel = dynamic(() => import("./phases/phases-panel.tsx").then((module) => module.PhasesPanel), {
  ssr: false,
  loading: PhasesSkeleton,
});
const FiguresStrip = dynamic(() => import("./figures-strip.tsx").then((module) => module.FiguresStrip), {
  ssr: false,
  loading: FiguresSkeleton,
});
const LogPanel = dynamic(() => import("./log/log-panel.tsx").then((module) => module.LogPanel), { ssr: false, loading: LogSkeleton });
const ResourcesPanel = dynamic(() => import("./resources/resources-panel.tsx").then((module) => module.ResourcesPanel), {
  ssr: false,
  loading: ResourcesSkeleton,
});
const PendingView = dynamic(() => import("../pending/pending-view.tsx").then((module) => module.PendingView), { ssr: false });
const EndedPanel = dynamic(() => import("./ended-panel.tsx").then((module) => module.EndedPanel));

/** A job as it stands: why it waits, what it does, or how it ended; then what it did, tried, cost and was told. */
export function JobView({ job }: { job: JobDetail }) {
  const api = useApi();
  const run = useQuery({ ...runQuery(api, job.runId ?? ""), enabled: job.runId !== null }).data;
  const attempts = [...job.attemptList].sort((a, b) => a.number - b.number);
  const { attempt: chosen } = useLogPlace();
  const shown = attempts.find(({ number }) => number === chosen) ?? attempts.findLast(hasStarted) ?? attempts.at(-1);
  const isWaiting = job.state === "queued" || job.state === "waiting";
  const hasRun = attempts.some(hasStarted);
  return (
    <div className="grid gap-3">
      <JobNotices job={job} />
      {(job.state === "failed" || job.state === "cancelled") && <EndedPanel job={job} attempts={attempts} />}
      {isWaiting && <PendingView job={job} />}
      {hasRun && <FiguresStrip job={job} run={run} />}
      {(hasRun || !isWaiting) && <PhasesPanel job={job} />}
      {shown && hasRun && (
        <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_508px]">
          <LogPanel job={job.id} title={jobTitle(job)} attempt={shown} />
          <ResourcesPanel job={job} run={run} />
        </div>
      )}
      <Records job={job} run={run} attempts={hasRun ? attempts : []} shown={shown?.number} />
    </div>
  );
}

interface RecordsProps {
  job: JobDetail;
  run: Run | undefined;
  attempts: readonly Attempt[];
  shown: number | undefined;
}

/** What is on record of it. */
function Records({ job, run, attempts, shown }: RecordsProps) {
  return (
    <>
      {job.reproducibility && <ReproducibilityPanel check={job.reproducibility} />}
      <div className="grid items-start gap-3 md:grid-cols-[repeat(auto-fit,minmax(340px,1fr))]">
        {attempts.length > 0 && <AttemptsPanel job={job} attempts={attempts} shown={shown} />}
        {job.cost && <CostPanel job={job} cost={job.cost} />}
        <RunPanel job={job} run={run} isOver={endedStates.includes(job.state)} />
      </div>
      <SpecPanel job={job} />
    </>
  );
}

/** What began to run, or ended after it was admitted, has a log. */
const hasStarted = ({ startingAt }: Attempt): boolean => startingAt !== null;
