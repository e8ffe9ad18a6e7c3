import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  getModelSignatureBundle,
  listVersionFiles,
  readVersionFile,
  type VersionFile,
} from "@plumbline/contracts/registry/version-content";
import { type Command, CommandError, requiredText } from "./command.ts";
import { ask, openClient, serverOptions } from "./server.ts";
import { versionOf, versionOperands } from "./version-operands.ts";

type Client = Awaited<ReturnType<typeof openClient>>;
interface Download {
  readonly client: Client;
  readonly model: string;
  readonly version: number;
  readonly signal: AbortSignal;
}

const endings = ["SIGINT", "SIGTERM"] as const;

export const modelsDownload: Command = {
  words: "models download",
  summary:
    "Writes a version's files, its signature (model.sig) and the public key that checks it; every file is compared with the manifest.",
  operands: versionOperands,
  options: { ...serverOptions, out: { type: "string", value: "DIR", help: "directory to make (required)" } },
  async run(values, context) {
    const out = path.resolve(requiredText(values, "out"));
    const { model, version } = versionOf(context.operands);
    const client = await openClient(values, context, "plumb models");
    const download = { client, model, version };
    const { items } = await ask(() => client.call(listVersionFiles, { model, version }));
    if (items.length === 0) throw new CommandError(`${model} ${version} has no files on this platform`);
    const signature = await ask(() => client.call(getModelSignatureBundle, { model, version }));
    await refuseFilled(out);
    await keepWhole(out, async (unfinished, signal) => {
      const files = path.join(unfinished, "model");
      await mkdir(files);
      for (const file of items) await writeFileOf({ ...download, signal }, file, files);
      await writeFile(path.join(unfinished, "model.sig"), signature.bundle);
      await writeFile(path.join(unfinished, "model.pub.pem"), signature.publicKeyPem);
    });
    context.print(`${items.length} files in ${path.join(out, "model")}`);
    context.print(
      `check them: model_signing verify key --signature ${path.join(out, "model.sig")} --public_key ${path.join(out, "model.pub.pem")} ${path.join(out, "model")}`,
    );
  },
};

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

async function refuseFilled(out: string): Promise<void> {
  const entries = await readdir(out).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw unwritable(out, error);
  });
  if (entries.length > 0) throw new CommandError(`${out} is not empty`);
}

const unwritable = (out: string, error: unknown): CommandError =>
  error instanceof CommandError ? error : new CommandError(`${out} cannot be written: ${inWords(error)}`, { cause: error });

/** Whole or not at all: what was begun lies beside the target until it is complete, and goes when the command is ended. */
async function keepWhole(out: string, write: (unfinished: string, signal: AbortSignal) => Promise<void>): Promise<void> {
  const ended = new AbortController();
  const end = () => ended.abort(new CommandError("ended before everything was there; nothing was kept"));
  for (const signal of endings) process.once(signal, end);
  let unfinished: string | undefined;
  try {
    await mkdir(path.dirname(out), { recursive: true });
    unfinished = await mkdtemp(`${out}.part-`);
    await write(unfinished, ended.signal);
    ended.signal.throwIfAborted();
    // An empty directory makes room; one that was filled meanwhile does not.
    await rmdir(out).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
    await rename(unfinished, out);
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : unwritable(out, error);
  } finally {
    if (unfinished !== undefined) await rm(unfinished, { recursive: true, force: true });
    for (const signal of endings) process.off(signal, end);
  }
}

async function writeFileOf(download: Download, file: VersionFile, root: string): Promise<void> {
  const target = path.join(root, ...file.path.split("/"));
  if (!target.startsWith(root + path.sep)) throw new CommandError(`the server names a file outside the version: ${file.path}`);
  const digest = await stream(download, file, target).catch((error: unknown) => {
    throw error instanceof CommandError ? error : new CommandError(`${file.path}: ${inWords(error)}; nothing was kept`, { cause: error });
  });
  if (digest !== file.sha256) throw new CommandError(`${file.path} differs from the manifest; nothing was kept`);
}

/** The SHA-256 of what was written. */
async function stream({ client, model, version, signal }: Download, file: VersionFile, target: string): Promise<string> {
  await mkdir(path.dirname(target), { recursive: true });
  const address = client.url(readVersionFile, { model, version, path: file.path });
  const response = await fetch(address, { headers: { authorization: `Bearer ${client.token}` }, signal });
  if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
  const hash = createHash("sha256");
  await pipeline(
    Readable.fromWeb(response.body as never),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    // Two names that are one here, as where upper and lower case are alike, are refused.
    createWriteStream(target, { flags: "wx" }),
    { signal },
  );
  return hash.digest("hex");
}

const inWords = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
};
