import { createHash } from "node:crypto";
import { get, type IncomingMessage } from "node:http";
import { mebibyte } from "./artifact-upload.ts";
import type { Server } from "./server.ts";

/** A part of a file: both ends count, as in HTTP. */
interface Range {
  readonly first: number;
  readonly last: number;
}

interface Downloads {
  readonly server: Pick<Server, "token">;
  readonly url: string;
  /** Called as each 64 MiB have arrived. */
  readonly onProgress: () => void;
}

const progressEvery = 64 * mebibyte;

/** The SHA-256 of a file, or of a part of it, as it arrives. */
export async function digestOf({ server, url, onProgress }: Downloads, range?: Range): Promise<string> {
  const hash = createHash("sha256");
  let arrived = 0;
  for await (const bytes of (await open(server, url, range)) as AsyncIterable<Buffer>) {
    hash.update(bytes);
    if (Math.floor((arrived + bytes.length) / progressEvery) > Math.floor(arrived / progressEvery)) onProgress();
    arrived += bytes.length;
  }
  return hash.digest("hex");
}

/** The answer to a read of a file, refused unless it is what was asked for, a part or the whole. */
async function open({ token }: Pick<Server, "token">, url: string, range: Range | undefined): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${token}`, ...(range ? { range: `bytes=${range.first}-${range.last}` } : {}) };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers }, resolve).once("error", reject);
  });
  const wanted = range ? 206 : 200;
  if (response.statusCode !== wanted) throw new Error(`the answer is ${response.statusCode} in place of ${wanted}`);
  return response;
}
