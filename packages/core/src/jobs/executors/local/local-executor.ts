import { hostname } from "node:os";
import { bytesOfAmount, secondsOfDuration } from "@plumbline/contracts/jobs/spec";
import { ProcessError, type ProcessRunner, type ProcessSpec, type Observation as ProgramState } from "@plumbline/processes";
import type { AttemptName, EndedOutcome, Executor, Launch, Observation } from "../executor.ts";

/** So often running programs are looked at, between the reconciler's own looks. */
const lookEveryMs = 500;
/** Of a log that nobody took over yet. */
const logBytes = 64 * 2 ** 20;
const plainGraceMs = 30_000;

interface LocalOptions {
  readonly runner: ProcessRunner;
}

/** Carries attempts as programs of this machine, with the rights of the worker: for people who are trusted with it. */
export function openLocalExecutor({ runner }: LocalOptions): Executor {
  const preparing = new Map<AttemptName, Promise<void>>();

  const prepare = async (launch: Launch): Promise<void> => {
    await runner.start(launch.name, specOf(launch));
  };

  return {
    kind: "local",
    async start(launch) {
      if (preparing.has(launch.name)) return;
      await runner.remove(launch.name);
      const done = prepare(launch).finally(() => preparing.delete(launch.name));
      preparing.set(launch.name, done);
      await done;
    },
    async observe(name) {
      if (preparing.has(name)) return { state: "inputs" };
      return toObservation(await runner.observe(name));
    },
    async stop(name, { graceSeconds }) {
      await runner.stop(name, { graceMs: graceSeconds * 1000 });
    },
    async remove(name) {
      await removeProgram(runner, name);
    },
    list: () => runner.list(),
    watch(onChange, signal) {
      const last = new Map<AttemptName, string>();
      const timer = setInterval(() => void look(runner, last, onChange).catch(() => undefined), lookEveryMs);
      signal.addEventListener("abort", () => clearInterval(timer), { once: true });
    },
  };
}

async function look(runner: ProcessRunner, last: Map<AttemptName, string>, onChange: (name: AttemptName) => void): Promise<void> {
  for (const name of await runner.list()) {
    const { state } = await runner.observe(name);
    if (last.get(name) !== state) onChange(name);
    last.set(name, state);
  }
}

async function removeProgram(runner: ProcessRunner, name: AttemptName): Promise<void> {
  try {
    await runner.remove(name);
  } catch (error) {
    if (!(error instanceof ProcessError && error.code === "running")) throw error;
    await runner.stop(name, { graceMs: 0 });
    throw error;
  }
}

function specOf({ spec, env, secrets }: Launch): ProcessSpec {
  const { resources } = spec;
  return {
    command: spec.command,
    env: { ...env, ...secrets },
    secrets: Object.values(secrets),
    limits: {
      timeMs: secondsOfDuration(spec.timeLimit) * 1000,
      diskBytes: bytesOfAmount(resources.disk),
      memoryBytes: bytesOfAmount(resources.memory),
      logBytes,
    },
    graceMs: spec.checkpoint ? spec.checkpoint.graceSeconds * 1000 : plainGraceMs,
  };
}

function toObservation(seen: ProgramState): Observation {
  const nodes = [hostname()];
  if (seen.state === "absent") return { state: "absent" };
  if (seen.state === "running") return { state: "running", startedAt: seen.startedAt, nodes };
  return { state: "ended", outcome: outcomeOf(seen), exitCode: seen.exitCode, reason: seen.message, nodes, endedAt: seen.endedAt };
}

function outcomeOf(seen: Extract<ProgramState, { state: "ended" }>): EndedOutcome {
  switch (seen.cause) {
    case "exited":
      return seen.exitCode === 0 ? "succeeded" : "user-failure";
    case "time-limit":
      return "time-limit";
    case "memory-limit":
      return "out-of-memory";
    case "disk-limit":
      return "user-failure";
    case "stopped":
      return "stopped";
    case "lost":
      return "infrastructure";
  }
}
