"use client";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "#src/shell/api.tsx";
import { useViewer } from "#src/shell/viewer.tsx";
import { runJobsQuery } from "../queries.ts";

/** The job that made a run; undefined where a client made it, or while it is not known. */
export function useRunJob(runId: string) {
  const { can } = useViewer();
  const query = useQuery({ ...runJobsQuery(useApi(), runId), enabled: can("job:read") });
  return { job: query.data?.[0], query };
}
