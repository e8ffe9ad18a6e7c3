import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { findIdentity } from "../process-identity.ts";
import { type ProgramFiles, shortTemporary } from "../program-files.ts";
import type { ExitRecord, ProgramRecord, SupervisorRecord } from "../program-records.ts";
import { openProgramTree } from "../program-tree.ts";
import { claimRecord, writeRecord } from "../record-file.ts";
import { describeEnd, type ProgramEnd } from "./describe-end.ts";
import { createEnding, type Ending } from "./ending.ts";
import { openProgramLog, type ProgramLog } from "./program-log.ts";
import type { Order } from "./read-order.ts";
import { closeStreams, readStreams } from "./read-streams.ts";
import { type Program, prepareDirectory, spawnProgram } from "./spawn-program.ts";
import { deferSignals, startWatches } from "./watches.ts";

type Answer = (answer: "started" | "taken") => void;

/** Runs one program from its start to its end, unless another supervisor has its name. */
export async function supervise(files: ProgramFiles, order: Order, answer: Answer): Promise<void> {
  deferSignals();
  mkdirSync(files.directory, { recursive: true, mode: 0o700 });
  const claim = claimName(files);
  if (!claim) {
    answer("taken");
    return;
  }
  const log = openProgramLog({ directory: files.log, limitBytes: order.limits.logBytes, now: Date.now });
  const outcome = await runProgram({ files, order, log, mark: claim.mark, onStart: () => answer("started") });
  log.end();
  rmSync(shortTemporary(order.platformTemporary, claim.mark), { force: true });
  await writeExit(files, { ...outcome, startedAt: claim.startedAt, endedAt: Date.now() });
  answer("started");
  process.exit(0);
}

function claimName(files: ProgramFiles): SupervisorRecord | undefined {
  const identity = findIdentity(process.pid);
  if (!identity) throw new Error("the supervisor finds itself nowhere among the processes");
  const claim: SupervisorRecord = { ...identity, startedAt: Date.now(), mark: randomBytes(8).toString("hex") };
  return claimRecord(files.supervisor, claim) ? claim : undefined;
}

const againMs = 1000;
const mostTries = 300;

/** A full disk may have room again once somebody has cleared it up. */
async function writeExit(files: ProgramFiles, record: ExitRecord): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      claimRecord(files.exit, record);
      return;
    } catch (error) {
      if (tries === mostTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
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
  const program = spawnProgram(run.files, run.order, run.mark);
  return program.pid === undefined ? await describeFailure(program, run) : await follow(program, program.pid, run);
}

/** As shells do: 127 for what is not there, 126 for what cannot be run. */
async function describeFailure(program: Program, { order, log }: Run): Promise<Outcome> {
  const [error] = (await once(program, "error")) as [NodeJS.ErrnoException];
  const isMissing = error.code === "ENOENT";
  const message = isMissing
    ? `There is no program ${JSON.stringify(order.command[0])}.`
    : `The program ${JSON.stringify(order.command[0])} cannot be run: ${error.code ?? error.message}.`;
  log.say(message);
  return { exitCode: isMissing ? 127 : 126, signal: null, cause: "exited", message };
}

async function follow(program: Program, pid: number, run: Run): Promise<Outcome> {
  const { files, order, log } = run;
  const tree = openProgramTree({ leader: pid, mark: run.mark });
  const ending = createEnding(tree);
  tellPid(files, pid);
  const streams = readStreams(program, { secrets: order.secrets, log });
  const stopWatches = startWatches({ files, order, log, tree, ending });
  run.onStart();
  const [exitCode, signal] = (await once(program, "exit")) as [number | null, string | null];
  stopWatches();
  const cause = ending.cause() ?? "exited";
  const left = await ending.finish();
  await closeStreams(program, streams);
  return { exitCode, signal, cause, message: messageOf(cause, { exitCode, signal }, { order, left }) };
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

function messageOf(
  cause: NonNullable<ReturnType<Ending["cause"]>>,
  end: ProgramEnd,
  { order, left }: { order: Order; left: number },
): string {
  const message = describeEnd(cause, end, order.limits);
  return left === 0 ? message : `${message} ${left} of its processes cannot be ended: they wait for a device.`;
}
