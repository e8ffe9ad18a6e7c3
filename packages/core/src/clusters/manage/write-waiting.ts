import type { QueueWish } from "@plumbline/contracts/clusters/management";
import { type Cluster as Client, ClusterError, type KubeObject, type Manifest, type Resource, resources } from "@plumbline/kube";
import { type Deps, recordAct, systemActor, type TaskContext } from "../../kernel/index.ts";
import { settleQueueChange } from "../../quotas/index.ts";
import { announceCluster } from "../announce-cluster.ts";
import { connectCluster } from "../connect-cluster.ts";
import { type ClusterRow, findClusterById } from "../store/clusters.ts";
import { endWrite, findWriteState, selectWaitingWrites, type WriteRow } from "../store/writes.ts";
import { followQueue } from "./backstop.ts";
import { type LineWrite, lineAfter } from "./line-change.ts";
import { auditedQueue, queueManifest, wishNow } from "./queue-wish.ts";

/** What of an object was there before and after it was written. */
interface Written {
  readonly before: unknown;
  readonly after: unknown;
}

/** Writes one after another. What the cluster refuses is kept with its reason; where it does not answer, all is tried again later. */
export async function writeWaiting({ deps, signal }: TaskContext, { clusterId }: { clusterId: string }): Promise<void> {
  const { row, waiting } = await deps.db.transaction({ role: "system" }, async (tx) => ({
    row: await findClusterById(tx, clusterId),
    waiting: await selectWaitingWrites(tx, clusterId),
  }));
  if (!row || waiting.length === 0) return;
  const connection = await connectCluster(deps, row);
  try {
    for (const write of waiting) {
      signal.throwIfAborted();
      await writeOne(deps, row, { write, client: connection.client });
    }
  } finally {
    await connection.close();
  }
}

async function writeOne(deps: Deps, row: ClusterRow, { write, client }: { write: WriteRow; client: Client }): Promise<void> {
  try {
    await checkNeeded(deps, write);
    const written = await apply(client, write);
    await end(deps, row, { write, written, problem: null });
  } catch (error) {
    if (!(error instanceof ClusterError) || error.kind === "unreachable") throw error;
    await end(deps, row, { write, written: { before: null, after: null }, problem: error.message });
  }
}

/** Of an exchange, the second half is not written without the first. */
async function checkNeeded(deps: Deps, { manifest }: WriteRow): Promise<void> {
  const needs = typeof manifest.needs === "string" ? manifest.needs : null;
  if (needs === null) return;
  const state = await deps.db.transaction({ role: "system" }, (tx) => findWriteState(tx, needs));
  if (state !== "done") throw new ClusterError("What belongs to it could not be written, so this was not, either.", { kind: "conflict" });
}

/** A wish for all of a queue, or an approved change of one line of it. */
async function applyQueue(client: Client, { name, manifest }: WriteRow): Promise<Written> {
  const { wish, line } = manifest as { wish?: QueueWish } & Partial<LineWrite>;
  const queue = await client.get(resources.clusterQueues, { name });
  const changed = line && lineAfter(queue, line);
  if (line && !changed) return { before: auditedQueue(queue), after: auditedQueue(queue) };
  const wanted = wish ?? wishNow(queue, changed);
  // What is handed over is ours to change, whoever wrote it before.
  const after = await client.apply(resources.clusterQueues, queueManifest(queue, wanted), { isForced: true });
  return { before: auditedQueue(queue), after: auditedQueue(after) };
}

async function apply(client: Client, write: WriteRow): Promise<Written> {
  if (write.kind === "ClusterQueue") return applyQueue(client, write);
  const { follows } = write.manifest;
  if (typeof follows === "string") return followQueue(client, { namespace: write.namespace ?? "", follows });
  const resource = writable[write.kind];
  if (!resource) throw new ClusterError(`${write.kind} is nothing that is written from here.`, { kind: "invalid" });
  const manifest = write.manifest as unknown as Manifest;
  const at = { name: write.name, namespace: write.namespace ?? undefined };
  const before = await client.find(resource, at);
  await client.apply(resource, manifest, { isForced: true });
  return { before: before ? { isThere: true } : null, after: manifest };
}

const writable: Readonly<Record<string, Resource<KubeObject>>> = {
  Namespace: resources.namespaces,
  ServiceAccount: resources.serviceAccounts,
  NetworkPolicy: resources.networkPolicies,
  ResourceQuota: resources.resourceQuotas,
  LimitRange: resources.limitRanges,
  LocalQueue: resources.localQueues,
};

async function end(
  deps: Deps,
  row: ClusterRow,
  { write, written, problem }: { write: WriteRow; written: Written; problem: string | null },
): Promise<void> {
  const { kind, namespace, name } = write;
  const { line } = write.manifest as Partial<LineWrite>;
  const taskIds = await deps.db.transaction({ role: "system" }, async (tx) => {
    const isMine = (await endWrite(tx, write.id, { problem, at: deps.now() })) > 0;
    if (!isMine) return [];
    const subject = { kind: "cluster-object", id: [row.name, kind, namespace, name].filter((part) => part !== null).join("/") };
    const after = problem === null ? written.after : { problem };
    recordAct(tx, writer, {
      audit: { action: "clusters.object.write", outcome: "done", subject, before: written.before, after },
      changes: [],
      now: deps.now(),
    });
    await announceCluster(tx, row, "written");
    return line ? settleQueueChange(tx, { id: line.id, problem, now: deps.now() }) : [];
  });
  deps.onChange();
  if (taskIds.length > 0) await deps.onTasks(taskIds);
}

/** Whoever asked for the write is in the event of having asked. */
const writer = {
  actor: systemActor,
  workspace: null,
  permissions: new Set<never>(),
  requestId: "clusters.write",
  address: null,
  userAgent: null,
};
