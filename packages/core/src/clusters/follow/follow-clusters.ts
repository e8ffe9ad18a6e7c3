import { type Deps, pause, standForElection } from "../../kernel/index.ts";
import { type ClusterRow, selectClusters } from "../store/clusters.ts";
import { followCluster } from "./follow-cluster.ts";

/** So often it is looked which clusters there are. */
const lookMs = 1000;
/** A cluster whose following failed is taken up again after so long. */
const againMs = 5000;

/** Takes part in the election of the one worker that reads clusters, and reads them while it leads. */
export const startClusterFollowers = (deps: Deps): { close: () => Promise<void> } =>
  standForElection(deps, { lockName: "plumbline clusters", what: "the clusters", lead: (signal) => lead(deps, signal) });

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
