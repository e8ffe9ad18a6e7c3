import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { configureJobs, openLocalExecutor, startReconciler } from "@plumbline/core/jobs";
import { openProcessRunner } from "@plumbline/processes";
import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestApp, type TestApp } from "./open-test-app.ts";

let site: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let reconciler: { close: () => Promise<void> };
let directory: string;

beforeAll(async () => {
  site = await openTestApp();
  const internalUrl = await site.app.listen({ host: "127.0.0.1", port: 0 });
  directory = await mkdtemp(path.join(tmpdir(), "plumbline-jobs-"));
  configureJobs(site.deps, { internalUrl, local: openLocalExecutor({ runner: openProcessRunner({ directory }) }) });
  reconciler = startReconciler(site.deps);
  workspace = await site.env.createWorkspace();
  headers = await site.withToken(workspace, { role: "contributor" });
});
afterAll(async () => {
  await reconciler.close();
  await site.close();
  await rm(directory, { recursive: true, force: true });
});

async function ask<T>(method: "GET" | "POST", url: string, payload?: object): Promise<T> {
  const response = await site.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<T>();
}

const untilEnded = (id: string) =>
  vi.waitFor(
    async () => {
      const job = await ask<JobDetail>("GET", `/api/v1/jobs/${id}`);
      expect(job.endedAt).not.toBeNull();
      return job;
    },
    { timeout: 30_000, interval: 100 },
  );

const logMetric = `
import json, os, urllib.request as r
url, run = os.environ["MLFLOW_TRACKING_URI"], os.environ["MLFLOW_RUN_ID"]
body = json.dumps({"run_id": run, "key": "auc", "value": 0.87, "timestamp": 1, "step": 1}).encode()
headers = {"authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "content-type": "application/json"}
print(r.urlopen(r.Request(url + "/api/2.0/mlflow/runs/log-metric", body, headers)).status)
`;

test("a submitted job runs on this machine, logs into its own run, and ends succeeded with the run finished", async () => {
  const submitted = await ask<JobDetail>("POST", "/api/v1/jobs", { spec: { name: "train", command: ["python3", "-c", logMetric] } });
  expect(submitted).toMatchObject({ number: 1, state: "queued", attempts: 1, executor: "local" });
  const job = await untilEnded(submitted.id);
  expect(job).toMatchObject({ state: "succeeded", attemptList: [{ number: 1, phase: "ended", outcome: "succeeded", exitCode: 0 }] });
  const run = await ask<{ status: string; name: string; metrics: { key: string; last: number }[] }>("GET", `/api/v1/runs/${job.runId}`);
  expect(run).toMatchObject({ status: "FINISHED", name: "train-1", metrics: [{ key: "auc" }] });
});
