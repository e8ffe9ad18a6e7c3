"use client";
import { cancelJob, type JobDetail, jobTitle, setJobPriority, submitJob, suspendJob } from "@plumbline/contracts/jobs/job";
import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import { toast } from "@plumbline/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { failToast } from "#src/components/fail-toast.ts";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { refreshJobs } from "../queries.ts";

/** The acts behind what would start a job sooner. */
export function useRemedies(job: JobDetail, onDone: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const title = jobTitle(job);
  const done = () => {
    onDone();
    return refreshJobs(client, api);
  };
  const suspend = useMutation({
    mutationFn: (other: string) => api.call(suspendJob, { job: other }),
    onSuccess: (other) => {
      const open = () => router.push(paths.job(api.workspace, other.id));
      toast({ tone: "good", title: `${jobTitle(other)} is being suspended`, action: { label: "Open it", onAct: open } });
      return done();
    },
    onError: (error, other) => failToast("It could not be suspended", error, () => suspend.mutate(other)),
  });
  const raise = useMutation({
    mutationFn: () => api.call(setJobPriority, { job: job.id, priority: "high" }),
    onSuccess: done,
    onError: (error) => failToast(`The priority of ${title} could not be raised`, error, () => raise.mutate()),
  });
  const resubmit = useMutation({
    // The new one first: were it refused, the old one would still have its place.
    mutationFn: async (spec: JobSpec) => {
      const made = await api.call(submitJob, { spec });
      await api.call(cancelJob, { job: job.id });
      return made;
    },
    onSuccess: async (made) => {
      await done();
      router.push(paths.job(api.workspace, made.id));
    },
    onError: (error, spec) => failToast(`${title} could not be submitted anew`, error, () => resubmit.mutate(spec)),
  });
  return { suspend, raise, resubmit };
}
