import * as contract from "@plumbline/contracts/clusters/management";
import { AppError, type Ctx, command, notFound } from "../../kernel/index.ts";
import { announceCluster } from "../announce-cluster.ts";
import type { QueueFact } from "../reading/facts.ts";
import { type ClusterRow, lockCluster } from "../store/clusters.ts";
import * as store from "../store/mappings.ts";
import { findReading } from "../store/readings.ts";

/** Holds a cluster, with what was read of one of its queues. */
export async function heldQueue(ctx: Ctx, of: { cluster: string; queue: string }): Promise<{ row: ClusterRow; queue: QueueFact }> {
  const row = await lockCluster(ctx.tx, of.cluster);
  if (!row) throw notFound("cluster", of.cluster);
  const queue = (await findReading(ctx.tx, row.id))?.body.queues.find(({ name }) => name === of.queue);
  if (!queue) throw notFound("queue", of.queue);
  return { row, queue };
}

export const subjectOf = (row: Pick<ClusterRow, "name">, queue: string) => ({ kind: "cluster-queue", id: `${row.name}/${queue}` });

export async function workspaceIdOf(ctx: Ctx, name: string): Promise<number> {
  const id = await store.findWorkspaceId(ctx.tx, name);
  if (id !== undefined) return id;
  const message = `There is no workspace "${name}".`;
  throw new AppError("invalid", message, { fields: [{ path: "workspace", message }] });
}

export const mapQueue = command(contract.mapQueue, async (ctx, { cluster, queue: name, workspace, localQueue }) => {
  const { row, queue } = await heldQueue(ctx, { cluster, queue: name });
  const workspaceId = await workspaceIdOf(ctx, workspace);
  if (localQueue && !queue.localQueues.some((one) => one.namespace === localQueue.namespace && one.name === localQueue.name)) {
    const message = `Queue ${name} has no local queue ${localQueue.namespace}/${localQueue.name}.`;
    throw new AppError("invalid", message, { fields: [{ path: "localQueue", message }] });
  }
  const before = (await store.selectMappings(ctx.tx, row.id)).find((mapping) => mapping.queue === name);
  const namespace = localQueue?.namespace ?? soleNamespace(queue);
  const use = localQueue ? ("as-is" as const) : ("none" as const);
  const mapping = { namespace, localQueue: localQueue?.name ?? null, use };
  await store.putMapping(ctx.tx, { clusterId: row.id, workspaceId, queue: name, ...mapping, by: ctx.actor.id, at: ctx.now });
  await announceCluster(ctx.tx, row, "mapped");
  return { result: {}, subject: subjectOf(row, name), before: before && audited(before), after: { workspace, ...mapping }, changes: [] };
});

/** The namespace whose jobs go through the queue, where it is one alone: its pods are then known to be the workspace's. */
function soleNamespace({ localQueues }: QueueFact): string | null {
  const namespaces = new Set(localQueues.map(({ namespace }) => namespace));
  return namespaces.size === 1 ? ([...namespaces][0] ?? null) : null;
}

const audited = ({ workspace, namespace, local_queue, use }: store.MappingRow) => ({ workspace, namespace, localQueue: local_queue, use });

export const unmapQueue = command(contract.unmapQueue, async (ctx, { cluster, queue: name }) => {
  const row = await lockCluster(ctx.tx, cluster);
  const before = row && (await store.selectMappings(ctx.tx, row.id)).find((mapping) => mapping.queue === name);
  if (!row || !before) throw notFound("mapped queue", name);
  await store.deleteMapping(ctx.tx, row.id, name);
  await announceCluster(ctx.tx, row, "mapped");
  return { result: {}, subject: subjectOf(row, name), before: audited(before), changes: [] };
});
