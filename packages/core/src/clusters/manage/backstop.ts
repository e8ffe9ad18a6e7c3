import type { Tx } from "@plumbline/db";
import { type Cluster as Client, resources } from "@plumbline/kube";
import { backstopName, resourceQuota } from "../namespace/plan-namespace.ts";
import type { ClusterQueueObject } from "../objects/kueue.ts";
import { quotaLines } from "../reading/facts.ts";
import { selectMappings } from "../store/mappings.ts";
import type { WriteRow } from "../store/writes.ts";

/** The backstops of namespaces that were prepared for a queue: each follows the queue as it is when it is written. */
export async function backstopsOf(
  tx: Tx,
  clusterId: string,
  queue: string,
): Promise<Pick<WriteRow, "kind" | "namespace" | "name" | "manifest">[]> {
  const mappings = await selectMappings(tx, clusterId);
  return mappings.flatMap(({ queue: of, namespace, use }) =>
    of === queue && use === "prepared" && namespace !== null
      ? [{ kind: "ResourceQuota", namespace, name: backstopName, manifest: { follows: queue } }]
      : [],
  );
}

/** What may be asked for in a namespace becomes what its queue gives now, and all that it may borrow. */
export async function followQueue(client: Client, { namespace, follows }: { namespace: string; follows: string }) {
  const queue = await client.get(resources.clusterQueues, { name: follows });
  const { spec } = queue as unknown as ClusterQueueObject;
  const { manifest } = resourceQuota({ namespace, queue: { cohort: spec.cohortName ?? null, lines: quotaLines({ spec }) } });
  const before = (await client.find(resources.resourceQuotas, { namespace, name: backstopName })) as { spec?: unknown } | undefined;
  await client.apply(resources.resourceQuotas, manifest, { isForced: true });
  return { before: before?.spec ?? null, after: manifest.spec };
}
