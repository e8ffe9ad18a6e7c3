import { ClusterError } from "./cluster-error.ts";
import { readText } from "./read-text.ts";
import { pathOf } from "./resource.ts";
import { resources } from "./resources/resources.ts";
import type { Transport } from "./transport.ts";

export interface PodQuery {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
  /** Begins with a slash. */
  readonly path: string;
}

/** A page of metrics of a node with many GPUs has some hundred KiB. */
const maxBytes = 8 * 2 ** 20;

/** What a pod answers to a GET, asked through the API server's proxy: nothing else need be able to reach it. */
export async function askPod(transport: Transport, { namespace, pod, port, path }: PodQuery, signal?: AbortSignal): Promise<string> {
  const proxy = pathOf(resources.pods, { namespace, name: `${pod}:${port}`, subresource: "proxy" });
  try {
    const answer = await transport.stream({ verb: "get", method: "GET", path: proxy + path, signal });
    return await readText(answer, maxBytes);
  } catch (cause) {
    if (cause instanceof ClusterError) throw cause;
    signal?.throwIfAborted();
    throw new ClusterError(`The pod ${pod} did not answer to the end.`, { kind: "unreachable", cause });
  }
}
