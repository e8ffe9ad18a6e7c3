import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { runArtifactPath, writeArtifact } from "../../../artifacts/index.ts";
import type { Deps } from "../../../kernel/index.ts";
import { systemCaller } from "../../../workspaces/index.ts";
import { checkpointFolder } from "../checkpoint-folder.ts";
import type { AttemptRecord } from "./attempt-records.ts";

/** Files of one checkpoint directory that are kept. */
const filesMax = 2000;

/** Keeps what an attempt left in its checkpoint directory as artifacts of the run, for the next attempt. Done again, it does the same. */
export async function keepCheckpoints(deps: Deps, record: AttemptRecord, workDirectory: string): Promise<void> {
  if (record.checkpointPath === null) return;
  const caller = {
    ...systemCaller({ id: record.workspaceId, name: record.workspace }),
    permissions: new Set(["artifact:write"] as const),
  };
  const folder = path.join(workDirectory, record.checkpointPath);
  for (const file of (await filesBelow(folder)).slice(0, filesMax)) {
    const below = path.relative(folder, file).split(path.sep).join("/");
    const kept = `${checkpointFolder(record.attempt)}/${below}`;
    await writeArtifact(deps, caller, {
      path: await runArtifactPath(deps, caller, { runId: record.runId, path: kept }),
      source: createReadStream(file),
    });
  }
}

/** Plain files alone: a link would bring what is not the job's. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
