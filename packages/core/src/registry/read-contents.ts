import type { Readable } from "node:stream";
import type { CallInput, Input } from "@plumbline/contracts/operation";
import * as contract from "@plumbline/contracts/registry/version";
import { openHeldBlob } from "../artifacts/index.ts";
import { AppError, authorize, type Caller, type Deps, parseInput, translate, workspaceOf } from "../kernel/index.ts";
import type { ManifestFile } from "./manifest.ts";
import { exampleName, noContents, readModelFile, type VersionContents } from "./model-file.ts";
import { type ResolvedSource, resolveSource } from "./resolve-source.ts";

/** Bytes of a descriptive file that are read; one that is longer is not. */
const contentsMaxBytes = 1024 * 1024;

/** What the files of a source say, and which bytes said it. */
export interface ReadContents {
  readonly contents: VersionContents | null;
  readonly blobs: ReadonlyMap<string, string>;
}

const nothing: ReadContents = { contents: null, blobs: new Map() };

/** Reads MLmodel, input example and requirements of a source, outside the transaction that registers it. */
export async function readContents(deps: Deps, caller: Caller, raw: CallInput<typeof contract.registerVersion>): Promise<ReadContents> {
  await authorize(deps, caller, contract.registerVersion);
  const source = await findSource(deps, caller, parseInput(contract.registerVersion, raw));
  if (!source || source.copyOf || source.files.length === 0) return nothing;
  const { id: workspaceId } = workspaceOf(caller);
  const byPath = new Map(source.files.map((file) => [file.path, file]));
  const blobs = new Map<string, string>();
  const read = async (path: string): Promise<string | null> => {
    const file = byPath.get(path);
    blobs.set(path, file?.blobId ?? "");
    if (!file || file.sizeBytes > contentsMaxBytes) return null;
    return textOf(await openHeldBlob(deps, { workspaceId, blobId: file.blobId }));
  };
  const model = await read("MLmodel");
  if (model === null) {
    const isLong = byPath.has("MLmodel");
    const note = isLong ? `The MLmodel file has more than ${contentsMaxBytes} bytes and was not read.` : noContents.note;
    return { contents: { ...noContents, note }, blobs };
  }
  const example = await read(exampleName(model));
  const requirements = await read("requirements.txt");
  return { contents: readModelFile({ model, example, requirements }), blobs };
}

/** Whether a file that was read is another one now. */
export const isStale = ({ blobs }: ReadContents, files: readonly ManifestFile[]): boolean => {
  const now = new Map(files.map(({ path, blobId }) => [path, blobId]));
  if (blobs.size === 0) return now.size > 0;
  return [...blobs].some(([path, blobId]) => (now.get(path) ?? "") !== blobId);
};

/** Undefined where there is no such source: the registration itself says so, or answers what it answered before. */
async function findSource(deps: Deps, caller: Caller, input: Input<typeof contract.registerVersion>): Promise<ResolvedSource | undefined> {
  const scope = { role: "app", workspaceId: workspaceOf(caller).id, actorId: caller.actor.id } as const;
  try {
    return await deps.db.transaction(scope, (tx) => resolveSource({ ...caller, tx, deps, now: deps.now() }, input));
  } catch (error) {
    const known = translate(error);
    if (known instanceof AppError && (known.code === "not-found" || known.code === "invalid")) return undefined;
    throw known;
  }
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
