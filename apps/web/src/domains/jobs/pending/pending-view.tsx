"use client";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import type { Pending } from "@plumbline/contracts/quotas/pending";
import { SkeletonRows } from "@plumbline/ui/skeleton";
import { useEffect, useState } from "react";
import { Loaded } from "#src/components/loaded.tsx";
import { isCode } from "#src/shell/problem-text.ts";
import { ForecastPanel } from "./forecast-panel.tsx";
import { HoldersPanel } from "./holders-panel.tsx";
import { PendingHead } from "./pending-head.tsx";
import { RemediesPanel } from "./remedies-panel.tsx";
import { SchedulerPanel } from "./scheduler-panel.tsx";
import { SharesPanel } from "./shares-panel.tsx";
import { usePending } from "./use-pending.ts";

/** Why a job does not run: what it waits for, who holds that, until when, and what would help. */
export function PendingView({ job }: { job: JobDetail }) {
  // What was queued just now mostly starts at once: no reason flashes up for it.
  const [isWaiting, setWaiting] = useState(() => Date.now() - Date.parse(queuedAtOf(job)) > patienceMs);
  useEffect(() => {
    const timer = setTimeout(() => setWaiting(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return isWaiting ? <WaitingView job={job} /> : <PendingSkeleton />;
}

const patienceMs = 2000;
const queuedAtOf = ({ attemptList, submittedAt }: JobDetail): string =>
  attemptList.reduce((last, { queuedAt }) => (Date.parse(queuedAt) > Date.parse(last) ? queuedAt : last), submittedAt);

function WaitingView({ job }: { job: JobDetail }) {
  const query = usePending(job);
  // It began between two readings: the page is about to show it running.
  if (query.error && isCode(query.error, "not-found")) return null;
  return (
    <Loaded query={query} what="Why it waits" skeleton={<PendingSkeleton />}>
      {(pending) => <Why job={job} pending={pending} />}
    </Loaded>
  );
}

function Why({ job, pending }: { job: JobDetail; pending: Pending }) {
  const hasSide = pending.forecast !== null || pending.scheduler !== null;
  return (
    <>
      <PendingHead job={job} pending={pending} />
      {pending.holders.length > 0 && <HoldersPanel pending={pending} />}
      <div className={hasSide ? "grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_380px]" : "grid gap-3"}>
        <div className="grid min-w-0 gap-3">
          {pending.shares.length > 0 && <SharesPanel pending={pending} />}
          {pending.remedies.length > 0 && <RemediesPanel job={job} remedies={pending.remedies} />}
        </div>
        {hasSide && (
          <div className="grid min-w-0 gap-3">
            {pending.forecast && <ForecastPanel forecast={pending.forecast} waitedSeconds={pending.waitedSeconds} />}
            {pending.scheduler && <SchedulerPanel scheduler={pending.scheduler} />}
          </div>
        )}
      </div>
    </>
  );
}

function PendingSkeleton() {
  return (
    <div className="rounded-lg border bg-surface">
      <SkeletonRows label="Why it waits is being read" rows={6} columns={[360, 120, 160, 90]} />
    </div>
  );
}
