import { randomBytes } from "node:crypto";
import { rmSync, statSync } from "node:fs";
import path from "node:path";
import { findIdentity } from "../process-identity.ts";
import { type ProgramFiles, shortTemporary } from "../program-files.ts";
import type { ExitRecord, ProgramRecord, SupervisorRecord } from "../program-records.ts";
import { openProgramTree } from "../program-tree.ts";
import { claimPreparedRecord, claimRecord, prepareRecord, writeRecord } from "../record-file.ts";
import { describeEnd } from "./describe-end.ts";
import { createEnding } from "./ending.ts";
import { countMemoryKills } from "./measure-memory.ts";
import { openProgramLog, type ProgramLog } from "./program-log.ts";
import type { Order } from "./read-order.ts";
import { closeStreams, readStreams } from "./read-streams.ts";
import { prepareDirectory, type RunningProgram, spawnProgram } from "./spawn-program.ts";
import { deferSignals, startWatches } from "./watches.ts";

/** Fits into the room that is prepared. */
const mostCharacters = 500;

type Answer = (answer: "started" | "taken") => void;

/** Runs one program from its start to its end, unless another supervisor has its name. */
export async function supervise(files: ProgramFiles, order: Order, answer: Answer): Promise<void> {
  deferSignals();
  const claim = claimName(files);
  if (!claim) {
    answer("taken");
    return;
  }
  prepareRecord(files.exit);
  const log = openProgramLog({ directory: files.log, limitBytes: order.limits.logBytes, now: Date.now });
  const outcome = await runProgram({ files, order, log, mark: claim.mark, onStart: () => answer("started") });
  log.end();
  rmSync(shortTemporary(order.platformTemporary, claim.mark), { force: true });
  const record: ExitRecord = {
    ...outcome,
    message: outcome.message.slice(0, mostCharacters),
    startedAt: claim.startedAt,
    endedAt: Date.now(),
  };
  claimPreparedRecord(files.exit, record);
  answer("started");
  process.exit(0);
}

/**
 * Takes the name in the directory that the supervisor was started in. Whoever removed the name meanwhile took that directory away:
 * what has the name by then is another's.
 */
function claimName(files: ProgramFiles): SupervisorRecord | undefined {
  const identity = findIdentity(process.pid);
  if (!identity) throw new Error("the supervisor finds itself nowhere among the processes");
  const claim: SupervisorRecord = { ...identity, startedAt: Date.now(), mark: randomBytes(8).toString("hex") };
  try {
    const isFirst = claimRecord(path.basename(files.supervisor), claim);
    return isFirst && isWorkedIn(files.directory) ? claim : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isWorkedIn(directory: string): boolean {
  const [here, there] = [statSync("."), statSync(directory, { throwIfNoEntry: false })];
  return here.ino === there?.ino && here.dev === there.dev;
}

type Outcome = Pick<ExitRecord, "exitCode" | "signal" | "cause" | "message">;

interface Run {
  readonly files: ProgramFiles;
  readonly order: Order;
  readonly log: ProgramLog;
  readonly mark: string;
  readonly onStart: () => void;
}

async function runProgram(run: Run): Promise<Outcome> {
  try {
    prepareDirectory(run.files, run.order);
  } catch (error) {
    const message = `The working directory could not be prepared: ${(error as Error).message}`;
    run.log.say(message);
    return { exitCode: null, signal: null, cause: "lost", message };
  }
  try {
    return await follow(await spawnProgram(run.files, run.order, run.mark), run);
  } catch (error) {
    return describeFailure(error as NodeJS.ErrnoException, run);
  }
}

/** As shells do: 127 for what is not there, 126 for what cannot be run. */
function describeFailure(error: NodeJS.ErrnoException, { order, log }: Run): Outcome {
  if (error.syscall?.startsWith("spawn") !== true) throw error;
  const isMissing = error.code === "ENOENT";
  const message = isMissing
    ? `There is no program ${JSON.stringify(order.command[0])}.`
    : `The program ${JSON.stringify(order.command[0])} cannot be run: ${error.code ?? error.message}.`;
  log.say(message);
  return { exitCode: isMissing ? 127 : 126, signal: null, cause: "exited", message };
}

async function follow({ program, pid, ended }: RunningProgram, run: Run): Promise<Outcome> {
  const { files, order, log } = run;
  const tree = openProgramTree({ leader: pid, mark: run.mark });
  const ending = createEnding(tree);
  const killsBefore = countMemoryKills();
  tellPid(files, pid);
  const endLines = readStreams(program, { secrets: order.secrets, log });
  const stopWatches = startWatches({ files, order, log, tree, ending });
  run.onStart();
  const [exitCode, signal] = await ended;
  stopWatches();
  const isOutOfMemory = signal === "SIGKILL" && countMemoryKills() > killsBefore;
  const cause = ending.cause() ?? (isOutOfMemory ? "memory-limit" : "exited");
  const left = await ending.finish();
  await closeStreams(program, endLines);
  const message = describeEnd(cause, { exitCode, signal, isByMachine: ending.cause() === undefined }, order.limits);
  return {
    exitCode,
    signal,
    cause,
    message: left === 0 ? message : `${message} ${left} of its processes cannot be ended: they wait for a device.`,
  };
}

/** For people alone: a full disk is no reason to lose the program. */
function tellPid(files: ProgramFiles, pid: number): void {
  const record: ProgramRecord = { pid };
  try {
    writeRecord(files.program, record);
  } catch (error) {
    process.stderr.write(`${(error as Error).stack}\n`);
  }
}
