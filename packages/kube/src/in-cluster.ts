import { readFile } from "node:fs/promises";
import path from "node:path";
import { ClusterError } from "./cluster-error.ts";
import type { Connection } from "./connection.ts";

const account = "/var/run/secrets/kubernetes.io/serviceaccount";
const tokenKeptMs = 60_000;

export interface Surroundings {
  /** `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT` of the process. */
  readonly host: string | undefined;
  readonly port: string | undefined;
  /** The directory of the mounted service account. */
  readonly directory?: string;
}

/** The cluster that this process is a pod of, as the service account of that pod. */
export async function readInCluster({ host, port, directory = account }: Surroundings): Promise<Connection> {
  if (!host || !port)
    throw new ClusterError("This process runs in no cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set.", {
      kind: "invalid",
    });
  const token = rotating(path.join(directory, "token"));
  await token();
  const address = host.includes(":") ? `[${host}]` : host;
  return {
    server: new URL(`https://${address}:${port}`),
    tls: { ca: await read(path.join(directory, "ca.crt")), rejectUnauthorized: true },
    token,
    proxy: undefined,
  };
}

/** The token of a pod is replaced every hour, so that its file is read again. */
function rotating(file: string): () => Promise<string> {
  let kept = { text: "", until: 0 };
  return async () => {
    if (Date.now() >= kept.until) kept = { text: (await read(file)).trim(), until: Date.now() + tokenKeptMs };
    return kept.text;
  };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new ClusterError(`This process has no service account: ${file} cannot be read.`, { kind: "invalid", cause });
  }
}
