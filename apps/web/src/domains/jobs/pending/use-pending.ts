"use client";
import type { Job } from "@plumbline/contracts/jobs/job";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useApi } from "#src/shell/api.tsx";
import { coalesce } from "#src/shell/live/coalesce.ts";
import { useChanges } from "#src/shell/live/live.tsx";
import { pendingQuery } from "../queries.ts";

const readEveryMs = 3000;

/** Why a job waits, read again when other jobs of the workspace change, and every while for those of others. */
export function usePending(job: Pick<Job, "id" | "priority">) {
  const api = useApi();
  const client = useQueryClient();
  const { id } = job;
  const readings = useMemo(
    () => coalesce<string>(readEveryMs, () => void client.invalidateQueries({ queryKey: [api.workspace, "job-pending", id] })),
    [client, api.workspace, id],
  );
  useEffect(() => readings.stop, [readings]);
  useChanges((change) => {
    if (change.topic === "job" && change.subject !== id) readings.add("queue", "queue");
  });
  return useQuery(pendingQuery(api, job));
}
