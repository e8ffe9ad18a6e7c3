import { statHeldBlobs } from "../artifacts/index.ts";
import { AppError, type Ctx } from "../kernel/index.ts";
import { type HeldVersion, versionId } from "./held-model.ts";
import { manifestDigest } from "./manifest.ts";
import { listFiles } from "./store/version-files.ts";

/**
 * Compares a version's digest with its manifest, the manifest with what the storage recorded, and looks whether the bytes
 * are there in their full length. Reading all of them is `verifyVersion`.
 */
export async function checkStoredManifest(ctx: Ctx, { workspaceId, row, version }: Omit<HeldVersion, "now">): Promise<void> {
  if (version.digest === null) return;
  const id = versionId({ model: row.name, version: version.version });
  const files = await listFiles(ctx.tx, workspaceId, { modelKey: row.key, version: version.version });
  if (!manifestDigest(files)?.equals(version.digest)) throw broken(id, "its manifest is not the one that its digest was taken over");
  const states = new Map(
    (
      await statHeldBlobs(
        ctx,
        files.map(({ blobId }) => blobId),
      )
    ).map((state) => [state.blobId, state]),
  );
  const differing = files.find(({ blobId, digest, sizeBytes }) => {
    const state = states.get(blobId);
    return !state?.isStored || state.sha256 !== digest.toString("hex") || state.sizeBytes !== sizeBytes;
  });
  if (differing) throw broken(id, `the stored bytes of "${differing.path}" are missing or not those of the manifest`);
}

const broken = (id: string, what: string): AppError =>
  new AppError("precondition-failed", `Version ${id} is not intact: ${what}. Register it anew from a good copy.`, {
    params: { reason: "version-not-intact", id },
  });
