import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { JobSpec } from "@plumbline/contracts/jobs/spec";
import { attemptName, type Executor, type Launch, type Observation } from "./executor.ts";

/** An executor that a test has at hand. Only tests open it. */
export interface ExecutorAtHand {
  readonly executor: Executor;
  /** The same, as another process would open it. */
  readonly reopened: Executor;
  readonly workspace: { readonly id: number; readonly name: string };
  /** Makes what an executor takes for granted of a job, and names it. */
  readonly makeJob: () => Promise<{ readonly jobId: string; readonly runId: string }>;
  /** Added to each spec: an image, a place. */
  readonly spec: Partial<JobSpec>;
}

interface Case {
  readonly name: string;
  readonly check: (at: ExecutorAtHand) => Promise<void>;
}

const patienceMs = 120_000;
const loop = "while :; do sleep 0.1; done";

async function launchOf(at: ExecutorAtHand, script: string, timeLimit = "5m"): Promise<Launch> {
  const { jobId, runId } = await at.makeJob();
  const spec = JobSpec.parse({
    ...{ name: "contract", command: ["sh", "-c", script], timeLimit },
    resources: { cpu: 0.1, memory: "128Mi", disk: "64Mi" },
    ...at.spec,
  });
  return {
    name: attemptName({ workspaceId: at.workspace.id, jobId, attempt: 1 }),
    ...{ workspaceId: at.workspace.id, workspace: at.workspace.name, jobId, title: "contract-1", attempt: 1 },
    ...{ clusterId: null, flavour: null, spec, packages: [], token: "", runId, env: {}, secrets: {}, inputs: [], resumeFrom: null },
    resolved: { runtime: null, image: spec.image ?? null, source: { kind: "none", digest: null, sizeBytes: null }, inputs: [] },
  };
}

async function until<S extends Observation["state"]>(
  executor: Executor,
  name: string,
  states: readonly S[],
): Promise<Extract<Observation, { state: S }>> {
  const deadline = Date.now() + patienceMs;
  while (true) {
    const seen = await executor.observe(name);
    if ((states as readonly string[]).includes(seen.state)) return seen as Extract<Observation, { state: S }>;
    assert.ok(Date.now() < deadline, `it is ${JSON.stringify(seen)}, and not ${states.join(" or ")}`);
    await delay(100);
  }
}

/** Removing what runs may take more than one try, each of which says so. */
async function remove(executor: Executor, name: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while ((await executor.observe(name)).state !== "absent" || (await executor.list()).includes(name)) {
    assert.ok(Date.now() < deadline, `${name} is not removed`);
    await executor.remove(name).catch(() => undefined);
    await delay(100);
  }
}

async function ending(at: ExecutorAtHand, script: string, timeLimit?: string) {
  const launch = await launchOf(at, script, timeLimit);
  await at.executor.start(launch);
  const { outcome, exitCode } = await until(at.executor, launch.name, ["ended"]);
  await remove(at.executor, launch.name);
  return { outcome, exitCode };
}

/** What every executor does. */
export const executorContract: readonly Case[] = [
  {
    name: "a command that exits with 0 has succeeded",
    check: async (at) => assert.deepEqual(await ending(at, "true"), { outcome: "succeeded", exitCode: 0 }),
  },
  {
    name: "a command that fails is told with its exit code",
    check: async (at) => assert.deepEqual(await ending(at, "exit 3"), { outcome: "user-failure", exitCode: 3 }),
  },
  {
    name: "a command is ended at its time limit",
    check: async (at) => assert.equal((await ending(at, loop, "3s")).outcome, "time-limit"),
  },
  {
    name: "a command that is asked to end is over, or gone, within its grace",
    async check(at) {
      const { executor } = at;
      const launch = await launchOf(at, loop);
      await executor.start(launch);
      await until(executor, launch.name, ["running"]);
      await executor.stop(launch.name, { graceSeconds: 20, cause: "cancel" });
      await executor.stop(launch.name, { graceSeconds: 20, cause: "cancel" });
      const seen = await until(executor, launch.name, ["ended", "absent"]);
      if (seen.state === "ended") assert.equal(seen.outcome, "stopped");
      await remove(executor, launch.name);
    },
  },
  {
    name: "what is there is listed until it is removed, also while it runs",
    async check(at) {
      const { executor } = at;
      const launch = await launchOf(at, loop);
      await executor.start(launch);
      await until(executor, launch.name, ["running"]);
      assert.ok((await executor.list()).includes(launch.name));
      await remove(executor, launch.name);
    },
  },
  {
    name: "what was started twice runs once",
    async check(at) {
      const { executor } = at;
      const launch = await launchOf(at, loop);
      await executor.start(launch);
      await executor.start(launch);
      await until(executor, launch.name, ["running"]);
      assert.equal((await executor.list()).filter((name) => name === launch.name).length, 1);
      await remove(executor, launch.name);
    },
  },
  {
    name: "another process finds what runs, and how it ends",
    async check(at) {
      const launch = await launchOf(at, "trap 'exit 7' TERM; while :; do sleep 0.1; done");
      await at.executor.start(launch);
      const { startedAt } = await until(at.executor, launch.name, ["running"]);
      const again = await until(at.reopened, launch.name, ["running"]);
      assert.deepEqual(again.startedAt, startedAt);
      await at.reopened.stop(launch.name, { graceSeconds: 20, cause: "suspend" });
      await until(at.executor, launch.name, ["ended", "absent"]);
      await remove(at.reopened, launch.name);
      assert.equal((await at.executor.observe(launch.name)).state, "absent");
    },
  },
  {
    name: "what is not there is absent, and is stopped and removed without complaint",
    async check({ executor, workspace }) {
      const name = attemptName({ workspaceId: workspace.id, jobId: randomUUID(), attempt: 1 });
      assert.deepEqual(await executor.observe(name), { state: "absent" });
      await executor.stop(name, { graceSeconds: 1, cause: "cancel" });
      await executor.remove(name);
      assert.ok(!(await executor.list()).includes(name));
    },
  },
];
