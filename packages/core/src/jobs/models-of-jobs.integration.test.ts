import { randomUUID } from "node:crypto";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRun } from "../experiments/index.ts";
import { createModel, registerVersion } from "../registry/index.ts";
import { selectModelsOfJobs } from "./store/models-of-jobs.ts";

let env: TestEnvironment;
beforeAll(async () => {
  env = await openTestEnvironment();
});
afterAll(() => env.close());

test("the models of a job are those that were registered from its run, each once, in its own workspace", async () => {
  const workspace = await env.createWorkspace();
  const caller = env.callerOf({ workspace });
  const { runId } = await createRun(env.deps, caller, {});
  const source = "mlflow-artifacts:/0/nothing";
  for (const name of ["risk", "churn"]) await createModel(env.deps, caller, { name });
  for (const model of ["risk", "risk", "churn"]) await registerVersion(env.deps, caller, { model, source });
  await env.sql("UPDATE model_version SET run_id = $1 WHERE workspace_id = $2", [runId, workspace.id]);
  const [job, without] = [randomUUID(), randomUUID()];
  for (const [number, id, run] of [
    [1, job, runId],
    [2, without, null],
  ] as const) {
    await env.sql(
      `INSERT INTO job (id, workspace_id, number, name, kind, executor, spec, resolved, nodes, cpu, memory_bytes, gpus, priority, time_limit_seconds, run_id,
         submitted_by, submitted_by_kind, submitted_at)
       VALUES ($1, $2, $3, 'train', 'training', 'local', '{}', '{}', 1, 1, 1, 0, 'normal', 60, $4, 'test', 'user', now())`,
      [id, workspace.id, number, run],
    );
  }
  const asked = (workspaceId: number) =>
    env.db.transaction({ role: "app", workspaceId, actorId: "test" }, (tx) => selectModelsOfJobs(tx, workspaceId, [job, without]));
  expect(await asked(workspace.id)).toEqual([
    { job_id: job, model: "churn" },
    { job_id: job, model: "risk" },
  ]);
  expect(await asked((await env.createWorkspace()).id)).toEqual([]);
});
