"use client";
import { cancelJob, type Job, jobTitle, rerunJob, resumeJob, suspendJob } from "@plumbline/contracts/jobs/job";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { refreshJobs } from "../queries.ts";

/** Acts on a job. `onDone` closes what asked for them. */
export function useJobActs(job: Pick<Job, "id" | "name" | "number">, onDone: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const title = jobTitle(job);
  const ref = { job: job.id };
  const done = () => {
    onDone();
    return refreshJobs(client, api);
  };
  const cancel = useMutation({
    mutationFn: () => api.call(cancelJob, ref),
    onSuccess: done,
    onError: (error) => failToast(`${title} could not be cancelled`, error, () => cancel.mutate()),
  });
  const suspend = useMutation({
    mutationFn: () => api.call(suspendJob, ref),
    onSuccess: done,
    onError: (error) => failToast(`${title} could not be suspended`, error, () => suspend.mutate()),
  });
  const resume = useMutation({
    mutationFn: () => api.call(resumeJob, ref),
    onSuccess: done,
    onError: (error) => failToast(`${title} could not be resumed`, error, () => resume.mutate()),
  });
  const rerun = useMutation({
    mutationFn: () => api.call(rerunJob, ref),
    onSuccess: async (made) => {
      await done();
      router.push(paths.job(api.workspace, made.id));
    },
    onError: (error) => failToast(`${title} could not be run again`, error, () => rerun.mutate()),
  });
  return { cancel, suspend, resume, rerun };
}
