import { z } from "zod";
import { RunRef } from "#src/experiments/run.ts";
import { operation } from "#src/operation.ts";
import { JobDetail } from "./job.ts";

/** A relative bound on the difference of a metric's last value. */
const Tolerance = z.number().min(0).max(1);

export const reproduceRun = operation({
  id: "jobs.reproduceRun",
  method: "POST",
  path: "/runs/:runId/reproduce",
  summary: "Runs the job behind a run again and compares metrics; the verdict becomes evidence of the versions that came of the run.",
  params: RunRef,
  body: z.object({
    tolerance: Tolerance.default(0.01),
    metrics: z.record(z.string().min(1).max(250), Tolerance).default({}),
  }),
  response: JobDetail,
  permission: "job:submit",
  audit: "jobs.job.reproduce",
  idempotent: true,
});
