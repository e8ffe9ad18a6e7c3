"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { Job } from "@plumbline/contracts/jobs/job";
import { MenuItem } from "@plumbline/ui/menu";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { actsOf } from "../job/job-acts.ts";
import { useJobActs } from "../job/use-job-acts.ts";

interface Props {
  run: Run;
  job: Job;
  onReproduce: () => void;
}

/** In the menu of a run that a job made: the same again, with changes, or as a check. */
export function RunJobItems({ run, job, onReproduce }: Props) {
  const viewer = useViewer();
  const may = actsOf(job, viewer);
  const { rerun } = useJobActs(job, () => undefined);
  return (
    <>
      {may.rerun.isShown && <MenuItem onSelect={() => rerun.mutate()}>Run again</MenuItem>}
      {may.reproduce.isShown && (
        <MenuItem disabled={may.reproduce.denied !== undefined} onSelect={onReproduce}>
          Reproduce
        </MenuItem>
      )}
      {may.clone.isShown && (
        <MenuItem asChild>
          <Link href={`${paths.newJob(viewer.workspace)}?run=${encodeURIComponent(run.runId)}`}>Clone its job</Link>
        </MenuItem>
      )}
    </>
  );
}
