import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Deps } from "../../../kernel/index.ts";
import { type Launch, type LaunchInput, LaunchRefused } from "../executor.ts";
import { openInput } from "../launch-content.ts";
import { placeBelow } from "./place-below.ts";

interface Laying {
  readonly launch: Launch;
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** Writes inputs into the working directory, each compared with its digest before the command may see it. */
export async function layInFiles(deps: Deps, files: readonly LaunchInput[], laying: Laying): Promise<void> {
  for (const file of files) await layIn(deps, file, laying);
}

async function layIn(deps: Deps, file: LaunchInput, { launch, directory, signal }: Laying): Promise<void> {
  const place = await placeBelow(directory, file.path);
  const hash = createHash("sha256");
  const hashing = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  try {
    await pipeline(await openInput(deps, launch, file), hashing, createWriteStream(place, { flags: "wx", mode: 0o600 }), { signal });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      throw new LaunchRefused(`The input ${file.name} has the path "${file.path}", where the source has a file already.`, { cause: error });
    }
    throw error;
  }
  if (hash.digest("hex") !== file.sha256) throw new Error(`the bytes of ${file.name} are not those of its digest`);
}
