import { setTimeout as delay } from "node:timers/promises";
import { backoffMs } from "./backoff.ts";
import { ClusterError } from "./cluster-error.ts";
import { explainFailure } from "./explain.ts";
import { type Change, type KnownObjects, type Listed, openKnownObjects } from "./known-objects.ts";
import { listPages, type Selection } from "./listing.ts";
import { type KubeObject, pathOf, type Resource } from "./resource.ts";
import type { Transport } from "./transport.ts";
import { readWatchEvents } from "./watch-events.ts";
import { keepState, type WatchState } from "./watch-state.ts";

export interface WatchOptions<T, P> extends Selection {
  /** What is kept of an object. Everything else is forgotten at once, so that memory is bounded by what this returns. */
  readonly project: (object: T) => P;
  /** Everything there is, by uid: at first, at each resync, and after events were missed. The map goes on changing with later events. */
  readonly onSnapshot: (objects: ReadonlyMap<string, P>) => void;
  readonly onChange: (change: Change<P>) => void;
  readonly onState: (state: WatchState) => void;
  /** After that time everything is listed anew, whatever the events said. */
  readonly resyncMs: number;
}

interface Watched<T extends KubeObject, P> {
  readonly transport: Transport;
  readonly resource: Resource<T>;
  readonly options: WatchOptions<T, P>;
  readonly known: KnownObjects<T, P>;
  readonly signal: AbortSignal;
  readonly onConnected: () => void;
  /** The connection has brought something. */
  readonly onEvent: () => void;
}

/** Up to where the cluster's history is known, and until when that is good enough. */
interface Position {
  resourceVersion: string;
  readonly relistAt: number;
}

/** A server may end a watch when it likes; asked for this, it does so in time. */
const longestWatchMs = 300_000;
/** A watch that ends sooner, without an event, counts as a failure. */
const shortestWatchMs = 1000;

/**
 * Lists, then watches, for as long as `signal` lets it: a connection that was lost is made anew with back-off, and what was missed is listed
 * anew. Resolves after `signal`; rejects only with what a callback threw.
 */
export async function watch<T extends KubeObject, P>(
  { transport, resource }: Pick<Watched<T, P>, "transport" | "resource">,
  options: WatchOptions<T, P>,
  signal: AbortSignal,
): Promise<void> {
  const state = keepState(options.onState);
  let failures = 0;
  const onEvent = () => {
    failures = 0;
  };
  const known = openKnownObjects(options.project);
  const watched: Watched<T, P> = { transport, resource, options, known, signal, onConnected: state.live, onEvent };
  let position: Position | undefined;

  /** A list and the watch after it, or a watch; answers how long to wait before the next. */
  async function turn(): Promise<number> {
    position ??= await list(watched);
    if (!position) {
      state.absent();
      return options.resyncMs;
    }
    const isSudden = await follow(watched, position);
    if (Date.now() >= position.relistAt) position = undefined;
    if (isSudden) return backoffMs(failures++);
    failures = 0;
    return 0;
  }
  function fail(error: unknown): number {
    const problem = problemOf(error, transport.address);
    if (problem.kind === "gone" || problem.kind === "not-found") position = undefined;
    else state.lost(problem);
    return backoffMs(failures++);
  }

  while (!signal.aborted) {
    const pauseMs = await turn().catch((error: unknown) => (signal.aborted ? 0 : fail(error)));
    if (pauseMs > 0) await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Replaces what is known by all that is there now; undefined where the cluster has no such objects. */
async function list<T extends KubeObject, P>({
  transport,
  resource,
  options,
  known,
  signal,
}: Watched<T, P>): Promise<Position | undefined> {
  const relistAt = Date.now() + options.resyncMs;
  const listed: Listed<P> = new Map();
  let first: string | undefined;
  for await (const { items, resourceVersion } of listPages(transport, resource, { ...selectionOf(options), signal })) {
    first ??= resourceVersion;
    for (const object of items) listed.set(object.metadata.uid, [object.metadata.resourceVersion, options.project(object)]);
  }
  const isNews = first !== undefined || known.objects.size > 0;
  known.replace(listed);
  if (isNews) options.onSnapshot(known.objects);
  return first === undefined ? undefined : { resourceVersion: first, relistAt };
}

/** Tells of changes until the connection ends; answers whether it ended before anything could come. */
async function follow<T extends KubeObject, P>(watched: Watched<T, P>, position: Position): Promise<boolean> {
  const { transport, resource, options, known, signal } = watched;
  const began = Date.now();
  const lengthMs = Math.max(shortestWatchMs, Math.min(longestWatchMs, position.relistAt - began));
  const { namespace, ...selectors } = selectionOf(options);
  const stream = await transport.stream({
    verb: "watch",
    method: "GET",
    path: pathOf(resource, { namespace }),
    query: {
      ...selectors,
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: position.resourceVersion,
      timeoutSeconds: Math.ceil(lengthMs / 1000),
    },
    signal,
  });
  watched.onConnected();
  let isQuiet = true;
  for await (const { type, object } of readWatchEvents<T>(stream)) {
    isQuiet = false;
    watched.onEvent();
    position.resourceVersion = object.metadata.resourceVersion;
    const change = type === "BOOKMARK" ? undefined : known.take(type, object);
    if (change) options.onChange(change);
  }
  return isQuiet && Date.now() - began < shortestWatchMs;
}

const selectionOf = ({ namespace, labelSelector, fieldSelector }: Selection): Selection => ({ namespace, labelSelector, fieldSelector });

/** Trouble with the connection has a code; anything else is a mistake of a callback's, which must not be taken for one. */
function problemOf(error: unknown, address: string): ClusterError {
  if (error instanceof ClusterError) return error;
  const hasCode = typeof error === "object" && error !== null && "code" in error && typeof error.code === "string";
  if (!hasCode) throw error;
  return explainFailure(address, error);
}
