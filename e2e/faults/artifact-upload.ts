import { createHash, randomBytes } from "node:crypto";
import { type ClientRequest, request } from "node:http";
import type { Server } from "./server.ts";

export const mebibyte = 2 ** 20;

/** What a file holds, by its mebibytes. */
export interface Content {
  readonly mebibytes: number;
  /** The bytes of one of them; they count until the next one is asked for. */
  readonly chunkAt: (index: number) => Buffer;
}

const blank = Buffer.alloc(mebibyte);
export const zeros = (mebibytes: number): Content => ({ mebibytes, chunkAt: () => blank });

/** Bytes of which no two mebibytes are alike, so that a part that is lost, doubled or out of place shows. */
export interface Numbered extends Content {
  /** The digest of all that was asked for by `chunkAt`. */
  readonly sha256: () => string;
  /** The same bytes once more: two mebibytes from the given one on. */
  readonly twoFrom: (index: number) => Buffer;
}

export function numbered(mebibytes: number): Numbered {
  const chunk = randomBytes(mebibyte);
  const hash = createHash("sha256");
  const write = (index: number) => {
    chunk.writeUInt32BE(index);
    return chunk;
  };
  return {
    mebibytes,
    chunkAt(index) {
      hash.update(write(index));
      return chunk;
    },
    sha256: () => hash.digest("hex"),
    twoFrom: (index) => Buffer.concat([Buffer.from(write(index)), write(index + 1)]),
  };
}

/** An upload that is under way. */
export interface Upload {
  /** Sends the next bytes of the content. */
  readonly send: (mebibytes: number) => Promise<void>;
  /** Closes the connection, whatever is still to come. */
  readonly cut: () => void;
  /** Status of the answer; undefined when there was none. */
  readonly answered: Promise<number | undefined>;
}

/** The address by which clients upload and read a file of a run in the default experiment. */
export const artifactUrl = ({ url }: Pick<Server, "url">, runId: string, file: string): string =>
  `${url}/api/2.0/mlflow-artifacts/artifacts/0/${runId}/artifacts/${file}`;

/** Begins to upload a file and declares its size. */
export function beginUpload({ token }: Pick<Server, "token">, url: string, content: Content): Upload {
  const headers = { authorization: `Bearer ${token}`, "content-length": content.mebibytes * mebibyte };
  const upload = request(url, { method: "PUT", headers });
  const answered = new Promise<number | undefined>((resolve) => {
    upload.once("error", () => resolve(undefined));
    upload.once("response", (response) => {
      response.resume();
      resolve(response.statusCode);
    });
  });
  let sent = 0;
  const send = async (mebibytes: number) => {
    for (const end = sent + mebibytes; sent < end && !upload.destroyed; sent += 1) await write(upload, content.chunkAt(sent));
  };
  return { answered, cut: () => upload.destroy(), send };
}

/** Resolves once the bytes have left, or the connection is closed. */
function write(upload: ClientRequest, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    upload.once("close", resolve);
    upload.write(bytes, () => {
      upload.off("close", resolve);
      resolve();
    });
  });
}
