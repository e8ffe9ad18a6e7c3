import * as contract from "@plumbline/contracts/clusters/management";
import { namesOfActors } from "../../access/index.ts";
import { query } from "../../kernel/index.ts";
import { clusterNamed } from "../read-clusters.ts";
import type { QueueFact } from "../reading/facts.ts";
import * as mappings from "../store/mappings.ts";
import { findReading } from "../store/readings.ts";
import { selectWrites } from "../store/writes.ts";
import { wishOf } from "./queue-wish.ts";
import { toWrite } from "./write-view.ts";

const writesShown = 100;

export const getManagement = query(contract.getManagement, async (ctx, { cluster }) => {
  const { id } = await clusterNamed(ctx.tx, cluster);
  const facts = (await findReading(ctx.tx, id))?.body;
  const mapped = await mappings.selectMappings(ctx.tx, id);
  const managed = await mappings.selectManaged(ctx.tx, id);
  const writes = await selectWrites(ctx.tx, id, writesShown);
  const names = await namesOfActors(ctx, [...managed.map(({ by }) => by), ...writes.map(({ by }) => by)]);
  return {
    queues: (facts?.queues ?? []).map((queue) => toQueue(queue, { mapped, managed, names })),
    workspaces: await mappings.selectWorkspaceNames(ctx.tx),
    namespaces: mapped.flatMap(({ queue, workspace, namespace, use }) =>
      queue === "" && namespace !== null ? [{ workspace, namespace, use }] : [],
    ),
    writes: writes.map((row) => toWrite(row, names)),
  };
});

interface Known {
  readonly mapped: readonly mappings.MappingRow[];
  readonly managed: readonly mappings.ManagedRow[];
  readonly names: ReadonlyMap<string, string>;
}

function toQueue(queue: QueueFact, { mapped, managed, names }: Known): contract.ClusterQueue {
  const mapping = mapped.find((row) => row.queue === queue.name);
  const handedOver = managed.find((row) => row.queue === queue.name);
  return {
    name: queue.name,
    cohort: queue.cohort,
    strategy: queue.strategy,
    isActive: queue.isActive,
    problem: queue.problem,
    pending: queue.pending,
    wish: wishOf(queue),
    used: queue.lines.map(({ flavour, resource, used, borrowed }) => ({ flavour, resource, used, borrowed })),
    localQueues: [...queue.localQueues],
    mapping: mapping
      ? { workspace: mapping.workspace, namespace: mapping.namespace, localQueue: mapping.local_queue, use: mapping.use }
      : null,
    managed: handedOver
      ? { since: handedOver.since.toISOString(), by: { id: handedOver.by, name: names.get(handedOver.by) ?? null } }
      : null,
  };
}
