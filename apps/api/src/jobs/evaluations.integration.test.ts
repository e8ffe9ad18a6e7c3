import { randomUUID } from "node:crypto";
import type { JobDetail } from "@plumbline/contracts/jobs/job";
import { publishPolicy } from "@plumbline/core/approvals";
import { evaluateVersion } from "@plumbline/core/jobs";
import { runTask } from "@plumbline/core/kernel";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestJobs, type TestJobs } from "./open-test-job-site.ts";

let at: TestJobs;
beforeAll(async () => {
  at = await openTestJobs();
  const source = "name: evaluated\nmatch: { transition: '* -> production' }\nevaluations: [holdout, missing]\n";
  const admin = at.site.env.callerOf({ workspace: at.workspace });
  await publishPolicy(at.site.deps, admin, { policy: "evaluated", source, reason: "tests" });
});
afterAll(() => at.close());

/** Reads the model that was laid in, and says how good it is. */
const evaluate = `
import json, os, urllib.request as r
auc = float(open("model/model.txt").read())
headers = {"authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"], "content-type": "application/json"}
body = json.dumps({"run_id": os.environ["MLFLOW_RUN_ID"], "key": "auc", "value": auc, "timestamp": 1, "step": 1}).encode()
r.urlopen(r.Request(os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow/runs/log-metric", body, headers)).read()
print(os.environ["PLUMBLINE_MODEL"], os.environ["PLUMBLINE_MODEL_VERSION"])
`;

async function register(text: string): Promise<string> {
  const model = `m-${randomUUID().slice(0, 8)}`;
  const { runId } = await at.ask<{ runId: string }>("POST", "/runs", {});
  await at.ask("POST", "/models", { name: model, tier: "high" });
  await at.site.app.inject({
    method: "PUT",
    url: `/api/v1/runs/${runId}/artifacts/content?path=model.txt`,
    headers: { ...at.headers, "content-type": "text/plain" },
    payload: text,
  });
  await at.ask("POST", `/models/${model}/versions`, { source: `runs:/${runId}/model.txt` });
  return model;
}

async function runTasks(): Promise<void> {
  const tasks = await at.site.env.sql<{ id: string }>("SELECT id FROM task WHERE name = 'jobs.evaluate-version' AND state = 'queued'");
  for (const { id } of tasks) await runTask(at.site.deps, new Map([[evaluateVersion.name as string, evaluateVersion]]), id);
}

test("registering a version runs the templates that its policies name, and what they log is its evidence", async () => {
  await at.ask("PUT", "/job-templates/holdout", { spec: { name: "holdout", command: ["python3", "-c", evaluate] } });
  const model = await register("0.91");
  await runTasks();
  const jobs = await vi.waitFor(async () => {
    const { items } = await at.ask<{ items: JobDetail[] }>("GET", "/jobs?kind=evaluation");
    expect(items).toHaveLength(1);
    return items;
  });
  const job = await at.untilEnded(jobs[0]?.id ?? "");
  expect(job.state, job.reason ?? "").toBe("succeeded");
  expect(await at.logOf(job.id)).toEqual([`${model} 1`]);
  const { items } = await at.ask<{ items: { kind: string; title: string; values: object }[] }>(
    "GET",
    `/models/${model}/versions/1/evidence`,
  );
  expect(items.filter(({ kind }) => kind === "metrics")).toMatchObject([{ title: "Evaluated by holdout", values: { auc: 0.91 } }]);
});

test("done again, the task submits no second job; a template that is not there is told", async () => {
  await at.site.env.sql("UPDATE task SET state = 'queued', finished_at = NULL WHERE name = 'jobs.evaluate-version'");
  await runTasks();
  const { items } = await at.ask<{ items: JobDetail[] }>("GET", "/jobs?kind=evaluation");
  expect(items).toHaveLength(1);
  expect(await at.site.env.sql("SELECT state FROM task WHERE name = 'jobs.evaluate-version'")).toEqual([
    { state: "succeeded" },
    { state: "succeeded" },
  ]);
});
