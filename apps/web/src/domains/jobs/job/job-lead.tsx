"use client";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { Time } from "@plumbline/ui/time";
import Link from "next/link";
import { personName } from "#src/components/person-name.ts";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { priorityWords, resourcesText } from "../words.ts";

/** Beside the heading: which attempt, on what, where, by whom. */
export function JobLead({ job }: { job: JobDetail }) {
  const { me, workspace } = useViewer();
  const parts = [
    ...(job.attempts > 1 ? [`attempt ${job.attempts}`] : []),
    resourcesText(job.resources),
    job.cluster ?? (job.executor === "local" ? "this machine" : "a cluster"),
    ...(job.priority === "normal" ? [] : [priorityWords[job.priority]]),
  ];
  return (
    <span className="min-w-0 text-ink-3">
      {parts.join(" · ")} · submitted <Time at={Date.parse(job.submittedAt)} style="sentence" /> by {personName(job.submittedBy, me.id)}
      {job.repeats?.jobId && (
        <>
          {" · "}
          <Link href={paths.job(workspace, job.repeats.jobId)} className="text-accent hover:underline">
            {job.repeats.purpose === "reproduce" ? "reproduces another job" : "repeats another job"}
          </Link>
        </>
      )}
    </span>
  );
}
