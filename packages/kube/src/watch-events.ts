import type { Readable } from "node:stream";
import { ClusterError } from "./cluster-error.ts";
import { explainAnswer } from "./explain.ts";
import { readLines } from "./read-text.ts";
import type { KubeObject } from "./resource.ts";

export interface WatchEvent<T> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  readonly object: T;
}

// An object has at most 1.5 MiB in etcd, and may be longer as JSON.
const maxLineBytes = 8 * 2 ** 20;
/** The server sends a bookmark about once a minute; where it did once, so long a silence is no silence of the cluster. */
const silenceMs = 150_000;

/** The events of a watch as they arrive. Ends when the server ends it; throws what the server says in place of an event, and on silence. */
export async function* readWatchEvents<T extends KubeObject>(stream: Readable): AsyncIterable<WatchEvent<T>> {
  let isBookmarked = false;
  const silent = () =>
    stream.destroy(new ClusterError(`Nothing was heard of the cluster for ${silenceMs / 1000} s.`, { kind: "unreachable" }));
  let timer: NodeJS.Timeout | undefined;
  try {
    for await (const line of readLines(stream, maxLineBytes)) {
      const event = parse<T>(line);
      isBookmarked ||= event.type === "BOOKMARK";
      clearTimeout(timer);
      if (isBookmarked) timer = setTimeout(silent, silenceMs);
      yield event;
    }
  } finally {
    clearTimeout(timer);
    stream.destroy();
  }
}

function parse<T>(line: string): WatchEvent<T> {
  let event: { readonly type?: string; readonly object?: { readonly code?: number } };
  try {
    event = JSON.parse(line);
  } catch (cause) {
    throw new ClusterError("An event of the cluster is not JSON.", { kind: "unknown", cause });
  }
  if (event.type === "ERROR") throw explainAnswer(event.object?.code ?? 500, JSON.stringify(event.object ?? {}));
  return event as unknown as WatchEvent<T>;
}
