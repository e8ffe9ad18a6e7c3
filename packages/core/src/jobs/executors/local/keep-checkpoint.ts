import { createReadStream } from "node:fs";
import path from "node:path";
import { type CheckpointFile, checkpointLimits } from "@plumbline/contracts/jobs/checkpoint";
import { runArtifactPath, writeArtifact } from "../../../artifacts/index.ts";
import type { Deps } from "../../../kernel/index.ts";
import { checkpointFolder, keptName } from "../../checkpoints/checkpoint-paths.ts";
import { checkpointKeeper, commitCheckpoint, listKept } from "../../checkpoints/commit-checkpoint.ts";
import type { AttemptRecord } from "./attempt-records.ts";
import { type CheckpointFiles, digestOf, readCheckpointFiles } from "./checkpoint-files.ts";

interface Keeping {
  readonly record: AttemptRecord;
  /** Directory of the checkpoint. */
  readonly folder: string;
  readonly files: CheckpointFiles;
  readonly step: number | null;
}

/**
 * Makes what is in an attempt's checkpoint directory its checkpoint, for the next attempt: files as they were when they were looked at.
 * False where somebody has written to one of them since. Done again, it does the same.
 */
export async function keepCheckpoint(deps: Deps, { record, folder, files, step }: Keeping): Promise<boolean> {
  if (files.size === 0) return true;
  if (files.size > checkpointLimits.files) {
    deps.logger.warn({ job: record.jobId, files: files.size }, "a checkpoint has too many files to be kept");
    return true;
  }
  const kept = await listKept(deps, record);
  const named: CheckpointFile[] = [];
  for (const name of files.keys()) {
    const file = await keepFile(deps, { record, folder, name, kept });
    if (!file) return false;
    named.push(file);
  }
  const now = await readCheckpointFiles(folder);
  if ([...files].some(([name, stamp]) => now.has(name) && now.get(name) !== stamp)) return false;
  await commitCheckpoint(deps, record, { step, files: named });
  return true;
}

interface KeepingFile extends Pick<Keeping, "record" | "folder"> {
  readonly name: string;
  /** Digests of what is kept already. */
  readonly kept: ReadonlyMap<string, string>;
}

/** Undefined where it is there no more, or was written to while it was read. */
async function keepFile(deps: Deps, { record, folder, name, kept }: KeepingFile): Promise<CheckpointFile | undefined> {
  const place = path.join(folder, name);
  const found = await digestOf(place).catch(absentIsUndefined);
  if (!found) return undefined;
  const file = { path: name, ...found };
  const below = `${checkpointFolder(record.attempt)}/${keptName(file)}`;
  if (kept.get(below) === file.sha256) return file;
  const caller = checkpointKeeper(record);
  const target = await runArtifactPath(deps, caller, { runId: record.runId, path: below });
  const stored = await writeArtifact(deps, caller, { path: target, source: createReadStream(place) }).catch(absentIsUndefined);
  return stored?.sha256 === file.sha256 ? file : undefined;
}

function absentIsUndefined(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
  throw error;
}
