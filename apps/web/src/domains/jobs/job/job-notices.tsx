"use client";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { endedStates } from "@plumbline/contracts/jobs/job";
import { Time } from "@plumbline/ui/time";
import { CircleAlert, Pause } from "lucide-react";
import type { ReactNode } from "react";
import { lastCheckpoint } from "./last-checkpoint.ts";

/** What has to be known before anything else on the page: the executor or a node is silent, or the job rests. */
export function JobNotices({ job }: { job: JobDetail }) {
  const isOver = endedStates.includes(job.state);
  return (
    <>
      {job.unreachableSince !== null && !isOver && (
        <Notice tone="warn" icon={<CircleAlert className="icon" aria-hidden="true" />}>
          <strong className="font-semibold">{job.cluster ?? "The executor"} does not answer</strong>, since{" "}
          <Time at={Date.parse(job.unreachableSince)} style="sentence" />. What is shown is what was last known. The job is not lost: it
          goes on where it runs, and this page catches up once there is an answer.
        </Notice>
      )}
      {job.state === "running" && job.reason !== null && job.unreachableSince === null && (
        <Notice tone="warn" icon={<CircleAlert className="icon" aria-hidden="true" />}>
          {job.reason}
        </Notice>
      )}
      {job.state === "suspended" && (
        <Notice tone="plain" icon={<Pause className="icon" aria-hidden="true" />}>
          <strong className="font-semibold">Suspended.</strong> It holds nothing and costs nothing. <Resuming job={job} />
        </Notice>
      )}
    </>
  );
}

function Resuming({ job }: { job: JobDetail }) {
  const checkpoint = lastCheckpoint(job.attemptList);
  if (!checkpoint) return "Resumed, it waits in line again and begins anew: it has kept no checkpoint.";
  return (
    <>
      Resumed, it waits in line again and goes on from its checkpoint
      {checkpoint.step !== null && ` of step ${checkpoint.step}`}, kept <Time at={Date.parse(checkpoint.at)} style="sentence" />.
    </>
  );
}

function Notice({ tone, icon, children }: { tone: "warn" | "plain"; icon: ReactNode; children: ReactNode }) {
  const look = tone === "warn" ? "bg-warn-soft text-warn" : "border bg-surface text-ink-2";
  return (
    <div role="status" className={`flex items-start gap-2.5 rounded-lg px-3 py-2 ${look}`}>
      <span className="pt-0.5">{icon}</span>
      <p className="min-w-0">{children}</p>
    </div>
  );
}
