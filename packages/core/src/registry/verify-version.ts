import { createHash } from "node:crypto";
import type { Output } from "@plumbline/contracts/operation";
import * as contract from "@plumbline/contracts/registry/version-content";
import { openHeldBlob } from "../artifacts/index.ts";
import { AppError, authorize, type Caller, command, type Deps, parseInput, translate, type Verb, workspaceOf } from "../kernel/index.ts";
import { heldVersion, requireVersion, versionId } from "./held-model.ts";
import type { ManifestFile } from "./manifest.ts";
import { listFiles } from "./store/version-files.ts";
import { markVerified } from "./store/versions.ts";

type Operation = typeof contract.verifyVersion;
type Answer = Output<Operation>;

/** Files that are read at a time. */
const readsAtOnce = 4;

async function verify(deps: Deps, caller: Caller, raw: Parameters<Verb<Operation>>[2]): Promise<Answer> {
  await authorize(deps, caller, contract.verifyVersion);
  const name = parseInput(contract.verifyVersion, raw);
  const { id: workspaceId } = workspaceOf(caller);
  const scope = { role: "app", workspaceId, actorId: caller.actor.id } as const;
  const files = await deps.db
    .transaction(scope, async (tx) => {
      const row = await requireVersion({ ...caller, tx, deps, now: deps.now() }, name);
      return listFiles(tx, workspaceId, { modelKey: row.model_key, version: row.version });
    })
    .catch((error: unknown) => Promise.reject(translate(error)));
  if (files.length === 0) {
    throw new AppError("precondition-failed", `No bytes are bound to version ${versionId(name)}: there is nothing to compare.`, {
      params: { reason: "no-bytes", ...name },
    });
  }
  const differing = await readAll(deps, workspaceId, files);
  return command(contract.verifyVersion, async (ctx) => {
    const { row, now } = await heldVersion(ctx, name);
    const isIntact = differing.length === 0;
    await markVerified(ctx.tx, workspaceId, { modelKey: row.key, version: name.version, at: isIntact ? now : null });
    const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const result: Answer = { isIntact, files: files.length, bytes, differing, checkedAt: now.toISOString() };
    return { result, subject: { kind: "model-version", id: versionId(name) }, after: result };
  })(deps, caller, raw);
}

/** Reads the stored bytes again and compares them with the manifest, outside of any transaction. */
export const verifyVersion: Verb<Operation> = Object.assign(verify, { operation: contract.verifyVersion });

/** Paths whose bytes differ or are gone, in order. */
async function readAll(deps: Deps, workspaceId: number, files: readonly ManifestFile[]): Promise<string[]> {
  const differing: string[] = [];
  const waiting = files.values();
  const lane = async (): Promise<void> => {
    for (const file of waiting) {
      if (!(await isIntact(deps, workspaceId, file))) differing.push(file.path);
    }
  };
  await Promise.all(Array.from({ length: readsAtOnce }, lane));
  return differing.sort();
}

async function isIntact(deps: Deps, workspaceId: number, { blobId, digest }: ManifestFile): Promise<boolean> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of await openHeldBlob(deps, { workspaceId, blobId })) hash.update(chunk as Buffer);
  } catch (error) {
    if (error instanceof AppError && isGone(error)) return false;
    throw error;
  }
  return hash.digest().equals(digest);
}

/** The record or the bytes are not there; a storage that does not answer says nothing about them. */
const isGone = ({ code, cause }: AppError): boolean =>
  code === "not-found" || (cause instanceof Error && "code" in cause && cause.code === "not-found");
