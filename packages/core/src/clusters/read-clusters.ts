import * as contract from "@plumbline/contracts/clusters/cluster";
import type { Tx } from "@plumbline/db";
import { namesOfActors } from "../access/index.ts";
import { type Ctx, notFound, query } from "../kernel/index.ts";
import { toCluster } from "./cluster-view.ts";
import { readingFor, type Viewer } from "./reading/view.ts";
import * as calls from "./store/calls.ts";
import { type ClusterRow, findCluster, selectClusters } from "./store/clusters.ts";
import * as mappings from "./store/mappings.ts";
import { findReading, selectSummaries } from "./store/readings.ts";
import { titlesOf } from "./titles.ts";

/** So many kinds of calls are listed. */
const callsMax = 2000;

const isPlatform = (ctx: Pick<Ctx, "permissions">): boolean => ctx.permissions.has("platform:compute");

/** What is known of clusters belongs to the platform; each verb shows of it what its caller may see. */
const asSystem = <R>(ctx: Ctx, work: (tx: Tx) => Promise<R>): Promise<R> => ctx.deps.db.transaction({ role: "system" }, work);

export const listClusters = query(contract.listClusters, async (ctx) => {
  const { rows, summaries, mapped } = await asSystem(ctx, async (tx) => ({
    rows: await selectClusters(tx),
    summaries: await selectSummaries(tx),
    mapped: await mappings.selectMappedQueues(tx),
  }));
  const names = await namesOfActors(
    ctx,
    rows.map((row) => row.registered_by),
  );
  const items = rows.map((row) =>
    toCluster(row, {
      summary: summaries.find(({ cluster_id }) => cluster_id === row.id),
      mapped: new Set(mapped.filter(({ cluster_id }) => cluster_id === row.id).map(({ queue }) => queue)),
      names,
      isPlatform: isPlatform(ctx),
    }),
  );
  return { items };
});

export const getCluster = query(contract.getCluster, async (ctx, { cluster }) => {
  const known = await asSystem(ctx, (tx) => readKnown(tx, cluster));
  const { row, reading, viewer, summary } = known;
  const platform = isPlatform(ctx);
  const names = await namesOfActors(ctx, [row.registered_by]);
  const shown = { ...viewer, isPlatform: platform, workspace: ctx.workspace?.name ?? null };
  return {
    ...toCluster(row, { summary, mapped: new Set(viewer.queues.keys()), names, isPlatform: platform }),
    reading: reading ? readingFor(shown, reading.body, reading.read_at) : null,
    settings: platform ? row.settings : null,
  };
});

async function readKnown(tx: Tx, name: string) {
  const row = await clusterNamed(tx, name);
  const [reading, summaries] = [await findReading(tx, row.id), await selectSummaries(tx)];
  const mapped = await mappings.selectMappings(tx, row.id);
  const managed = await mappings.selectManaged(tx, row.id);
  const titles = await titlesOf(tx, reading?.body.pending.items ?? []);
  const viewer: Pick<Viewer, "queues" | "namespaces" | "managed" | "titles"> = {
    queues: new Map(mapped.filter(({ queue }) => queue !== "").map(({ queue, workspace }) => [queue, workspace])),
    namespaces: new Map(mapped.flatMap(({ namespace, workspace }) => (namespace === null ? [] : [[namespace, workspace]]))),
    managed: new Set(managed.map(({ queue }) => queue)),
    titles,
  };
  return { row, reading, viewer, summary: summaries.find(({ cluster_id }) => cluster_id === row.id) };
}

/** Throws where no cluster has that name. */
export async function clusterNamed(tx: Tx, name: string): Promise<ClusterRow> {
  const row = await findCluster(tx, name);
  if (!row) throw notFound("cluster", name);
  return row;
}

export const listCalls = query(contract.listCalls, async (ctx, { cluster }) => {
  const { id } = await clusterNamed(ctx.tx, cluster);
  const rows = await calls.selectCalls(ctx.tx, id, callsMax + 1);
  const items = rows.slice(0, callsMax).map((row) => ({
    kind: row.kind,
    verb: row.verb,
    path: row.path,
    count: row.count,
    failures: row.failures,
    lastStatus: row.last_status,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
  }));
  return { items, isCut: rows.length > callsMax };
});
