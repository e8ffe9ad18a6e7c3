import type { Deps } from "../kernel/index.ts";
import type { ClusterFacts } from "./reading/facts.ts";
import { type ClusterRow, findClusterById } from "./store/clusters.ts";
import { type MappingRow, selectMappings } from "./store/mappings.ts";
import { findNewerReading } from "./store/readings.ts";

/** A cluster with what is mapped and what was last read of it. */
export interface KnownCluster {
  readonly row: ClusterRow;
  readonly mappings: readonly MappingRow[];
  /** Null before it was read. */
  readonly facts: ClusterFacts | null;
  readonly readAt: Date | null;
}

interface Kept {
  readonly until: number;
  readonly known: Promise<KnownCluster | undefined>;
}

/** Executors ask for each of their attempts: what was read a moment ago will do. */
const keptMs = 1000;
const kept = new WeakMap<Deps["db"], Map<string, Kept>>();

/** Undefined where no such cluster is registered. */
export function knownCluster(deps: Deps, clusterId: string): Promise<KnownCluster | undefined> {
  const ofDatabase = kept.get(deps.db) ?? new Map<string, Kept>();
  kept.set(deps.db, ofDatabase);
  const before = ofDatabase.get(clusterId);
  if (before && before.until > performance.now()) return before.known;
  const known = readAnew(deps, clusterId, before?.known);
  ofDatabase.set(clusterId, { known, until: performance.now() + keptMs });
  known.catch(() => ofDatabase.delete(clusterId));
  return known;
}

/** A reading is large: one that is known already is not fetched again. */
async function readAnew(deps: Deps, clusterId: string, last: Promise<KnownCluster | undefined> | undefined) {
  const before = await last?.catch(() => undefined);
  return deps.db.transaction({ role: "system" }, async (tx): Promise<KnownCluster | undefined> => {
    const row = await findClusterById(tx, clusterId);
    if (!row) return;
    const mappings = await selectMappings(tx, clusterId);
    const reading = await findNewerReading(tx, clusterId, before?.readAt ?? null);
    return reading
      ? { row, mappings, facts: reading.body, readAt: reading.read_at }
      : { row, mappings, facts: before?.facts ?? null, readAt: before?.readAt ?? null };
  });
}
