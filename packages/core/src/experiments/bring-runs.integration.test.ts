import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../kernel/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { type BroughtRun, createExperiment, endBroughtRuns, openBroughtRuns, searchRuns, settleRuns } from "./index.ts";

let env: TestEnvironment;
let caller: Caller;
let experimentId: string;

beforeAll(async () => {
  env = await openTestEnvironment();
  caller = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
  ({ experimentId } = await createExperiment(env.deps, caller, { name: "brought" }));
});
afterAll(() => env?.close());

async function bring(run: BroughtRun): Promise<void> {
  await systemContext(env.deps, caller.workspace?.id ?? 0, async (ctx) => {
    await openBroughtRuns(ctx, [run]);
    await endBroughtRuns(ctx, [run]);
  });
}

/** As the worker does, first when somebody was just writing, then when nobody has for long. */
async function settle(): Promise<void> {
  const handler = await settleRuns.handler();
  for (const laterMs of [0, 600_000]) {
    const deps = { ...env.deps, now: () => new Date(Date.now() + laterMs) };
    await handler({ deps, taskId: "test", workspaceId: null, signal: AbortSignal.timeout(30_000) }, {});
  }
}

const found = async (filter: string): Promise<string[]> => {
  const { items } = await searchRuns(env.deps, caller, { experimentIds: [experimentId], filter, orderBy: ["attributes.run_name ASC"] });
  return items.map(({ name }) => name);
};

test("a run that was brought is found at once, when it has settled, and by what it became when it is brought again", async () => {
  const run = {
    runId: "b1",
    experimentId: Number(experimentId),
    userId: "ann",
    startTime: 1,
    endTime: 2,
    lifecycleStage: "active",
  } as const;
  await bring({ ...run, name: "first", status: "FINISHED" });
  expect(await found("run_name = 'first'")).toEqual(["first"]);
  await settle();
  expect(await found("run_name = 'first' AND status = 'FINISHED'")).toEqual(["first"]);
  await bring({ ...run, name: "second", status: "FAILED" });
  expect(await found("status = 'FAILED'")).toEqual(["second"]);
  expect(await found("status = 'FINISHED'")).toEqual([]);
});
