"use client";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { assignColors } from "@plumbline/ui/charts/colors";
import { KeyValues } from "@plumbline/ui/key-values";
import { Panel } from "@plumbline/ui/panel";
import { Swatch } from "@plumbline/ui/status";
import Link from "next/link";
import { RunStatus } from "#src/domains/experiments/run/run-status.tsx";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { ImageOf, InputsOf, SourceOf } from "./run-facts.tsx";

/** The run that the job owns, and what it was made from. */
export function RunPanel({ job, run, isOver }: { job: JobDetail; run: Run | undefined; isOver: boolean }) {
  const { workspace } = useViewer();
  const { resolved, spec } = job;
  const name = job.runName ?? run?.name ?? job.runId?.slice(0, 8);
  return (
    <Panel
      title="Run"
      aside={
        job.runId && (
          <Link href={paths.run(workspace, job.runId)} className="inline-flex items-center gap-1.5 font-medium text-accent hover:underline">
            <Swatch color={assignColors([job.runId]).get(job.runId) ?? 1} />
            {name}
          </Link>
        )
      }
      actions={run && <RunStatus status={run.status} />}
    >
      {!job.runId && (
        <p className="mb-2 text-ink-3">{isOver ? "It ended before a run was made." : "Its run is made when the first attempt starts."}</p>
      )}
      <KeyValues
        rows={[
          [
            "Experiment",
            job.experiment ? (
              <Link key="experiment" href={paths.experiment(workspace, job.experiment.id)} className="hover:underline">
                {job.experiment.name}
              </Link>
            ) : (
              spec.experiment
            ),
          ],
          resolved.inputs.length > 0 ? ["Data", <InputsOf key="inputs" job={job} />] : null,
          ["Code", <SourceOf key="source" job={job} />],
          ["Image", <ImageOf key="image" job={job} />],
          Object.keys(spec.secrets).length > 0 ? ["Secrets", Object.values(spec.secrets).join(", ")] : null,
        ]}
      />
    </Panel>
  );
}
