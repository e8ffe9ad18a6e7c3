import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
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
}

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
    await mkdir(path.dirname(out), { recursive: true });
    // Whole or not at all: what was begun lies beside the target until it is complete.
    const unfinished = await mkdtemp(`${out}.part-`);
    try {
      const files = path.join(unfinished, "model");
      for (const file of items) await writeFileOf(download, file, files);
      await writeFile(path.join(unfinished, "model.sig"), signature.bundle);
      await writeFile(path.join(unfinished, "model.pub.pem"), signature.publicKeyPem);
      await rm(out, { recursive: true, force: true });
      await rename(unfinished, out);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    context.print(`${items.length} files in ${path.join(out, "model")}`);
    context.print(
      `check them: model_signing verify key --signature ${path.join(out, "model.sig")} --public_key ${path.join(out, "model.pub.pem")} ${path.join(out, "model")}`,
    );
  },
};

async function refuseFilled(out: string): Promise<void> {
  const entries = await readdir(out).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new CommandError(`${out} cannot be written: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  if (entries.length > 0) throw new CommandError(`${out} is not empty`);
}

async function writeFileOf({ client, model, version }: Download, file: VersionFile, root: string): Promise<void> {
  const target = path.join(root, ...file.path.split("/"));
  if (!target.startsWith(root + path.sep)) throw new CommandError(`the server names a file outside the version: ${file.path}`);
  await mkdir(path.dirname(target), { recursive: true });
  const address = client.url(readVersionFile, { model, version, path: file.path });
  const response = await fetch(address, { headers: { authorization: `Bearer ${client.token}` } });
  if (!response.ok || !response.body) throw new CommandError(`${file.path} could not be read: the server answered ${response.status}`);
  const hash = createHash("sha256");
  const source = Readable.fromWeb(response.body as never);
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(target),
  );
  if (hash.digest("hex") !== file.sha256) throw new CommandError(`${file.path} differs from the manifest; nothing was kept`);
}
