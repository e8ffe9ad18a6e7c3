import path from "node:path";
import { ProcessError, type ProcessRunner } from "@plumbline/processes";
import type { Deps } from "../../../kernel/index.ts";
import { type AttemptName, type Launch, LaunchRefused } from "../executor.ts";
import type { AttemptRecord, AttemptRecords } from "./attempt-records.ts";
import { openPlatformVoice } from "./platform-voice.ts";
import { prepareAttempt } from "./prepare-attempt.ts";
import { programSpec } from "./program-spec.ts";
import { recordConditions } from "./record-conditions.ts";

export interface LocalOptions {
  readonly runner: ProcessRunner;
  /** Holds what is kept of attempts, and Python environments. */
  readonly directory: string;
  /** How many GPUs the machine has. */
  readonly gpus: number;
  /** Of git and pip, and where commands are looked for. */
  readonly toolEnv: Readonly<Record<string, string>>;
}

interface Given {
  readonly deps: Deps;
  readonly options: LocalOptions;
  readonly records: AttemptRecords;
}

interface Preparation {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** Attempts that are being made ready by this process. It ends with the process: whoever comes next begins anew. */
export interface Preparations {
  readonly has: (name: AttemptName) => boolean;
  /** Makes ready and starts, in the background; a failure is left in the attempt's record. */
  readonly begin: (launch: Launch, record: AttemptRecord) => void;
  readonly stop: (name: AttemptName) => void;
  /** Resolves when nothing of it is under way. */
  readonly settle: (name: AttemptName) => Promise<void>;
}

export function createPreparations(given: Given): Preparations {
  const running = new Map<AttemptName, Preparation>();
  return {
    has: (name) => running.has(name),
    begin(launch, record) {
      const stop = new AbortController();
      const done = prepare(given, { launch, record, signal: stop.signal })
        .catch((error: unknown) => fail(given, { launch, error, isStopped: stop.signal.aborted }))
        .finally(() => running.delete(launch.name));
      running.set(launch.name, { stop, done });
    },
    stop: (name) => running.get(name)?.stop.abort(),
    settle: async (name) => running.get(name)?.done,
  };
}

interface Preparing {
  readonly launch: Launch;
  readonly record: AttemptRecord;
  readonly signal: AbortSignal;
}

async function prepare({ deps, options, records }: Given, { launch, record, signal }: Preparing): Promise<void> {
  const { runner, toolEnv } = options;
  const voice = await openPlatformVoice(deps, launch);
  const surroundings = { directory: runner.workDirectory(launch.name), environments: path.join(options.directory, "environments") };
  try {
    const prepared = await prepareAttempt(deps, { launch, ...surroundings, toolEnv, signal, onLine: voice.say });
    await recordConditions(deps, { launch, ...prepared, devices: record.devices, toolEnv, signal });
    signal.throwIfAborted();
    await records.put(launch.name, { ...record, reportsBefore: await voice.settle() });
    const devices = options.gpus > 0 ? record.devices : null;
    await runner.start(launch.name, programSpec(launch, { ...prepared, searchPath: toolEnv.PATH ?? "", devices }));
  } catch (error) {
    if (!signal.aborted) voice.say(error instanceof Error ? error.message : String(error));
    await voice.settle();
    throw error;
  }
}

interface Failed {
  readonly launch: Launch;
  readonly error: unknown;
  readonly isStopped: boolean;
}

async function fail({ deps, records }: Given, { launch, error, isStopped }: Failed): Promise<void> {
  const record = await records.find(launch.name);
  if (!record) return;
  await records.put(launch.name, { ...record, failure: { ...reasonOf(error, isStopped), at: deps.now().getTime() } });
  if (!(isStopped || error instanceof LaunchRefused)) {
    deps.logger.error({ err: error, attempt: launch.name }, "an attempt could not be prepared");
  }
}

function reasonOf(error: unknown, isStopped: boolean): Pick<NonNullable<AttemptRecord["failure"]>, "outcome" | "reason"> {
  if (isStopped) return { outcome: "stopped", reason: "It was stopped while its inputs were laid in." };
  const isOwnFault = error instanceof LaunchRefused || (error instanceof ProcessError && error.code === "invalid");
  return { outcome: isOwnFault ? "user-failure" : "infrastructure", reason: error instanceof Error ? error.message : String(error) };
}
