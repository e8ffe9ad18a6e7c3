import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Job, JobDetail, JobState } from "@plumbline/contracts/jobs/job";
import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import { configureJobs, getLog, openLocalExecutor, startReconciler } from "@plumbline/core/jobs";
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
  const runner = openProcessRunner({ directory: path.join(directory, "attempts") });
  const executor = openLocalExecutor(site.deps, { runner, directory, gpus: 0, toolEnv: { PATH: "/usr/local/bin:/usr/bin:/bin" } });
  configureJobs(site.deps, { internalUrl, local: { executor, machine: { cores: 4, gpus: 0 } } });
  reconciler = await startReconciler(site.deps);
  workspace = await site.env.createWorkspace();
  headers = await site.withToken(workspace, { role: "contributor" });
});
afterAll(async () => {
  await reconciler.close();
  await site.close();
  await rm(directory, { recursive: true, force: true });
});

async function ask<T>(method: "GET" | "POST" | "PUT", url: string, payload?: object): Promise<T> {
  const response = await site.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<T>();
}

type Spec = Partial<JobSpec> & { readonly name: string; readonly command: string[] };
const submit = (spec: Spec) => ask<JobDetail>("POST", "/jobs", { spec });
const find = (id: string) => ask<JobDetail>("GET", `/jobs/${id}`);
const act = (id: string, verb: string) => ask<Job>("POST", `/jobs/${id}/${verb}`);

const until = (id: string, isThere: (job: JobDetail) => boolean) =>
  vi.waitFor(
    async () => {
      const job = await find(id);
      expect(isThere(job), `${job.state}: ${job.reason}`).toBe(true);
      return job;
    },
    { timeout: 25_000, interval: 100 },
  );
const untilIs = (id: string, state: JobState) => until(id, (job) => job.state === state);
const untilEnded = (id: string) => until(id, ({ endedAt }) => endedAt !== null);
const shell = (script: string) => ["sh", "-c", script];

async function logOf(id: string, attempt = 1): Promise<string[]> {
  const { lines } = await getLog(site.deps, site.env.callerOf({ workspace }), { job: id, attempt });
  return lines.map(({ text }) => text);
}

const logMetric = `
import json, os, urllib.request as r
url, run = os.environ["MLFLOW_TRACKING_URI"], os.environ["MLFLOW_RUN_ID"]
body = json.dumps({"run_id": run, "key": "auc", "value": 0.87, "timestamp": 1, "step": 1}).encode()
headers = {"authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "content-type": "application/json"}
print(r.urlopen(r.Request(url + "/api/2.0/mlflow/runs/log-metric", body, headers)).status)
`;

test("a submitted job runs on this machine, logs into its own run, and ends succeeded with the run finished", async () => {
  const submitted = await submit({ name: "train", command: ["python3", "-c", logMetric] });
  expect(submitted).toMatchObject({ number: 1, state: "queued", attempts: 1, executor: "local" });
  const job = await untilEnded(submitted.id);
  expect(job).toMatchObject({ state: "succeeded", attemptList: [{ number: 1, phase: "ended", outcome: "succeeded", exitCode: 0 }] });
  const run = await ask<{ status: string; name: string; metrics: { key: string; last: number }[] }>("GET", `/runs/${job.runId}`);
  expect(run).toMatchObject({ status: "FINISHED", name: "train-1", metrics: [{ key: "auc" }] });
  expect(await ask("GET", `/jobs?runId=${job.runId}`)).toMatchObject({ items: [{ id: job.id, runName: "train-1" }] });
});

test("its token is no longer one when it has ended, and is in no list of tokens", async () => {
  const { id } = await submit({ name: "leak", command: shell("echo TOKEN=$PLUMBLINE_TOKEN | rev") });
  await untilEnded(id);
  const [text = ""] = await logOf(id);
  const token = [...text].reverse().join("").replace("TOKEN=", "");
  expect(token).toMatch(/^plb_/);
  const response = await site.app.inject({ method: "GET", url: `/api/v1/jobs/${id}`, headers: { authorization: `Bearer ${token}` } });
  expect(response.statusCode).toBe(401);
  const { items } = await ask<{ items: { name: string }[] }>("GET", "/tokens");
  expect(items.filter(({ name }) => name.startsWith("leak"))).toEqual([]);
});

