import { Readable } from "node:stream";
import type { Checkpoint } from "@plumbline/contracts/jobs/checkpoint";
import { deleteArtifacts, runArtifactPath, writeArtifact } from "../../artifacts/index.ts";
import { AppError, type Caller, type Deps, systemActor, transact } from "../../kernel/index.ts";
import { systemCaller } from "../../workspaces/index.ts";
import { findArtifactFiles } from "../store/resolving.ts";
import { checkpointFolder, checkpointList, checkpointRoot, keptName } from "./checkpoint-paths.ts";

/** The attempt whose checkpoint it is. */
export interface CheckpointOf {
  readonly workspaceId: number;
  readonly workspace: string;
  readonly runId: string;
  readonly attempt: number;
}

/** Of a run's attempts, the newest so many keep theirs: the last one, and the one before should that be of no use. */
const attemptsKept = 2;
const filesMax = 50_000;

export const checkpointKeeper = ({ workspaceId, workspace }: Pick<CheckpointOf, "workspaceId" | "workspace">): Caller => ({
  ...systemCaller({ id: workspaceId, name: workspace }),
  permissions: new Set(["artifact:read", "artifact:write", "artifact:delete"] as const),
});

/** Makes files that are uploaded the checkpoint of an attempt, in one step; then removes what no checkpoint is made of any more. */
export async function commitCheckpoint(deps: Deps, of: CheckpointOf, checkpoint: Checkpoint): Promise<void> {
  const caller = checkpointKeeper(of);
  const placeOf = (path: string) => runArtifactPath(deps, caller, { runId: of.runId, path });
  const folder = checkpointFolder(of.attempt);
  const kept = await listKept(deps, of);
  for (const file of checkpoint.files) {
    if (kept.get(`${folder}/${keptName(file)}`) === file.sha256) continue;
    throw new AppError("invalid", `The file "${file.path}" of the checkpoint was not uploaded before.`, {
      params: { reason: "checkpoint-file" },
      fields: [{ path: "files", message: `${file.path} is not there` }],
    });
  }
  const text = JSON.stringify({ ...checkpoint, at: deps.now().toISOString() });
  await writeArtifact(deps, caller, { path: await placeOf(`${folder}/${checkpointList}`), source: Readable.from([Buffer.from(text)]) });
  const named = new Set([checkpointList, ...checkpoint.files.map(keptName)].map((name) => `${folder}/${name}`));
  for (const path of outdated([...kept.keys()], { folder, named })) {
    await deleteArtifacts(deps, caller, { path: await placeOf(path) }).catch(absentIsGone);
  }
}

/** Everything of checkpoints that a run has, as paths below its artifacts, with the digests. */
export async function listKept(deps: Deps, of: CheckpointOf): Promise<ReadonlyMap<string, string>> {
  const { workspaceId, runId } = of;
  const path = await runArtifactPath(deps, checkpointKeeper(of), { runId, path: checkpointRoot });
  const scope = { role: "app", workspaceId, actorId: systemActor.id } as const;
  const files = await transact(deps, scope, (tx) => findArtifactFiles(tx, workspaceId, { path, limit: filesMax }));
  return new Map(files.map((file) => [`${checkpointRoot}/${file.path}`, file.digest.toString("hex")]));
}

/** Files of this attempt that its checkpoint does not name, and the folders of attempts long before. */
function outdated(paths: readonly string[], { folder, named }: { folder: string; named: ReadonlySet<string> }): string[] {
  const complete = new Set([folder, ...paths.filter((path) => path.endsWith(`/${checkpointList}`)).map(folderOf)]);
  const newest = [...complete].sort((left, right) => numberOf(right) - numberOf(left)).slice(0, attemptsKept);
  const oldest = numberOf(newest.at(-1) ?? folder);
  const folders = new Set(paths.map(folderOf).filter((one) => numberOf(one) < oldest));
  return [...folders, ...paths.filter((path) => folderOf(path) === folder && !named.has(path))];
}

const folderOf = (path: string): string => path.split("/").slice(0, 2).join("/");
const numberOf = (folder: string): number => Number(folder.split("-")[1]);

function absentIsGone(error: unknown): void {
  if (!(error instanceof AppError && error.code === "not-found")) throw error;
}
