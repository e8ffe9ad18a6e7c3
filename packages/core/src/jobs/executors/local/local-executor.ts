import path from "node:path";
import { ProcessError, type ProcessRunner } from "@plumbline/processes";
import type { Deps } from "../../../kernel/index.ts";
import { type AttemptName, type Executor, ExecutorUnreachable, type Launch, type Observation } from "../executor.ts";
import { type AttemptRecord, type AttemptRecords, openAttemptRecords } from "./attempt-records.ts";
import { freeDevices } from "./devices.ts";
import { createDrains } from "./drain-program.ts";
import { createPreparations, type LocalOptions } from "./preparations.ts";
import { observationOf } from "./program-observation.ts";
import { watchCheckpoints } from "./watch-checkpoints.ts";
import { watchPrograms } from "./watch-programs.ts";

/**
 * Carries attempts as programs of this machine, with the rights of the worker: for people who are trusted with it. Programs outlive
 * the worker; what was being prepared when one ended is prepared anew by the next.
 */
export function openLocalExecutor(deps: Deps, options: LocalOptions): Executor {
  const { runner, gpus } = options;
  const records = openAttemptRecords(path.join(options.directory, "records"));
  const preparations = createPreparations({ deps, options, records });
  const drain = createDrains({ deps, runner, records });
  const checkpoints = watchCheckpoints({ deps, runner, records });
  return {
    kind: "local",
    async start(launch) {
      if (preparations.has(launch.name)) return;
      await clear(runner, launch.name);
      const record = recordOf(launch, await allocate(records, launch, gpus));
      await records.put(launch.name, record);
      preparations.begin(launch, record);
    },
    async observe(name) {
      if (preparations.has(name)) return { state: "inputs" };
      const failure = (await records.find(name))?.failure;
      return failure ? failedObservation(failure) : observationOf(await runner.observe(name));
    },
    async stop(name, { graceSeconds }) {
      preparations.stop(name);
      await runner.stop(name, { graceMs: graceSeconds * 1000 });
    },
    async remove(name) {
      preparations.stop(name);
      await preparations.settle(name);
      await removeProgram(runner, name);
      await records.remove(name);
    },
    list: async () => [...new Set([...(await runner.list()), ...(await records.list())])],
    async drain(name) {
      const record = await records.find(name);
      if (!record || preparations.has(name)) return;
      await drain(name);
      if ((await runner.observe(name)).state === "ended") await checkpoints.finish(name);
    },
    watch: (onChange, signal) => watchPrograms({ runner, drain, checkpoints, onChange, logger: deps.logger, signal }),
  };
}

const againMs = 100;
const patienceMs = 30_000;

/**
 * Removes what an earlier worker left of its preparation; also a program that it began in the very moment in which it ended: its token
 * has just been taken from it.
 */
async function clear(runner: ProcessRunner, name: AttemptName): Promise<void> {
  const until = performance.now() + patienceMs;
  while (true) {
    try {
      await runner.remove(name);
      return;
    } catch (error) {
      if (!(error instanceof ProcessError && error.code === "running") || performance.now() > until) throw error;
    }
    await runner.stop(name, { graceMs: 0 });
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}

/** GPUs of the machine that no other attempt has. */
async function allocate(records: AttemptRecords, { name, spec }: Launch, count: number): Promise<number[]> {
  const others: AttemptRecord[] = [];
  for (const other of await records.list()) {
    const record = other === name ? undefined : await records.find(other);
    if (record) others.push(record);
  }
  return freeDevices(spec.resources.gpus?.count ?? 0, { count, others });
}

const recordOf = (launch: Launch, devices: readonly number[]): AttemptRecord => ({
  workspaceId: launch.workspaceId,
  workspace: launch.workspace,
  jobId: launch.jobId,
  attempt: launch.attempt,
  runId: launch.runId,
  checkpointPath: launch.spec.checkpoint?.path ?? null,
  devices,
  reportsBefore: 0,
  logOffset: 0,
  sampleOffset: 0,
  statusAt: 0,
  failure: null,
});

const failedObservation = ({ outcome, reason, at }: NonNullable<AttemptRecord["failure"]>): Observation => ({
  state: "ended",
  outcome,
  exitCode: null,
  reason,
  nodes: [],
  endedAt: new Date(at),
});

/** One that runs is ended first: it is gone at the next try. */
async function removeProgram(runner: ProcessRunner, name: AttemptName): Promise<void> {
  try {
    await runner.remove(name);
  } catch (error) {
    if (!(error instanceof ProcessError && error.code === "running")) throw error;
    await runner.stop(name, { graceMs: 0 });
    throw new ExecutorUnreachable(`${name} is being ended before it is removed`, { cause: error });
  }
}
