import type { Readable } from "node:stream";
import { openHeldBlob, readArtifact, runArtifactPath } from "../../artifacts/index.ts";
import { openDatasetVersion } from "../../datasets/index.ts";
import { type Deps, transact } from "../../kernel/index.ts";
import { readVersionFile } from "../../registry/index.ts";
import { systemCaller } from "../../workspaces/index.ts";
import { findSource } from "../store/resolving.ts";
import { type Launch, type LaunchInput, LaunchRefused } from "./executor.ts";

type Workspace = Pick<Launch, "workspaceId" | "workspace">;

const callerIn = ({ workspaceId, workspace }: Workspace) => ({
  ...systemCaller({ id: workspaceId, name: workspace }),
  permissions: new Set(["artifact:read", "registry:read"] as const),
});

/** Opens the bytes of an input. One that is not what it was at submission is refused before a byte of it is read. */
export async function openInput(deps: Deps, workspace: Workspace, input: LaunchInput): Promise<Readable> {
  const content = await findContent(deps, workspace, input);
  if (content.sha256 !== input.sha256) {
    throw new LaunchRefused(`The input ${input.name} was changed since the job was submitted. Submit it anew to use what is there now.`);
  }
  return content.open();
}

async function findContent(deps: Deps, workspace: Workspace, { kind, name }: LaunchInput) {
  const [first = "", second = "", ...below] = name.split("/");
  const caller = callerIn(workspace);
  if (kind === "dataset") return openDatasetVersion(deps, { workspaceId: workspace.workspaceId, dataset: first, version: Number(second) });
  if (kind === "model") return readVersionFile(deps, caller, { model: first, version: Number(second), path: below.join("/") });
  const path = await runArtifactPath(deps, caller, { runId: first, path: [second, ...below].join("/") });
  return readArtifact(deps, caller, { path });
}

/** Opens the uploaded code of a job. */
export async function openSource(deps: Deps, workspaceId: number, sha256: string): Promise<Readable> {
  const scope = { role: "app", workspaceId, actorId: "system" } as const;
  const source = await transact(deps, scope, (tx) => findSource(tx, workspaceId, sha256));
  if (!source) throw new LaunchRefused("The uploaded source of the job is there no more. Upload it again.");
  return openHeldBlob(deps, { workspaceId, blobId: source.blob_id });
}
