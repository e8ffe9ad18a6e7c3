import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { endedStates } from "@plumbline/contracts/jobs/job";
import { Panel } from "@plumbline/ui/panel";
import { EmptyState } from "@plumbline/ui/states";

/** Nothing was measured yet, or at all. */
export function NotSampled({ job }: { job: JobDetail }) {
  const isOver = endedStates.includes(job.state);
  return (
    <Panel title="Resources">
      <EmptyState title={isOver ? "Nothing was measured" : "Nothing measured yet"}>
        {isOver
          ? "It ended before the first sample of processor, memory and GPUs was taken."
          : "Processor, memory and GPUs are sampled while the command runs, and show here by themselves."}
      </EmptyState>
    </Panel>
  );
}
