import type { TestApp } from "./open-test-app.ts";

type Input = Record<string, unknown>;
type Call = <T>(id: string, input: Input) => Promise<T>;

/** A `.tar.gz` with one file, `train.py`. */
export const sourceArchive = Buffer.from(
  "H4sIAAAAAAACA+3PsQrCMBAG4Mw+hWNdJJGgz9OxS1tiOvj2Rhehg04WCt+3/MfdwXG19MN4nh/hj2JzzfmdzTpjTOlTv/rpkm85HGPYwHKvfWnnyzTVb3u/5uvndmIuw1i7dDoEAAAAAAAAAAAA9uQJCPcCYAAoAAA=",
  "base64",
);

const spec = { name: "train", command: ["true"] };

/** One of everything that jobs are, for the tests of all operations. `runId` is a run of the workspace. */
export async function prepareJobs(site: TestApp, call: Call, runId: string) {
  const job = async () => (await call<{ id: string }>("jobs.submitJob", { spec })).id;
  const suspendedJob = await job();
  await call("jobs.suspendJob", { job: suspendedJob });
  await site.env.sql("UPDATE job SET run_id = $1, ended_at = now(), state = 'succeeded' WHERE id = $2", [runId, await job()]);
  await call("secrets.putSecret", { secret: "doomed", value: "v" });
  await call("jobs.putRuntime", { runtime: "doomed" });
  await call("jobs.putTemplate", { template: "doomed", spec });
  const { sha256 } = await call<{ sha256: string }>("jobs.uploadSource", { name: "code.tar.gz" });
  return { job: await job(), doomedJob: await job(), suspendedJob, source: sha256, runId };
}

/** What the operations of jobs and secrets are asked; null where another test asks them. */
export const jobInputs = (world: () => Awaited<ReturnType<typeof prepareJobs>>): Record<string, (() => Input) | null> => ({
  "jobs.listJobs": () => ({ state: "unfinished", mine: "true" }),
  "jobs.submitJob": () => ({ spec }),
  "jobs.previewJob": () => ({ spec }),
  "jobs.getPending": () => ({ job: world().job }),
  "jobs.cancelJob": () => ({ job: world().doomedJob }),
  "jobs.suspendJob": () => ({ job: world().job }),
  "jobs.resumeJob": () => ({ job: world().suspendedJob }),
  "jobs.setJobPriority": () => ({ job: world().job, priority: "high" }),
  "jobs.rerunJob": () => ({ job: world().job }),
  "jobs.reproduceRun": () => ({ runId: world().runId, tolerance: 0.1 }),
  "jobs.notifyOnStart": () => ({ job: world().job, onStart: true }),
  "jobs.listTemplates": () => ({}),
  "jobs.putTemplate": () => ({ template: "nightly", spec }),
  "jobs.deleteTemplate": () => ({ template: "doomed" }),
  "jobs.getJob": () => ({ job: world().job }),
  "jobs.uploadSource": () => ({ name: "code.tar.gz" }),
  "jobs.readSource": () => ({ digest: world().source }),
  "jobs.getLog": () => ({ job: world().job, attempt: 1, from: 1 }),
  "jobs.searchLog": () => ({ job: world().job, attempt: 1, text: "loss" }),
  "jobs.downloadLog": () => ({ job: world().job, attempt: 1 }),
  "jobs.reportAttempt": null, // jobs/log-routes.integration.test.ts
  "jobs.keepCheckpoint": null, // jobs/checkpoints.integration.test.ts
  "jobs.listRuntimes": () => ({}),
  "jobs.putRuntime": () => ({ runtime: "ours", description: "What we train with.", packages: ["numpy"] }),
  "jobs.retireRuntime": () => ({ runtime: "doomed" }),
  "secrets.listSecrets": () => ({}),
  "secrets.putSecret": () => ({ secret: "lake", value: "v", description: "Of the lake." }),
  "secrets.deleteSecret": () => ({ secret: "doomed" }),
});
