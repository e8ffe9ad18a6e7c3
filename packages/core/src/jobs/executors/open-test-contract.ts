import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
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
  /** Asks again and again until the answer is yes. */
  readonly eventually: (what: string, isSo: () => Promise<boolean>) => Promise<void>;
  /** Added to each spec: an image, a place. */
  readonly spec: Partial<JobSpec>;
}

interface Case {
  readonly name: string;
  readonly check: (at: ExecutorAtHand) => Promise<void>;
}

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

type Seen<S extends Observation["state"]> = Extract<Observation, { state: S }>;

async function until<S extends Observation["state"]>(at: ExecutorAtHand, name: string, states: readonly S[]): Promise<Seen<S>> {
  let seen: Observation = { state: "absent" };
  await at.eventually(`${name} is ${states.join(" or ")}`, async () => {
    seen = await at.executor.observe(name);
    return (states as readonly string[]).includes(seen.state);
  });
  return seen as Seen<S>;
}

/** Removing what runs may take more than one try, each of which says so. */
const remove = ({ executor, eventually }: ExecutorAtHand, name: string): Promise<void> =>
  eventually(`${name} is removed`, async () => {
    await executor.remove(name).catch(() => undefined);
    return (await executor.observe(name)).state === "absent" && !(await executor.list()).includes(name);
  });

async function ending(at: ExecutorAtHand, script: string, timeLimit?: string) {
  const launch = await launchOf(at, script, timeLimit);
  await at.executor.start(launch);
  const { outcome, exitCode } = await until(at, launch.name, ["ended"]);
  await remove(at, launch.name);
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
      await until(at, launch.name, ["running"]);
      await executor.stop(launch.name, { graceSeconds: 20, cause: "cancel" });
      await executor.stop(launch.name, { graceSeconds: 20, cause: "cancel" });
      const seen = await until(at, launch.name, ["ended", "absent"]);
      if (seen.state === "ended") assert.equal(seen.outcome, "stopped");
      await remove(at, launch.name);
    },
  },
  {
    name: "what is there is listed until it is removed, also while it runs",
    async check(at) {
      const { executor } = at;
      const launch = await launchOf(at, loop);
      await executor.start(launch);
      await until(at, launch.name, ["running"]);
      assert.ok((await executor.list()).includes(launch.name));
      await remove(at, launch.name);
    },
  },
  {
    name: "what was started twice runs once",
    async check(at) {
      const { executor } = at;
      const launch = await launchOf(at, loop);
      await executor.start(launch);
      await executor.start(launch);
      await until(at, launch.name, ["running"]);
      assert.equal((await executor.list()).filter((name) => name === launch.name).length, 1);
      await remove(at, launch.name);
    },
  },
  {
    name: "another process finds what runs, and how it ends",
    async check(at) {
      const launch = await launchOf(at, "trap 'exit 7' TERM; while :; do sleep 0.1; done");
      await at.executor.start(launch);
      const { startedAt } = await until(at, launch.name, ["running"]);
      const again = { ...at, executor: at.reopened };
      assert.deepEqual((await until(again, launch.name, ["running"])).startedAt, startedAt);
      await at.reopened.stop(launch.name, { graceSeconds: 20, cause: "suspend" });
      await until(at, launch.name, ["ended", "absent"]);
      await remove(again, launch.name);
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
