import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openProcessRunner, type ProcessRunner } from "@plumbline/processes";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createRun } from "../../../experiments/index.ts";
import { type ExecutorAtHand, executorContract } from "../open-test-contract.ts";
import { openLocalExecutor } from "./local-executor.ts";

let env: TestEnvironment;
let directory: string;
let runner: ProcessRunner;
let at: ExecutorAtHand;

beforeAll(async () => {
  env = await openTestEnvironment();
  directory = await mkdtemp(path.join(tmpdir(), "plumbline-contract-"));
  const workspace = await env.createWorkspace();
  const open = () => {
    runner = openProcessRunner({ directory: path.join(directory, "attempts") });
    const toolEnv = { PATH: "/usr/local/bin:/usr/bin:/bin" };
    return openLocalExecutor(env.deps, { runner, directory, gpus: 0, toolEnv });
  };
  at = { executor: open(), reopened: open(), workspace, makeJob: () => makeJob(workspace), eventually, spec: {} };
});
afterAll(async () => {
  await runner.stopAll({ graceMs: 0 });
  await env.close();
  await rm(directory, { recursive: true, force: true });
});

const eventually = (what: string, isSo: () => Promise<boolean>): Promise<void> =>
  vi.waitFor(async () => expect(await isSo(), what).toBe(true), { timeout: 60_000, interval: 100 });

async function makeJob(workspace: TestWorkspace) {
  const { runId } = await createRun(env.deps, env.callerOf({ workspace }), {});
  const jobId = randomUUID();
  await env.sql(
    `INSERT INTO job (id, workspace_id, number, name, kind, state, executor, spec, resolved, nodes, cpu, memory_bytes, gpus, priority,
       time_limit_seconds, submitted_by, submitted_by_kind, submitted_at, run_id)
     SELECT $1, $2, COALESCE(max(number), 0) + 1, 'contract', 'training', 'running', 'local', '{}', '{}', 1, 1, 1, 0, 'normal', 60, $3, 'user', now(), $4
     FROM job WHERE workspace_id = $2`,
    [jobId, workspace.id, randomUUID(), runId],
  );
  await env.sql(
    "INSERT INTO job_attempt (workspace_id, job_id, number, phase, nodes, queued_at) VALUES ($1, $2, 1, 'running', '{}', now())",
    [workspace.id, jobId],
  );
  return { jobId, runId };
}

for (const { name, check } of executorContract) test(name, () => check(at), 120_000);
