"use client";
import { ButtonLink } from "@plumbline/ui/button";
import { CodeBlock } from "@plumbline/ui/code-block";
import { EmptyState } from "@plumbline/ui/states";
import { Cpu, Plus } from "lucide-react";
import Link from "next/link";
import { paths } from "#src/shell/paths.ts";
import { useViewer } from "#src/shell/viewer.tsx";
import { firstCommand } from "../first-job.ts";

/** A workspace that has run nothing: how the first job comes to be, by hand and from a terminal. */
export function NoJobs() {
  const { workspace, can } = useViewer();
  if (!can("job:submit")) {
    return (
      <EmptyState icon={<Cpu />} title="No jobs yet">
        Whoever may submit jobs in this workspace starts them here, or by <span className="code">plumb job run</span>.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Cpu />}
      title="No jobs yet"
      action={
        <ButtonLink tone="primary">
          <Link href={paths.newJob(workspace)}>
            <Plus className="icon-small" aria-hidden="true" />
            New job
          </Link>
        </ButtonLink>
      }
    >
      <p className="mb-3">
        A job runs a command where there is room for it, owns a run, and keeps its log. What logs to MLflow in it lands in that run without
        a change of the code.
      </p>
      <CodeBlock className="text-left" label="Code that runs a first job" language="shell" code={firstCommand} />
    </EmptyState>
  );
}
