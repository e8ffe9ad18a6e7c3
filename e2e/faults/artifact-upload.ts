import { type ClientRequest, request } from "node:http";
import type { Server } from "./server.ts";

export const mebibyte = 2 ** 20;
const chunk = Buffer.alloc(mebibyte);

/** An upload of zeros that is under way. */
export interface Upload {
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
export function beginUpload({ token }: Pick<Server, "token">, url: string, mebibytes: number): Upload {
  const headers = { authorization: `Bearer ${token}`, "content-length": mebibytes * mebibyte };
  const upload = request(url, { method: "PUT", headers });
  const answered = new Promise<number | undefined>((resolve) => {
    upload.once("error", () => resolve(undefined));
    upload.once("response", (response) => {
      response.resume();
      resolve(response.statusCode);
    });
  });
  return { answered, cut: () => upload.destroy(), send: (count) => sendZeros(upload, count) };
}

async function sendZeros(upload: ClientRequest, mebibytes: number): Promise<void> {
  for (let sent = 0; sent < mebibytes && !upload.destroyed; sent += 1) {
    await new Promise<void>((resolve) => {
      upload.once("close", resolve);
      upload.write(chunk, () => {
        upload.off("close", resolve);
        resolve();
      });
    });
  }
}
