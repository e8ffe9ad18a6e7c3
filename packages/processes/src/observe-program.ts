import { endLeftovers } from "./end-leftovers.ts";
import { isAlive } from "./process-identity.ts";
import type { Observation } from "./process-runner.ts";
import type { ProgramFiles } from "./program-files.ts";
import type { ExitRecord, ProgramRecord, SupervisorRecord } from "./program-records.ts";
import { claimRecord, findRecord } from "./record-file.ts";

export async function observeProgram(files: ProgramFiles): Promise<Observation> {
  const ended = await findEnd(files);
  if (ended) return ended;
  const supervisor = await findRecord<SupervisorRecord>(files.supervisor);
  if (!supervisor) return { state: "absent" };
  if (isAlive(supervisor)) {
    const program = await findRecord<ProgramRecord>(files.program);
    return { state: "running", startedAt: new Date(supervisor.startedAt), pid: program?.pid ?? null };
  }
  // It may have written its last record between the two looks.
  return (await findEnd(files)) ?? (await declareLost(files, supervisor));
}

async function declareLost(files: ProgramFiles, supervisor: SupervisorRecord): Promise<Observation> {
  await endLeftovers(supervisor);
  const lost: ExitRecord = {
    startedAt: supervisor.startedAt,
    endedAt: Date.now(),
    exitCode: null,
    signal: null,
    cause: "lost",
    message: "The program's supervisor was killed, or the machine restarted; what was left of the program was ended.",
  };
  try {
    claimRecord(files.exit, lost);
  } catch {
    // On a full disk it is found to be lost again the next time.
  }
  // Of several that looked at once, the first one's word stays.
  return (await findEnd(files)) ?? toObservation(lost);
}

async function findEnd(files: ProgramFiles): Promise<Observation | undefined> {
  const record = await findRecord<ExitRecord>(files.exit);
  return record && toObservation(record);
}

const toObservation = ({ startedAt, endedAt, exitCode, signal, cause, message }: ExitRecord): Observation => ({
  state: "ended",
  startedAt: new Date(startedAt),
  endedAt: new Date(endedAt),
  exitCode,
  signal,
  cause,
  message,
});
