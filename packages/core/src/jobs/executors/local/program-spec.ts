import path from "node:path";
import { bytesOfAmount, secondsOfDuration } from "@plumbline/contracts/jobs/spec";
import type { ProcessSpec } from "@plumbline/processes";
import type { Launch } from "../executor.ts";

/** Of a log that nobody took over yet. */
const logBytes = 64 * 2 ** 20;
/** Of jobs that keep no checkpoint. */
const plainGraceMs = 30_000;

interface Surroundings {
  /** Directory of a Python environment, or null for the machine's own. */
  readonly python: string | null;
  readonly searchPath: string;
  /** GPUs of this machine that are the attempt's; null where the machine has none. */
  readonly devices: readonly number[] | null;
}

/** The program of an attempt: its command with its environment, secrets and limits. */
export function programSpec({ spec, env, secrets, token }: Launch, { python, searchPath, devices }: Surroundings): ProcessSpec {
  const { resources } = spec;
  return {
    command: spec.command,
    env: {
      PATH: python === null ? searchPath : `${path.join(python, "bin")}${path.delimiter}${searchPath}`,
      ...(python === null ? {} : { VIRTUAL_ENV: python }),
      // What a program says shall be in its log when it says it.
      PYTHONUNBUFFERED: "1",
      ...env,
      ...secrets,
      ...(devices === null ? {} : { CUDA_VISIBLE_DEVICES: devices.join(",") }),
    },
    secrets: [...Object.values(secrets), token],
    limits: {
      timeMs: secondsOfDuration(spec.timeLimit) * 1000,
      diskBytes: bytesOfAmount(resources.disk),
      memoryBytes: bytesOfAmount(resources.memory),
      logBytes,
    },
    graceMs: spec.checkpoint ? spec.checkpoint.graceSeconds * 1000 : plainGraceMs,
  };
}
