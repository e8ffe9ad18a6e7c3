import * as contract from "@plumbline/contracts/clusters/management";
import { stringify } from "yaml";
import { AppError, type Ctx, command, notFound, query } from "../../kernel/index.ts";
import { announceCluster } from "../announce-cluster.ts";
import { surroundingsOf } from "../configuration.ts";
import type { NamespaceWish, PlannedObject } from "../namespace/namespace-wish.ts";
import { localQueueName, planNamespace, whyRefused, whyUncounted, whyUnreachable } from "../namespace/plan-namespace.ts";
import { clusterNamed } from "../read-clusters.ts";
import type { ClusterRow } from "../store/clusters.ts";
import { putMapping } from "../store/mappings.ts";
import { findReading } from "../store/readings.ts";
import { workspaceIdOf } from "./queue-mapping.ts";
import { writeLater } from "./write-later.ts";

/** Namespaces that belong to Kubernetes, and to what everybody runs in it. */
const reserved = /^(kube-|default$|kueue-system$)/;

interface Wanted {
  readonly cluster: string;
  readonly workspace: string;
  readonly namespace: string;
  readonly queue?: string | undefined;
}

async function wishOf(ctx: Ctx, { cluster, workspace, namespace, queue: name }: Wanted): Promise<{ row: ClusterRow; wish: NamespaceWish }> {
  const row = await clusterNamed(ctx.tx, cluster);
  const facts = (await findReading(ctx.tx, row.id))?.body;
  if (!facts) throw new AppError("conflict", `"${cluster}" was not read yet.`, { params: { reason: "not-read" } });
  const queue = facts.queues.find((one) => one.name === name) ?? null;
  if (name !== undefined && queue === null) throw notFound("queue", name);
  const missing = facts.hasKueue && queue === null ? { path: "queue", message: "Name the queue that the jobs go through." } : undefined;
  const taken = reserved.test(namespace)
    ? { path: "namespace", message: "This namespace is the cluster's own. Choose another." }
    : undefined;
  const problem = missing ?? taken;
  if (problem) throw new AppError("invalid", problem.message, { fields: [problem] });
  const id = await workspaceIdOf(ctx, workspace);
  const platformUrl = row.settings.platformUrl ?? surroundingsOf(ctx.deps).internalUrl;
  return { row, wish: { namespace, workspace: { id, name: workspace }, queue, settings: row.settings, platformUrl } };
}

/** As it would be applied, the kind said by its resource. */
const apiVersions: Readonly<Record<string, string>> = { NetworkPolicy: "networking.k8s.io/v1", LocalQueue: "kueue.x-k8s.io/v1beta2" };
const toPlanned = ({ kind, name, what, manifest }: PlannedObject): contract.PlannedManifest => ({
  ...{ kind, name, what },
  yaml: stringify({ apiVersion: apiVersions[kind] ?? "v1", kind, ...manifest }),
});

export const previewNamespace = query(contract.previewNamespace, async (ctx, wanted) => {
  const { wish } = await wishOf(ctx, wanted);
  return {
    manifests: planNamespace(wish).map(toPlanned),
    warnings: [whyRefused(wish) ?? [], whyUncounted(wish) ?? [], whyUnreachable(wish) ?? []].flat(),
  };
});

export const prepareNamespace = command(contract.prepareNamespace, async (ctx, wanted) => {
  const { row, wish } = await wishOf(ctx, wanted);
  if (row.can_write === false) {
    throw new AppError("conflict", `The credentials of "${row.name}" may only read. Give it a kubeconfig that may write.`, {
      params: { reason: "read-only-credentials" },
    });
  }
  const { namespace, workspace, queue } = wish;
  const planned = planNamespace(wish);
  const writes = await writeLater(
    ctx,
    row,
    planned.map(({ kind, name, manifest }) => ({ kind, name, namespace: kind === "Namespace" ? null : namespace, manifest })),
  );
  const localQueue = queue === null ? null : localQueueName;
  const place = { clusterId: row.id, workspaceId: workspace.id, queue: queue?.name ?? "", namespace, localQueue, use: "prepared" as const };
  await putMapping(ctx.tx, { ...place, by: ctx.actor.id, at: ctx.now });
  await announceCluster(ctx.tx, row, "managed");
  return {
    result: { writes },
    subject: { kind: "cluster-namespace", id: `${row.name}/${namespace}` },
    after: { workspace: workspace.name, queue: queue?.name ?? null, objects: planned.map(({ kind, name }) => `${kind}/${name}`) },
    changes: [],
  };
});
