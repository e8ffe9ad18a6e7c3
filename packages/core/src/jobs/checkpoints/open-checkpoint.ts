import { json } from "node:stream/consumers";
import { Checkpoint } from "@plumbline/contracts/jobs/checkpoint";
import { readArtifact, runArtifactPath } from "../../artifacts/index.ts";
import { type Ctx, type Deps, workspaceOf } from "../../kernel/index.ts";
import type { LaunchCheckpoint } from "../executors/executor.ts";
import { toLaunchInput } from "../reconciler/launch-inputs.ts";
import type { JobDetailRow } from "../store/jobs.ts";
import { findArtifactFiles, findRunRoot } from "../store/resolving.ts";
import { checkpointFolder, checkpointList, keptName } from "./checkpoint-paths.ts";
import { type CheckpointOf, checkpointKeeper } from "./commit-checkpoint.ts";

const scheme = "mlflow-artifacts:/";

/** Number of the newest earlier attempt that left a checkpoint; null where there is nothing to go on from. */
export async function findCheckpoint(ctx: Ctx, row: JobDetailRow, before: number): Promise<number | null> {
  const { id: workspaceId } = workspaceOf(ctx);
  if (!row.spec.checkpoint || row.run_id === null) return null;
  const run = await findRunRoot(ctx.tx, workspaceId, row.run_id);
  if (!run?.artifact_uri.startsWith(scheme)) return null;
  const root = run.artifact_uri.slice(scheme.length).replace(/^\/+/, "");
  for (let attempt = before - 1; attempt > 0; attempt -= 1) {
    const [list] = await findArtifactFiles(ctx.tx, workspaceId, {
      path: `${root}/${checkpointFolder(attempt)}/${checkpointList}`,
      limit: 1,
    });
    if (list) return attempt;
  }
  return null;
}

/** What the checkpoint of an attempt is made of, each file to be put where it was. */
export async function openCheckpoint(deps: Deps, of: CheckpointOf, path: string): Promise<LaunchCheckpoint> {
  const caller = checkpointKeeper(of);
  const folder = checkpointFolder(of.attempt);
  const list = await readArtifact(deps, caller, {
    path: await runArtifactPath(deps, caller, { runId: of.runId, path: `${folder}/${checkpointList}` }),
  });
  const { step, files } = Checkpoint.parse(await json(await list.open()));
  return {
    attempt: of.attempt,
    step,
    files: files.map((file) =>
      toLaunchInput({
        kind: "artifact",
        name: `${of.runId}/${folder}/${keptName(file)}`,
        path: `${path}/${file.path}`,
        sha256: file.sha256,
        sizeBytes: file.sizeBytes,
      }),
    ),
  };
}
