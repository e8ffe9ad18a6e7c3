import { setTimeout as delay } from "node:timers/promises";
import type { Deps } from "../../kernel/index.ts";
import { type ClusterRow, selectClusters } from "../store/clusters.ts";
import { followCluster } from "./follow-cluster.ts";

const lockName = "plumbline clusters";
/** So often a process that does not lead asks whether it may. */
const candidateMs = 3000;
/** So often it is looked which clusters there are. */
const lookMs = 1000;
/** A cluster whose following failed is taken up again after so long. */
const againMs = 5000;

/** Takes part in the election of the one worker that reads clusters, and reads them while it leads. */
export function startClusterFollowers(deps: Deps): { close: () => Promise<void> } {
  const closing = new AbortController();
  const done = campaign(deps, closing.signal);
  return {
    async close() {
      closing.abort();
      await done;
    },
  };
}

async function campaign(deps: Deps, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    try {
      const lock = await deps.db.takeLock(lockName);
      if (lock) {
        deps.logger.info("this worker reads the clusters");
        await lead(deps, AbortSignal.any([closing, lock.lost]));
        await lock.release().catch(() => undefined);
      }
    } catch (error) {
      deps.logger.warn({ err: error }, "the clusters could not be looked up; trying again");
    }
    await pause(candidateMs, closing);
  }
}

interface Followed {
  readonly version: string;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** One follower for each cluster; a new one where its connection changed, or where it is to be read anew. */
async function lead(deps: Deps, signal: AbortSignal): Promise<void> {
  const followed = new Map<string, Followed>();
  try {
    while (!signal.aborted) {
      const rows = await deps.db.transaction({ role: "system" }, selectClusters);
      await endOthers(followed, new Set(rows.map(versionOf)));
      for (const row of rows.filter(({ id }) => !followed.has(id))) followed.set(row.id, follow(deps, row, signal));
      await pause(lookMs, signal);
    }
  } finally {
    await endOthers(followed, new Set());
  }
}

/** Ends the followers of what is not among the versions that are wanted. */
async function endOthers(followed: Map<string, Followed>, wanted: ReadonlySet<string>): Promise<void> {
  const others = [...followed].filter(([, { version }]) => !wanted.has(version));
  for (const [, { stop }] of others) stop.abort();
  for (const [id, { done }] of others) {
    await done;
    followed.delete(id);
  }
}

const versionOf = ({ id, revision, wants_reading_at }: ClusterRow): string => `${id} ${revision} ${wants_reading_at?.getTime() ?? 0}`;
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  delay(milliseconds, undefined, { signal }).catch(() => undefined);

function follow(deps: Deps, row: ClusterRow, signal: AbortSignal): Followed {
  const stop = new AbortController();
  const inner = AbortSignal.any([signal, stop.signal]);
  const run = async (): Promise<void> => {
    while (!inner.aborted) {
      try {
        await followCluster(deps, row, inner);
      } catch (error) {
        if (!inner.aborted) deps.logger.error({ err: error, cluster: row.name }, "reading a cluster failed; it is taken up again");
      }
      await pause(againMs, inner);
    }
  };
  return { version: versionOf(row), stop, done: run() };
}
