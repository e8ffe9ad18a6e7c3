import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestJobs, shell, type TestJobs } from "./open-test-job-site.ts";

let at: TestJobs;
beforeAll(async () => {
  at = await openTestJobs();
});
afterAll(() => at.close());

const logMetric = `
import json, os, urllib.request as r
url, run = os.environ["MLFLOW_TRACKING_URI"], os.environ["MLFLOW_RUN_ID"]
body = json.dumps({"run_id": run, "key": "auc", "value": 0.87, "timestamp": 1, "step": 1}).encode()
headers = {"authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "content-type": "application/json"}
print(r.urlopen(r.Request(url + "/api/2.0/mlflow/runs/log-metric", body, headers)).status)
`;

test("a submitted job runs on this machine, logs into its own run, and ends succeeded with the run finished", async () => {
  const submitted = await at.submit({ name: "train", command: ["python3", "-c", logMetric] });
  expect(submitted).toMatchObject({ number: 1, state: "queued", attempts: 1, executor: "local" });
  const job = await at.untilEnded(submitted.id);
  expect(job).toMatchObject({ state: "succeeded", attemptList: [{ number: 1, phase: "ended", outcome: "succeeded", exitCode: 0 }] });
  const run = await at.ask<{ status: string; name: string; metrics: { key: string; last: number }[] }>("GET", `/runs/${job.runId}`);
  expect(run).toMatchObject({ status: "FINISHED", name: "train-1", metrics: [{ key: "auc" }] });
  expect(await at.ask("GET", `/jobs?runId=${job.runId}`)).toMatchObject({ items: [{ id: job.id, runName: "train-1" }] });
});

test("its token is no longer one when it has ended, and is in no list of tokens", async () => {
  const { id } = await at.submit({ name: "leak", command: shell("echo TOKEN=$PLUMBLINE_TOKEN | rev") });
  await at.untilEnded(id);
  const [text = ""] = await at.logOf(id);
  const token = [...text].reverse().join("").replace("TOKEN=", "");
  expect(token).toMatch(/^plb_/);
  const response = await at.site.app.inject({ method: "GET", url: `/api/v1/jobs/${id}`, headers: { authorization: `Bearer ${token}` } });
  expect(response.statusCode).toBe(401);
  const { items } = await at.ask<{ items: { name: string }[] }>("GET", "/tokens");
  expect(items.filter(({ name }) => name.startsWith("leak"))).toEqual([]);
});

test("a command that fails fails the job with its exit code and its log, and its run is failed", async () => {
  const { id } = await at.submit({ name: "broken", command: shell("echo before; echo wrong >&2; exit 3") });
  const job = await at.untilEnded(id);
  expect(job).toMatchObject({ state: "failed", attemptList: [{ outcome: "user-failure", exitCode: 3 }] });
  expect(job.reason).toContain("exit code 3");
  expect((await at.logOf(id)).sort()).toEqual(["before", "wrong"]);
  expect(await at.ask("GET", `/runs/${job.runId}`)).toMatchObject({ status: "FAILED" });
});

test("a user failure is tried again as often as its rules allow, after a pause", async () => {
  const retries = { userFailure: 1, outOfMemory: 0, infrastructure: 0, preempted: 0, backoffSeconds: 1 };
  const { id } = await at.submit({ name: "again", command: shell("test $PLUMBLINE_ATTEMPT = 2"), retries });
  const job = await at.untilEnded(id);
  expect(job.state).toBe("succeeded");
  expect(job.attemptList.map(({ outcome }) => outcome)).toEqual(["user-failure", "succeeded"]);
  const [first, second] = job.attemptList;
  expect(Date.parse(second?.queuedAt ?? "") - Date.parse(first?.endedAt ?? "")).toBeGreaterThanOrEqual(1000);
});

test("a running job that is cancelled is ended with all that it started, and so is its run", async () => {
  const { id } = await at.submit({ name: "long", command: shell("sleep 300 & sleep 300") });
  await at.untilIs(id, "running");
  await at.act(id, "cancel");
  const job = await at.untilEnded(id);
  expect(job).toMatchObject({ state: "cancelled", attemptList: [{ outcome: "cancelled" }] });
  expect(await at.ask("GET", `/runs/${job.runId}`)).toMatchObject({ status: "KILLED" });
});

test("a suspended job frees what it holds, and goes on from its checkpoint when it is resumed", async () => {
  const script = `
    if [ -f kept/step ]; then echo "resumed at $(cat kept/step), $PLUMBLINE_RESUMED"; exit 0; fi
    trap 'echo 7 > kept/step; exit 1' TERM
    echo ready; while :; do sleep 0.1; done`;
  const { id } = await at.submit({ name: "pausing", command: shell(script), checkpoint: { path: "kept", graceSeconds: 20 } });
  await vi.waitFor(async () => expect(await at.logOf(id)).toContain("ready"), { timeout: 20_000 });
  await at.act(id, "suspend");
  const suspended = await at.untilIs(id, "suspended");
  expect(suspended.attemptList).toMatchObject([{ outcome: "suspended" }]);
  expect(await at.site.env.sql("SELECT state FROM claim WHERE holder_id = $1", [id])).toEqual([{ state: "released" }]);
  await at.act(id, "resume");
  const job = await at.untilEnded(id);
  expect(job).toMatchObject({ state: "succeeded", attemptList: [{}, { outcome: "succeeded", resumedFrom: { attempt: 1, step: null } }] });
  expect(await at.logOf(id, 2)).toContain("resumed at 7, true");
});

test("a job that is over its time limit is ended, and not tried again", async () => {
  const { id } = await at.submit({ name: "endless", command: shell("sleep 300"), timeLimit: "1s" });
  const job = await at.untilEnded(id);
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
  const response = await at.site.app.inject({ method: "POST", url: "/api/v1/jobs", headers: at.headers, payload: { spec } });
  expect(response.statusCode).toBe(400);
  expect(response.json<{ fields: { path: string }[] }>().fields.map(({ path: field }) => field)).toEqual([
    "spec.runtime",
    "spec.source.archive",
    "spec.inputs.0",
    "spec.inputs.1.run",
  ]);
});

test("somebody else's job is not theirs to cancel, but an engineer's", async () => {
  const { id } = await at.submit({ name: "mine", command: shell("sleep 300") });
  const cancelAs = async (role: "contributor" | "engineer") =>
    at.site.app.inject({ method: "POST", url: `/api/v1/jobs/${id}/cancel`, headers: await at.site.withToken(at.workspace, { role }) });
  expect((await cancelAs("contributor")).statusCode).toBe(403);
  expect((await cancelAs("engineer")).statusCode).toBe(200);
  await at.untilIs(id, "cancelled");
});
