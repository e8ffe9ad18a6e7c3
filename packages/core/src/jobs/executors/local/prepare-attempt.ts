import { mkdir } from "node:fs/promises";
import path from "node:path";
import { bytesOfAmount } from "@plumbline/contracts/jobs/spec";
import type { Deps } from "../../../kernel/index.ts";
import type { Launch } from "../executor.ts";
import { openSource } from "../launch-content.ts";
import { cloneCommit } from "./clone-commit.ts";
import { layInFiles } from "./lay-in-files.ts";
import { pythonEnvironment } from "./python-environment.ts";
import { unpackArchive } from "./unpack-archive.ts";

interface Preparing {
  readonly launch: Launch;
  /** Where the command will run. */
  readonly directory: string;
  /** Holds the Python environments of all jobs. */
  readonly environments: string;
  /** Of git and pip. */
  readonly toolEnv: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** What a prepared attempt adds to the environment of its command. */
export interface Prepared {
  /** Of the Python environment; null where the machine's own Python is used. */
  readonly python: string | null;
}

/** Lays everything into the working directory that the command reads: source, inputs, the last checkpoint, a Python environment. */
export async function prepareAttempt(deps: Deps, preparing: Preparing): Promise<Prepared> {
  const { launch, directory, signal, onLine } = preparing;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await layInSource(deps, preparing);
  await layInFiles(deps, launch.inputs, { launch, directory, signal });
  if (launch.resumeFrom) {
    onLine(`Going on from the checkpoint of attempt ${launch.resumeFrom.attempt}.`);
    await layInFiles(deps, launch.resumeFrom.files, { launch, directory, signal });
  }
  const { checkpoint } = launch.spec;
  if (checkpoint) await mkdir(path.join(directory, checkpoint.path), { recursive: true, mode: 0o700 });
  return { python: await layInPython(deps, preparing) };
}

async function layInSource(deps: Deps, { launch, directory, toolEnv, signal, onLine }: Preparing): Promise<void> {
  const { source, resources } = launch.spec;
  if (source === undefined) return;
  if ("archive" in source) {
    const archive = await openSource(deps, launch.workspaceId, source.archive);
    await unpackArchive(archive, { directory, signal, maxBytes: bytesOfAmount(resources.disk) });
    return;
  }
  const { url, commit, directory: below } = source.git;
  onLine(`Fetching commit ${commit.slice(0, 12)} of ${url}.`);
  await cloneCommit({ url, commit, directory: below, into: directory, protocols: "https", env: toolEnv, signal, onLine });
}

function layInPython(deps: Deps, { launch, environments, toolEnv, signal, onLine }: Preparing): Promise<string | null> {
  if (launch.packages.length === 0) return Promise.resolve(null);
  return pythonEnvironment(deps, { directory: environments, packages: launch.packages, env: toolEnv, signal, onLine });
}
