import { createHash } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import * as contract from "@plumbline/contracts/registry/version-content";
import { type ArtifactContent, openHeldBlob } from "../artifacts/index.ts";
import { AppError, authorize, type Caller, type Deps, query, translate, workspaceOf } from "../kernel/index.ts";
import { requireVersion, type VersionName, versionId } from "./held-model.ts";
import type { ManifestFile } from "./manifest.ts";
import { noContents, type VersionContents } from "./model-file.ts";
import { findFile, findVersionContents, listFiles } from "./store/version-files.ts";

export const listVersionFiles = query(contract.listVersionFiles, async (ctx, name) => {
  const row = await requireVersion(ctx, name);
  const files = await listFiles(ctx.tx, workspaceOf(ctx).id, { modelKey: row.model_key, version: row.version });
  return {
    digest: row.digest?.toString("hex") ?? null,
    items: files.map(({ path, sizeBytes, digest }) => ({ path, sizeBytes, sha256: digest.toString("hex") })),
  };
});

/** What the MLmodel file said when the version was registered. */
export const getSignature = query(contract.getSignature, async (ctx, name) => {
  const row = await requireVersion(ctx, name);
  const of = { modelKey: row.model_key, version: row.version };
  const stored = (await findVersionContents(ctx.tx, workspaceOf(ctx).id, of)) as VersionContents | null;
  const { signature, flavors, note } = stored ?? noContents;
  return { signature, flavors: [...flavors], note };
});

/** Finds a file of a version. Its bytes are compared with the manifest as they pass; a part of them is passed on as it is. */
export async function readVersionFile(
  deps: Deps,
  caller: Caller,
  given: VersionName & { readonly path: string },
): Promise<ArtifactContent> {
  await authorize(deps, caller, contract.readVersionFile);
  const { id: workspaceId } = workspaceOf(caller);
  const scope = { role: "app", workspaceId, actorId: caller.actor.id } as const;
  const { file, updatedAt } = await deps.db
    .transaction(scope, async (tx) => {
      const row = await requireVersion({ ...caller, tx, deps, now: deps.now() }, given);
      return {
        file: await findFile(tx, workspaceId, { modelKey: row.model_key, version: row.version, path: given.path }),
        updatedAt: row.created_at,
      };
    })
    .catch((error: unknown) => Promise.reject(translate(error)));
  if (!file) {
    throw new AppError("not-found", `Version ${versionId(given)} has no file "${given.path}".`, {
      params: { noun: "file", id: given.path, reason: "version-file-unknown" },
    });
  }
  return checkedContent(deps, workspaceId, { file, version: given, updatedAt });
}

interface ManifestedFile {
  readonly file: ManifestFile;
  readonly version: VersionName;
  readonly updatedAt: Date;
}

/** A file whose bytes are compared with the manifest as they pass; a part of them is passed on as it is. */
export function checkedContent(deps: Deps, workspaceId: number, { file, version, updatedAt }: ManifestedFile): ArtifactContent {
  const sha256 = file.digest.toString("hex");
  return {
    path: file.path,
    sizeBytes: file.sizeBytes,
    sha256,
    updatedAt,
    open: async (range) => {
      const bytes = await openHeldBlob(deps, { workspaceId, blobId: file.blobId }, range);
      if (range) return bytes;
      const checked = bytes.pipe(comparing(sha256));
      bytes.on("error", (error) => checked.destroy(error));
      checked.on("error", (error) => {
        bytes.destroy();
        if (error instanceof BytesDiffer) deps.logger.error({ version: versionId(version), path: file.path, sha256 }, error.message);
      });
      checked.on("close", () => bytes.destroy());
      return checked;
    },
  };
}

class BytesDiffer extends Error {}

/** Passes bytes on and fails in place of the end if they are not those of the digest. The last piece waits until they are known to be. */
function comparing(sha256: string): Transform {
  const hash = createHash("sha256");
  let held: Buffer | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      hash.update(chunk);
      const ready = held;
      held = chunk;
      done(null, ready);
    },
    flush(done: TransformCallback) {
      if (hash.digest("hex") === sha256) done(null, held);
      else done(new BytesDiffer("stored bytes of a version differ from its manifest"));
    },
  });
}