test("a command that fails fails the job with its exit code and its log, and its run is failed", async () => {
  const { id } = await submit({ name: "broken", command: shell("echo before; echo wrong >&2; exit 3") });
  const job = await untilEnded(id);
  expect(job).toMatchObject({ state: "failed", attemptList: [{ outcome: "user-failure", exitCode: 3 }] });
  expect(job.reason).toContain("exit code 3");
  expect((await logOf(id)).sort()).toEqual(["before", "wrong"]);
  expect(await ask("GET", `/runs/${job.runId}`)).toMatchObject({ status: "FAILED" });
});

test("a user failure is tried again as often as its rules allow, after a pause", async () => {
  const retries = { userFailure: 1, outOfMemory: 0, infrastructure: 0, preempted: 0, backoffSeconds: 1 };
  const { id } = await submit({ name: "again", command: shell("test $PLUMBLINE_ATTEMPT = 2"), retries });
  const job = await untilEnded(id);
  expect(job.state).toBe("succeeded");
  expect(job.attemptList.map(({ outcome }) => outcome)).toEqual(["user-failure", "succeeded"]);
  const [first, second] = job.attemptList;
  expect(Date.parse(second?.queuedAt ?? "") - Date.parse(first?.endedAt ?? "")).toBeGreaterThanOrEqual(1000);
});

test("a running job that is cancelled is ended with all that it started, and so is its run", async () => {
  const { id } = await submit({ name: "long", command: shell("sleep 300 & sleep 300") });
  await untilIs(id, "running");
  await act(id, "cancel");
  const job = await untilEnded(id);
  expect(job).toMatchObject({ state: "cancelled", attemptList: [{ outcome: "cancelled" }] });
  expect(await ask("GET", `/runs/${job.runId}`)).toMatchObject({ status: "KILLED" });
});

test("a suspended job frees what it holds, and goes on from its checkpoint when it is resumed", async () => {
  const script = `
    if [ -f kept/step ]; then echo "resumed at $(cat kept/step), $PLUMBLINE_RESUMED"; exit 0; fi
    trap 'echo 7 > kept/step; exit 1' TERM
    echo ready; while :; do sleep 0.1; done`;
  const { id } = await submit({ name: "pausing", command: shell(script), checkpoint: { path: "kept", graceSeconds: 20 } });
  await vi.waitFor(async () => expect(await logOf(id)).toContain("ready"), { timeout: 20_000 });
  await act(id, "suspend");
  const suspended = await untilIs(id, "suspended");
  expect(suspended.attemptList).toMatchObject([{ outcome: "suspended" }]);
  expect(await site.env.sql("SELECT state FROM claim WHERE holder_id = $1", [id])).toEqual([{ state: "released" }]);
  await act(id, "resume");
  const job = await untilEnded(id);
  expect(job).toMatchObject({ state: "succeeded", attemptList: [{}, { outcome: "succeeded", resumedFrom: { attempt: 1, step: null } }] });
  expect(await logOf(id, 2)).toContain("resumed at 7, true");
});

test("a job that is over its time limit is ended, and not tried again", async () => {
  const { id } = await submit({ name: "endless", command: shell("sleep 300"), timeLimit: "1s" });
  const job = await untilEnded(id);
  expect(job).toMatchObject({ state: "failed", attemptList: [{ outcome: "time-limit" }] });
});

test("what names nothing is refused where it stands in the spec", async () => {
  const spec = {
    name: "lost",
    command: ["true"],
    runtime: "nothing@3",
    source: { archive: "0".repeat(64) },
    inputs: [
      { dataset: "none", version: 1, path: "d.csv" },
      { run: "nope", artifact: "a", path: "b" },
    ],
  };
  const response = await site.app.inject({ method: "POST", url: "/api/v1/jobs", headers, payload: { spec } });
  expect(response.statusCode).toBe(400);
  expect(response.json<{ fields: { path: string }[] }>().fields.map(({ path: field }) => field)).toEqual([
    "spec.runtime",
    "spec.source.archive",
    "spec.inputs.0",
    "spec.inputs.1.run",
  ]);
});

test("somebody else's job is not theirs to cancel, but an engineer's", async () => {
  const { id } = await submit({ name: "mine", command: shell("sleep 300") });
  const cancelAs = async (role: "contributor" | "engineer") =>
    site.app.inject({ method: "POST", url: `/api/v1/jobs/${id}/cancel`, headers: await site.withToken(workspace, { role }) });
  expect((await cancelAs("contributor")).statusCode).toBe(403);
  expect((await cancelAs("engineer")).statusCode).toBe(200);
  await untilIs(id, "cancelled");
});
