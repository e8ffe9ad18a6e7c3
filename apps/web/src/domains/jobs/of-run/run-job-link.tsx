"use client";
import { jobTitle } from "@plumbline/contracts/jobs/job";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { resourcesText } from "../words.ts";
import { useRunJob } from "./use-run-job.ts";

/** In the head of a run's page: as which job it ran, and on what. */
export function RunJobLink({ runId }: { runId: string }) {
  const { workspace } = useViewer();
  const { job } = useRunJob(runId);
  if (!job) return null;
  return (
    <>
      , as job{" "}
      <Link href={paths.job(workspace, job.id)} className="text-accent hover:underline">
        {jobTitle(job)}
      </Link>{" "}
      on {resourcesText(job.resources)}
    </>
  );
}
