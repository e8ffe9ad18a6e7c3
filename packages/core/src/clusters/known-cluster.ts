import type { Deps } from "../kernel/index.ts";
import type { ClusterFacts } from "./reading/facts.ts";
import { type ClusterRow, findClusterById } from "./store/clusters.ts";
import { type MappingRow, selectMappings } from "./store/mappings.ts";
import { findReading } from "./store/readings.ts";

/** A cluster with what is mapped and what was last read of it. */
export interface KnownCluster {
  readonly row: ClusterRow;
  readonly mappings: readonly MappingRow[];
  /** Null before it was read. */
  readonly facts: ClusterFacts | null;
}

interface Kept {
  readonly until: number;
  readonly known: Promise<KnownCluster | undefined>;
}

/** Executors ask for each of their attempts: what was read a moment ago will do. */
const keptMs = 2000;
const kept = new WeakMap<Deps["db"], Map<string, Kept>>();

/** Undefined where no such cluster is registered. */
export function knownCluster(deps: Deps, clusterId: string): Promise<KnownCluster | undefined> {
  const ofDatabase = kept.get(deps.db) ?? new Map<string, Kept>();
  kept.set(deps.db, ofDatabase);
  const before = ofDatabase.get(clusterId);
  if (before && before.until > performance.now()) return before.known;
  const known = read(deps, clusterId);
  ofDatabase.set(clusterId, { known, until: performance.now() + keptMs });
  known.catch(() => ofDatabase.delete(clusterId));
  return known;
}

function read(deps: Deps, clusterId: string): Promise<KnownCluster | undefined> {
  return deps.db.transaction({ role: "system" }, async (tx) => {
    const row = await findClusterById(tx, clusterId);
    if (!row) return;
    const [mappings, reading] = [await selectMappings(tx, clusterId), await findReading(tx, clusterId)];
    return { row, mappings, facts: reading?.body ?? null };
  });
}
