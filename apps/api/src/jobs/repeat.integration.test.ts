import { randomUUID } from "node:crypto";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import type { Pending, SubmitForecast } from "@plumbline/contracts/quotas/pending";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestJobs, shell, type TestJobs } from "./open-test-job-site.ts";

let at: TestJobs;
beforeAll(async () => {
  at = await openTestJobs();
});
afterAll(() => at.close());

/** Logs `loss` as the artifact `next` of nobody says: 0.5 at first, and what a file of the run before says later. */
const logLoss = (value: string): string[] => [
  "python3",
  "-c",
  `
import json, os, urllib.request as r
base = os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow/runs/log-metric"
headers = {"authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "content-type": "application/json"}
body = json.dumps({"run_id": os.environ["MLFLOW_RUN_ID"], "key": "loss", "value": ${value}, "timestamp": 1, "step": 1}).encode()
r.urlopen(r.Request(base, body, headers)).read()
`,
];

async function registered(runId: string): Promise<{ model: string; version: number }> {
  const model = `m-${randomUUID().slice(0, 8)}`;
  await at.ask("POST", "/models", { name: model });
  const put = await at.site.app.inject({
    method: "PUT",
    url: `/api/v1/runs/${runId}/artifacts/content?path=model.txt`,
    headers: { ...at.headers, "content-type": "text/plain" },
    payload: randomUUID(),
  });
  expect(put.statusCode).toBe(200);
  const { version } = await at.ask<{ version: number }>("POST", `/models/${model}/versions`, { source: `runs:/${runId}/model.txt`, runId });
  return { model, version };
}

async function evidenceOf({ model, version }: { model: string; version: number }) {
  const { items } = await at.ask<{ items: { kind: string; verdict: string; values: Record<string, unknown> }[] }>(
    "GET",
    `/models/${model}/versions/${version}/evidence`,
  );
  return items.filter(({ kind }) => kind === "reproducibility");
}

async function trained(value: string): Promise<JobDetail> {
  const job = await at.untilEnded((await at.submit({ name: "original", command: logLoss(value) })).id);
  expect(job.state, job.reason ?? "").toBe("succeeded");
  return job;
}

const reproduce = async (runId: string | null, tolerance: number): Promise<JobDetail> =>
  at.untilEnded((await at.ask<JobDetail>("POST", `/runs/${runId}/reproduce`, { tolerance })).id);

test("a run that comes out the same is reproducible, and the versions that came of it say so", async () => {
  const original = await trained("0.5");
  const version = await registered(original.runId ?? "");
  const repeated = await reproduce(original.runId, 0.01);
  expect(repeated).toMatchObject({
    state: "succeeded",
    spec: original.spec,
    resolved: original.resolved,
    repeats: { jobId: original.id, runId: original.runId, purpose: "reproduce" },
    reproducibility: { verdict: "pass", metrics: [{ name: "loss", original: 0.5, repeated: 0.5, tolerance: 0.01, isWithin: true }] },
  });
  expect(await evidenceOf(version)).toMatchObject([{ verdict: "pass", values: { match: true, tolerance: 0.01 } }]);
});

test("one that does not is not", async () => {
  const original = await trained('float(os.environ["PLUMBLINE_JOB"].rsplit("-", 1)[1])');
  const version = await registered(original.runId ?? "");
  const repeated = await reproduce(original.runId, 0);
  expect(repeated.reproducibility).toMatchObject({ verdict: "fail", metrics: [{ isWithin: false }] });
  expect(await evidenceOf(version)).toMatchObject([{ verdict: "fail", values: { match: false } }]);
});

test("a run of no job, and a metric that it has not, are refused", async () => {
  const { runId } = await at.ask<{ runId: string }>("POST", "/runs", {});
  const of = (id: string | null, payload: object) =>
    at.site.app.inject({ method: "POST", url: `/api/v1/runs/${id}/reproduce`, headers: at.headers, payload });
  expect((await of(runId, {})).statusCode).toBe(404);
  const original = await trained("0.5");
  const unknown = await of(original.runId, { metrics: { auc: 0.1 } });
  expect([unknown.statusCode, unknown.json<{ fields: object[] }>().fields]).toEqual([
    400,
    [{ path: "metrics.auc", message: "the run has no such metric" }],
  ]);
});

test("a job that waits says for what and where it stands, and so does one that would be submitted", async () => {
  const holding = await at.submit({ name: "holding", command: shell("sleep 300"), resources: { cpu: 4, memory: "1Gi", disk: "1Gi" } });
  await at.untilIs(holding.id, "running");
  const spec = { name: "behind", command: shell("true"), resources: { cpu: 3 } };
  const preview = await at.ask<{ forecast: SubmitForecast }>("POST", "/jobs/preview", { spec: { ...spec, runtime: "nothing" } });
  expect(preview.forecast).toMatchObject({ executor: "local", pool: "local-cpu", startsNow: false });
  expect(preview.forecast.problems).toMatchObject([{ path: "runtime" }]);
  const behind = await at.ask<JobDetail>("POST", "/jobs", { spec });
  expect(await at.find(behind.id)).toMatchObject({ state: "queued", queuePosition: 1 });
  const pending = await at.ask<Pending>("GET", `/jobs/${behind.id}/pending`);
  expect(pending).toMatchObject({ blocking: { pool: "local-cpu", needed: 3 }, position: { at: 1, of: 1 } });
  expect(pending.holders).toMatchObject([{ job: { id: holding.id, title: holding.name.concat("-", String(holding.number)) } }]);
  await at.act(behind.id, "suspend");
  await at.untilIs(behind.id, "suspended");
  expect(await at.ask<Pending>("GET", `/jobs/${behind.id}/pending`)).toMatchObject({ blocking: { kind: "hold" } });
  await at.act(behind.id, "resume");
  await at.act(holding.id, "cancel");
  const ended = await at.untilEnded(behind.id);
  expect(ended.state).toBe("succeeded");
  const response = await at.site.app.inject({ method: "GET", url: `/api/v1/jobs/${behind.id}/pending`, headers: at.headers });
  expect(response.statusCode).toBe(404);
});

test("whoever asked is told once that it has started", async () => {
  const person = await at.site.env.createUser();
  await at.site.env.addMember(at.workspace, person, "viewer");
  const { id } = await at.submit({ name: "awaited", command: shell("true") });
  await at.act(id, "suspend");
  await at.untilIs(id, "suspended");
  const headers = await at.site.withSession(person, at.workspace);
  const asked = await at.site.app.inject({ method: "PUT", url: `/api/v1/jobs/${id}/notify`, headers, payload: { onStart: true } });
  expect(asked.statusCode).toBe(200);
  await at.act(id, "resume");
  await at.untilEnded(id);
  const rows = await at.site.env.sql("SELECT kind, link FROM notification WHERE user_id = $1", [person.id]);
  expect(rows).toEqual([{ kind: "jobs.started", link: `/w/${at.workspace.name}/jobs/${id}` }]);
});
