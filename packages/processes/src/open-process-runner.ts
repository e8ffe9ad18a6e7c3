import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename } from "node:fs/promises";
import path from "node:path";
import { deleteDirectory } from "./delete-directory.ts";
import { launchSupervisor } from "./launch-supervisor.ts";
import { observeProgram } from "./observe-program.ts";
import { ProcessError } from "./process-error.ts";
import { isAlive } from "./process-identity.ts";
import type { ProcessRunner, StatusReport } from "./process-runner.ts";
import { assertGrace, assertName, assertSpec, isName } from "./process-spec.ts";
import { type ProgramFiles, programFiles } from "./program-files.ts";
import type { StopRecord, SupervisorRecord } from "./program-records.ts";
import { sendSignal } from "./program-tree.ts";
import { readLog } from "./read-log.ts";
import { readSamples } from "./read-samples.ts";
import { claimRecord, findRecord, writeRecord } from "./record-file.ts";
import { releaseSegments } from "./segments.ts";
import type { StatusRecord } from "./supervisor/watch-status.ts";

/** Runs programs in directories below one directory, which may not exist yet. */
export function openProcessRunner(options: { readonly directory: string }): ProcessRunner {
  const root = path.resolve(options.directory);
  const filesOf = (name: string): ProgramFiles => {
    assertName(name);
    return programFiles(root, name);
  };
  return {
    async start(name, spec) {
      const files = filesOf(name);
      assertSpec(spec);
      if ((await findRecord(files.supervisor)) !== undefined) return;
      await mkdir(files.directory, { recursive: true, mode: 0o700 });
      await launchSupervisor(files, spec);
    },
    observe: async (name) => await observeProgram(filesOf(name)),
    stop: async (name, { graceMs }) => {
      assertGrace(graceMs);
      await stopProgram(filesOf(name), graceMs);
    },
    remove: async (name) => await removeProgram(root, filesOf(name)),
    list: async () => await listPrograms(root),
    workDirectory: (name) => filesOf(name).work,
    readLog: async (name, from) => await readLog(filesOf(name).log, from),
    releaseLog: async (name, { offset }) => await releaseSegments(filesOf(name).log, offset),
    readSamples: async (name, from) => await readSamples(filesOf(name).samples, from),
    releaseSamples: async (name, { offset }) => await releaseSegments(filesOf(name).samples, offset),
    readStatus: async (name) => await readStatus(filesOf(name).status),
    stopAll: async ({ graceMs }) => {
      assertGrace(graceMs);
      await stopPrograms(root, graceMs);
    },
  };
}

async function stopProgram(files: ProgramFiles, graceMs: number): Promise<void> {
  const supervisor = await findRecord<SupervisorRecord>(files.supervisor);
  if (!supervisor || !isAlive(supervisor)) return;
  try {
    await leaveWish(files, graceMs);
  } catch {
    // On a full disk the program has the grace of its spec.
  }
  // It looks by itself too; this makes it look now.
  if (isAlive(supervisor)) sendSignal(supervisor.pid, "SIGTERM");
}

async function leaveWish(files: ProgramFiles, graceMs: number): Promise<void> {
  const earlier = await findRecord<StopRecord>(files.stop);
  const wish: StopRecord = { killAt: Math.min(earlier?.killAt ?? Number.POSITIVE_INFINITY, Date.now() + graceMs) };
  writeRecord(files.stop, wish);
}

async function readStatus(file: string): Promise<StatusReport | undefined> {
  const record = await findRecord<StatusRecord>(file);
  return record && { ...record, at: new Date(record.at) };
}

const againMs = 50;
/** What a supervisor may need behind the grace: to end what is left, and to write the last lines. */
const patienceMs = 20_000;

async function stopPrograms(root: string, graceMs: number): Promise<void> {
  const until = performance.now() + graceMs + patienceMs;
  let running = await listRunning(root);
  for (const files of running) await stopProgram(files, graceMs);
  while (running.length > 0) {
    if (performance.now() > until) {
      const names = running.map(({ directory }) => path.basename(directory)).join(", ");
      throw new ProcessError("running", `asked to end, and still running: ${names}`);
    }
    await new Promise((resolve) => setTimeout(resolve, againMs));
    running = await listRunning(root);
  }
}

async function listRunning(root: string): Promise<ProgramFiles[]> {
  const all = (await listPrograms(root)).map((name) => programFiles(root, name));
  const observations = await Promise.all(all.map(observeProgram));
  return all.filter((_, index) => observations[index]?.state === "running");
}

const removedPrefix = ".removed-";

async function removeProgram(root: string, files: ProgramFiles): Promise<void> {
  const { state } = await observeProgram(files);
  // Nobody may begin between the look and the removal.
  const isRunning = state === "running" || (state === "absent" && !takeName(files));
  if (isRunning) throw new ProcessError("running", `${path.basename(files.directory)} runs: stop it first`);
  // Out of sight in one step, however long the deleting takes.
  const away = path.join(root, `${removedPrefix}${randomBytes(6).toString("hex")}`);
  try {
    await rename(files.directory, away);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  // With it goes what an earlier removal was cut short at.
  for (const name of await readdir(root)) if (name.startsWith(removedPrefix)) await deleteDirectory(path.join(root, name));
}

/** Takes the name of what was never started, in the name of nobody. True also where there is nothing. */
function takeName(files: ProgramFiles): boolean {
  const nobody: SupervisorRecord = { pid: 0, began: "never", startedAt: Date.now(), mark: randomBytes(8).toString("hex") };
  try {
    return claimRecord(files.supervisor, nobody);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw error;
  }
}

async function listPrograms(root: string): Promise<string[]> {
  try {
    return (await readdir(root)).filter(isName).toSorted();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
