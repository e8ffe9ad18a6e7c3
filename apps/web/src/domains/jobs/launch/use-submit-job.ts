"use client";
import { submitJob } from "@plumbline/contracts/jobs/job";
import type { WrittenSpec } from "@plumbline/contracts/jobs/spec";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useApi } from "#src/shell/api.tsx";
import { paths } from "#src/shell/paths.ts";
import { refreshJobs } from "../queries.ts";
import { readSpec } from "./spec-document.ts";

/** Submits the text as a job and goes to its page. */
export function useSubmitJob(onDone: () => void) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: (text: string) => api.call(submitJob, { spec: readSpec(text).value as unknown as WrittenSpec }),
    onSuccess: async (job) => {
      onDone();
      await refreshJobs(client, api);
      router.push(paths.job(api.workspace, job.id));
    },
  });
}
