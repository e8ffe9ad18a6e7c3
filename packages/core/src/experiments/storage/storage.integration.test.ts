import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeArtifact } from "../../artifacts/index.ts";
import type { Caller } from "../../kernel/index.ts";
import { createExperiment, createRun, deleteRun, getRunStorage, getStorage, listExperiments, logBatch, measureStorage } from "../index.ts";

let env: TestEnvironment;
let caller: Caller;
beforeAll(async () => {
  env = await openTestEnvironment();
  caller = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
});
afterAll(() => env.close());

test("what runs take is told for each at once, and measured for experiments", async () => {
  const { experimentId, name } = await createExperiment(env.deps, caller, { name: randomUUID() });
  const newRun = async () => (await createRun(env.deps, caller, { experimentId })).runId;
  const [runId, deleted] = [await newRun(), await newRun()];
  const metrics = Array.from({ length: 100 }, (_, step) => ({ key: "m", value: step, timestamp: step, step }));
  await logBatch(env.deps, caller, { runId, metrics, params: [{ key: "p", value: "v" }] });
  await writeArtifact(env.deps, caller, {
    path: `${experimentId}/${runId}/artifacts/notes.txt`,
    source: Readable.from([Buffer.alloc(1234)]),
  });
  await deleteRun(env.deps, caller, { runId: deleted });
  const run = await getRunStorage(env.deps, caller, { runId });
  expect(run).toMatchObject({ points: 100, artifacts: 1, artifactBytes: 1234 });
  expect(run.pointBytes).toBeGreaterThan(100);
  expect(await getStorage(env.deps, caller, {})).toMatchObject({ measuredAt: null, total: { runs: 0 }, experiments: [] });
  const handler = await measureStorage.handler();
  await handler({ deps: env.deps, taskId: "test", workspaceId: null, signal: AbortSignal.timeout(30_000) }, {});
  const storage = await getStorage(env.deps, caller, {});
  expect(storage.measuredAt).not.toBeNull();
  expect(storage.experiments[0]).toMatchObject({
    experimentId,
    name,
    runs: 2,
    deletedRuns: 1,
    points: 100,
    pointBytes: run.pointBytes,
    artifacts: 1,
    artifactBytes: 1234,
  });
  expect(storage.total).toMatchObject({ runs: 2, artifactBytes: 1234 });
  const { items } = await listExperiments(env.deps, caller, {});
  expect(items.find((one) => one.experimentId === experimentId)?.storageBytes).toBe(1234 + run.pointBytes);
});
