import type { ResolvedSpec } from "@plumbline/contracts/jobs/job";
import { type Ctx, workspaceOf } from "../../kernel/index.ts";
import { checkpointRoot } from "../executors/checkpoint-folder.ts";
import type { LaunchCheckpoint, LaunchInput } from "../executors/executor.ts";
import { listAttempts } from "../store/attempts.ts";
import type { JobDetailRow } from "../store/jobs.ts";
import { findArtifactFiles, findRunRoot } from "../store/resolving.ts";

type Input = ResolvedSpec["inputs"][number];

/** Where the bytes of an input are read. Names of datasets, models and runs hold no slash. */
export function toLaunchInput({ kind, name, path, sha256, sizeBytes }: Input): LaunchInput {
  const [first = "", second = "", ...below] = name.split("/");
  const paths = {
    dataset: `/api/v1/datasets/${encodeURIComponent(first)}/versions/${second}/content`,
    artifact: `/api/v1/runs/${encodeURIComponent(first)}/artifacts/content?path=${encodeURIComponent([second, ...below].join("/"))}`,
    model: `/api/v1/models/${encodeURIComponent(first)}/versions/${second}/files/content?path=${encodeURIComponent(below.join("/"))}`,
  };
  return { kind, name, urlPath: paths[kind], path, sha256, sizeBytes };
}

const filesMax = 2000;
const scheme = "mlflow-artifacts:/";

/** What the newest of the earlier attempts left as its checkpoint; null where there is nothing to go on from. */
export async function findCheckpoint(ctx: Ctx, row: JobDetailRow, before: number): Promise<LaunchCheckpoint | null> {
  const { checkpoint } = row.spec;
  const { id: workspaceId } = workspaceOf(ctx);
  const run = checkpoint && row.run_id !== null ? await findRunRoot(ctx.tx, workspaceId, row.run_id) : undefined;
  if (!checkpoint || row.run_id === null || !run?.artifact_uri.startsWith(scheme)) return null;
  const root = `${run.artifact_uri.slice(scheme.length).replace(/^\/+/, "")}/${checkpointRoot}`;
  const kept = (await findArtifactFiles(ctx.tx, workspaceId, { path: root, limit: 20 * filesMax })).flatMap((file) => {
    const [, number, below] = /^attempt-(\d+)\/(.+)$/.exec(file.path) ?? [];
    return number === undefined || below === undefined ? [] : [{ attempt: Number(number), below, file }];
  });
  const newest = Math.max(0, ...kept.map(({ attempt }) => attempt).filter((attempt) => attempt < before));
  if (newest === 0) return null;
  const runId = row.run_id;
  const attempt = (await listAttempts(ctx.tx, workspaceId, row.id)).find(({ number }) => number === newest);
  return {
    attempt: newest,
    step: attempt?.checkpoints.at(-1)?.step ?? null,
    files: kept
      .filter((one) => one.attempt === newest)
      .map(({ below, file }) =>
        toLaunchInput({
          kind: "artifact",
          name: `${runId}/${checkpointRoot}/attempt-${newest}/${below}`,
          path: `${checkpoint.path}/${below}`,
          sha256: file.digest.toString("hex"),
          sizeBytes: file.size_bytes,
        }),
      ),
  };
}
