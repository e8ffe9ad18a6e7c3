import type { ProductClient } from "../../e2e/kubernetes/product-client.ts";
import { makeTeam, registerCluster } from "../../e2e/kubernetes/team-on-cluster.ts";
import { cluster } from "../../e2e/kubernetes/test-cluster.ts";
import { resources } from "../../packages/kube/src/index.ts";

/** Nodes, and queues of one cohort that share them; each queue is a workspace's. */
export interface Stage {
  readonly clusterName: string;
  readonly flavour: string;
  readonly teams: readonly string[];
  readonly stop: () => Promise<void>;
}

export interface Extent {
  readonly nodes: number;
  readonly gpusPerNode: number;
  readonly workspaces: number;
}

const flavour = "sim-h100";
const clusterName = "scale";
const atOnce = 10;

export async function setStage(client: ProductClient, extent: Extent): Promise<Stage> {
  const teams = Array.from({ length: extent.workspaces }, (_, index) => `team-${String(index + 1).padStart(2, "0")}`);
  await makeNodes(extent);
  await cluster.apply(resources.resourceFlavors, { metadata: { name: flavour }, spec: { nodeLabels: { "plumbline.test/node": flavour } } });
  const gpus = (extent.nodes * extent.gpusPerNode) / extent.workspaces;
  for (const name of teams) await cluster.apply(resources.clusterQueues, { metadata: { name }, spec: queueOf(gpus) });
  for (const [name, value] of [
    ["low", 100],
    ["high", 1000],
  ] as const) {
    await cluster.apply(resources.workloadPriorityClasses, { metadata: { name }, value }, { isForced: true });
  }
  await registerCluster(client, clusterName);
  for (const team of teams) await makeTeam(client, clusterName, team);
  return { clusterName, flavour, teams, stop: () => clearCluster(teams, extent) };
}

const namesOf = ({ nodes }: Extent): string[] => Array.from({ length: nodes }, (_, index) => `sim-${String(index + 1).padStart(3, "0")}`);

async function makeNodes(extent: Extent): Promise<void> {
  const room = { cpu: "96", memory: "1Ti", pods: "250", "ephemeral-storage": "8Ti", "nvidia.com/gpu": String(extent.gpusPerNode) };
  const labels = { type: "kwok", "plumbline.test/node": flavour, "nvidia.com/gpu.product": "NVIDIA-H100-80GB-HBM3" };
  await inLanes(namesOf(extent), atOnce, async (name) => {
    await cluster.create(resources.nodes, { metadata: { name, labels }, status: { capacity: room, allocatable: room } });
  });
}

const queueOf = (gpus: number) => ({
  cohortName: flavour,
  namespaceSelector: {},
  preemption: { reclaimWithinCohort: "Any", withinClusterQueue: "LowerPriority" },
  resourceGroups: [
    {
      coveredResources: ["cpu", "memory", "nvidia.com/gpu"],
      flavors: [
        {
          name: flavour,
          resources: [
            { name: "cpu", nominalQuota: "1000" },
            { name: "memory", nominalQuota: "10Ti" },
            { name: "nvidia.com/gpu", nominalQuota: String(gpus) },
          ],
        },
      ],
    },
  ],
});

async function clearCluster(teams: readonly string[], extent: Extent): Promise<void> {
  await inLanes(namesOf(extent), atOnce, (name) => cluster.delete(resources.nodes, { name }));
  for (const name of teams) {
    await cluster.delete(resources.namespaces, { name: `${name}-jobs` });
    await cluster.delete(resources.clusterQueues, { name });
  }
}

/** Works through all of them, so many at once. */
export async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
