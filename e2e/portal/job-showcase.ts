import { availableParallelism } from "node:os";
import type { APIRequestContext } from "@playwright/test";
import { call } from "./session.ts";
import { cancel, type Jobs, reach, submit, trainingSpec } from "./training-job.ts";

/** Ids of jobs in the states that have a look of their own, and the name of a template. */
export interface ShownJobs {
  endedJob: string;
  /** Tried twice. */
  failedJob: string;
  cancelledJob: string;
  suspendedJob: string;
  runningJob: string;
  waitingJob: string;
  /** Of the job that ended. */
  jobRunId: string;
  template: string;
}

const template = "train-credit";
const long = { STEPS: "2000", PAUSE: "1" };

/** Jobs that ended in every way, one that runs and holds all there is, and one that waits for it. */
export async function addJobs(api: APIRequestContext, workspace: string): Promise<ShownJobs> {
  const jobs: Jobs = { api, workspace };
  await call(api, "PUT /secrets/hugging-face", {
    workspace,
    value: "hf-not-a-real-token",
    description: "Downloads of models, by the risk team",
  });
  await call(api, `PUT /job-templates/${template}`, {
    workspace,
    description: "Credit default, on one core",
    spec: trainingSpec("train-credit"),
  });
  const withSecret = { secrets: { HF_TOKEN: "hugging-face" }, tags: { team: "risk" } };
  const ended = await submit(jobs, trainingSpec("train-default-risk", withSecret));
  const { runId } = await reach(jobs, ended, ["succeeded"]);
  const retries = { userFailure: 1, backoffSeconds: 1 };
  const failed = await submit(jobs, trainingSpec("train-wide-network", { env: { STEPS: "6", FAIL: "1" }, retries }));
  await reach(jobs, failed, ["failed"]);
  const cancelled = await submit(jobs, trainingSpec("train-too-long", { env: long }));
  await reach(jobs, cancelled, ["running"]);
  await cancel(jobs, cancelled);
  const suspended = await submit(jobs, trainingSpec("train-at-night", { env: long, checkpoint: { path: "checkpoints", graceSeconds: 2 } }));
  await reach(jobs, suspended, ["running"]);
  await call(api, `POST /jobs/${suspended.id}/suspend`, { workspace });
  await Promise.all([reach(jobs, cancelled, ["cancelled"]), reach(jobs, suspended, ["suspended"])]);
  const running = await submit(jobs, trainingSpec("train-deep-network", { env: long, resources: { cpu: availableParallelism() } }));
  await reach(jobs, running, ["running"]);
  const waiting = await submit(jobs, trainingSpec("train-next"));
  return {
    endedJob: ended.id,
    failedJob: failed.id,
    cancelledJob: cancelled.id,
    suspendedJob: suspended.id,
    runningJob: running.id,
    waitingJob: waiting.id,
    jobRunId: runId ?? "",
    template,
  };
}

/** Gives back what the jobs hold. */
export async function endJobs(api: APIRequestContext, workspace: string, shown: ShownJobs): Promise<void> {
  const jobs: Jobs = { api, workspace };
  for (const id of [shown.waitingJob, shown.runningJob]) await cancel(jobs, { id });
  await reach(jobs, { id: shown.runningJob }, ["cancelled"]);
}
