import { setTimeout as delay } from "node:timers/promises";
import { type Cluster as Client, ClusterError, resources } from "@plumbline/kube";
import type { Deps } from "../../kernel/index.ts";
import { announceCluster } from "../announce-cluster.ts";
import type { ServicePod } from "../objects/project.ts";
import { openClient } from "../open-client.ts";
import { factsOf } from "../reading/facts.ts";
import { addCalls } from "../store/calls.ts";
import { type ClusterRow, putStanding, putWhatItIs, type Versions } from "../store/clusters.ts";
import { selectMappings } from "../store/mappings.ts";
import { findReading, findUnits, putReading, touchReading } from "../store/readings.ts";
import { type CallCounter, countCalls } from "./call-counter.ts";
import { type GpuWork, sampleGpus } from "./sample-gpus.ts";
import { type ClusterStanding, standingOf } from "./standing.ts";
import { createPoolSync, type PoolSync } from "./sync-pools.ts";
import { tellSamples } from "./tell-samples.ts";
import { createWake } from "./wake.ts";
import { type WatchedObjects, watchObjects } from "./watched-objects.ts";

/** A change is waited for so long before it is looked at, so that a burst of them is one reading. */
const settleMs = 500;
/** Without changes, so often it is said that all is as it was. */
const heartbeatMs = 10_000;
const sampleMs = 30_000;

interface Following {
  readonly deps: Deps;
  readonly row: ClusterRow;
  readonly client: Client;
  readonly counter: CallCounter;
  readonly watched: WatchedObjects;
  readonly signal: AbortSignal;
  readonly pools: PoolSync;
  /** What the last reading was, so that the same is not written again. */
  lastBody: string;
  sampledAt: number;
  work: GpuWork;
  hasAsked: boolean;
}

/**
 * Reads a cluster for as long as the signal lets it: lists and watches everything that its page tells of, and keeps the reading of
 * it up to date. It asks only for reading: a client that refuses writes counts every call.
 */
export async function followCluster(deps: Deps, row: ClusterRow, signal: AbortSignal): Promise<void> {
  const counter = countCalls(deps.now);
  const wake = createWake(signal);
  const client = await openOrSay(deps, row, counter);
  if (!client) return;
  const stop = new AbortController();
  const inner = AbortSignal.any([signal, stop.signal]);
  const watched = watchObjects(client, { signal: inner, onChange: wake.ring });
  const before = await deps.db.transaction({ role: "system" }, async (tx) => ({
    units: await findUnits(tx, row.id),
    measure: (await findReading(tx, row.id))?.body.measure ?? null,
  }));
  const following: Following = {
    ...{ deps, row, client, counter, watched, signal: inner, pools: createPoolSync(deps, row) },
    ...{ lastBody: "", sampledAt: 0, work: { ...before, samples: [] }, hasAsked: false },
  };
  try {
    const failure = watched.done.then(
      () => undefined,
      (error: unknown) => error,
    );
    while (!inner.aborted) {
      await turn(following);
      const failed = await Promise.race([wake.sleep(heartbeatMs).then(() => undefined), failure]);
      if (failed !== undefined) throw failed;
      await delay(settleMs, undefined, { signal: inner }).catch(() => undefined);
    }
  } finally {
    stop.abort();
    await watched.done.catch(() => undefined);
    client.close();
  }
}

/** Credentials that cannot be used are a state that people see, not a failure of the worker. */
async function openOrSay(deps: Deps, row: ClusterRow, { add }: CallCounter): Promise<Client | undefined> {
  try {
    return await openClient(deps, row, { isReadOnly: true, onCall: add });
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    await putState(deps, row, { state: "refused", problem: error.message, lastContactAt: null });
    return undefined;
  }
}

async function turn(following: Following): Promise<void> {
  const { deps, row, watched, counter } = following;
  const standing = standingOf(watched.states());
  if (standing.state === "connected") await learn(following);
  await putState(deps, row, { ...standing, lastContactAt: counter.lastAnswerAt() });
  const objects = watched.objects();
  if (objects && standing.state === "connected") await read(following);
  const calls = counter.take();
  if (calls.length > 0) await deps.db.transaction({ role: "system" }, (tx) => addCalls(tx, row.id, calls));
}

async function putState(deps: Deps, row: ClusterRow, standing: ClusterStanding & { lastContactAt: Date | null }): Promise<void> {
  const isOther = await deps.db.transaction({ role: "system" }, async (tx) => {
    const changed = await putStanding(tx, row.id, { ...standing, at: deps.now() });
    if (changed) await announceCluster(tx, row, standing.state);
    return changed;
  });
  if (isOther) deps.onChange();
}

/** What is asked once: versions, and whether these credentials could write. */
async function learn(following: Following): Promise<void> {
  const { deps, row, client, signal } = following;
  if (following.hasAsked) return;
  try {
    const { gitVersion } = await client.version(signal);
    const canWrite = await client.canI({ verb: "create", resource: resources.jobs }, signal);
    following.hasAsked = true;
    await deps.db.transaction({ role: "system" }, (tx) =>
      putWhatItIs(tx, row.id, { versions: { kubernetes: gitVersion.replace(/^v/, "") }, canWrite }),
    );
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
  }
}

async function read(following: Following): Promise<void> {
  const { deps, row, client, watched, signal } = following;
  const now = deps.now();
  if (now.getTime() - following.sampledAt >= sampleMs) {
    following.sampledAt = now.getTime();
    following.work = await sampleGpus(client, { exporters: watched.services(), before: following.work, at: now, signal });
    await tellSamples(deps, { clusterId: row.id, at: now, samples: following.work.samples });
  }
  const objects = watched.objects();
  if (!objects) return;
  const mappings = await deps.db.transaction({ role: "system" }, (tx) => selectMappings(tx, row.id));
  const facts = factsOf({
    objects,
    mappings: {
      queues: new Map(mappings.map(({ queue, workspace }) => [queue, workspace])),
      namespaces: new Map(mappings.flatMap(({ namespace, workspace }) => (namespace === null ? [] : [[namespace, workspace]]))),
    },
    measure: following.work.measure,
    units: following.work.units,
    now,
  });
  const body = JSON.stringify(facts);
  const isNew = body !== following.lastBody;
  following.lastBody = body;
  await deps.db.transaction({ role: "system" }, async (tx) => {
    if (!isNew) return touchReading(tx, row.id, now);
    await putReading(tx, row.id, { readAt: now, body: facts, units: following.work.units });
    await putWhatItIs(tx, row.id, { versions: serviceVersions(watched.services(), objects.kueue !== null), canWrite: null });
    await announceCluster(tx, row, "read");
  });
  await following.pools.sync(facts);
  if (isNew) deps.onChange();
}

/** What runs beside Kubernetes, by its pods. Kueue may run where no pod of it is seen: then its API's version stands for it. */
function serviceVersions(services: readonly ServicePod[], hasKueue: boolean): Versions {
  const versionOf = (kind: ServicePod["kind"]): string | null => services.find((pod) => pod.kind === kind)?.version ?? null;
  return { kueue: hasKueue ? (versionOf("kueue") ?? "v1beta2") : null, dcgmExporter: versionOf("dcgm-exporter") };
}
