import { ClusterError } from "./cluster-error.ts";
import { pathOf } from "./resource.ts";
import { resources } from "./resources/resources.ts";
import type { Transport } from "./transport.ts";

export interface LogQuery {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Goes on until the container has ended. */
  readonly isFollowing?: boolean;
  /** Before each line the time at which it was written, and a space. */
  readonly hasTimes?: boolean;
  /** Of the container that ran before the present one. */
  readonly isPrevious?: boolean;
  /** Counts in whole seconds. */
  readonly since?: Date;
  /** Only that many lines of what is there. */
  readonly tailLines?: number;
  readonly limitBytes?: number;
}

/**
 * What a container printed, as it arrives; no more is asked of the cluster than is consumed. It ends with the container, with the connection to it,
 * or with `signal`.
 */
export async function* readLogs(transport: Transport, query: LogQuery, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  const { namespace, pod, container, isFollowing, hasTimes, isPrevious, since, tailLines, limitBytes } = query;
  try {
    yield* await transport.stream({
      verb: "log",
      method: "GET",
      path: pathOf(resources.pods, { namespace, name: pod, subresource: "log" }),
      query: {
        container,
        follow: isFollowing,
        timestamps: hasTimes,
        previous: isPrevious,
        sinceTime: since?.toISOString(),
        tailLines,
        limitBytes,
      },
      signal,
    });
  } catch (cause) {
    if (signal?.aborted) return;
    if (cause instanceof ClusterError) throw cause;
    throw new ClusterError("The connection to the container's output was cut.", { kind: "unreachable", cause });
  }
}
