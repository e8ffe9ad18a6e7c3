import type { Job, JobState } from "@plumbline/contracts/jobs/job";
import { Chip, type Tone } from "@plumbline/ui/status";
import { JobStatus } from "../job-status.tsx";

const tones: Readonly<Record<JobState, Tone>> = {
  queued: "neutral",
  starting: "accent",
  running: "accent",
  stopping: "accent",
  suspended: "neutral",
  waiting: "neutral",
  succeeded: "good",
  failed: "bad",
  cancelled: "neutral",
};

/** The state, beside the heading. */
export function JobChip({ state }: Pick<Job, "state">) {
  return (
    <Chip tone={tones[state]}>
      <JobStatus state={state} />
    </Chip>
  );
}
