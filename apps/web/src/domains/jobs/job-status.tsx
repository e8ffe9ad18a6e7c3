import type { Job } from "@plumbline/contracts/jobs/job";
import { Status } from "@plumbline/ui/status";
import { stateSigns } from "./words.ts";

export function JobStatus({ state }: Pick<Job, "state">) {
  const { shape, word } = stateSigns[state];
  return <Status shape={shape}>{word}</Status>;
}
