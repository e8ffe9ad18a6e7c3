import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { resources } from "../../packages/kube/src/index.ts";
import { eventually, startServer } from "../faults/server.ts";
import type { Worker } from "../faults/worker-process.ts";
import type { ProductClient } from "./product-client.ts";
import { makeTeam, registerCluster } from "./team-on-cluster.ts";
import { cluster } from "./test-cluster.ts";
import { signInWithoutPortal } from "./without-portal.ts";

/** The product beside the test cluster, on which two teams share simulated GPUs. */
export interface SharedGpus {
  readonly client: ProductClient;
  /** What the product calls the cluster. */
  readonly name: string;
  readonly flavour: string;
  readonly teams: readonly [Team, Team];
  /** Somebody new of a team, signed in. */
  readonly addMember: (team: Team) => Promise<ProductClient>;
  readonly worker: Worker;
  /** Its pods are thrown off it at once, as they are some minutes after a node does not answer any more. */
  readonly drainNode: () => Promise<void>;
  /** Nothing on it is looked after any more: its pods are told to end, and nobody says that they have. */
  readonly killNode: () => Promise<void>;
  readonly bringNodeBack: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface Team {
  /** Of the workspace and of its queue. */
  readonly name: string;
  /** Where its jobs run. */
  readonly namespace: string;
  readonly submit: (job: SimulatedJob) => Promise<string>;
  readonly find: (id: string) => Promise<FoundJob>;
  /** Jobs in a state, or `unfinished` or `ended`. */
  readonly list: (state: string, name?: string) => Promise<readonly Pick<FoundJob, "id" | "state">[]>;
  /** Waits until a job is in that state, and returns it. */
  readonly becomes: (id: string, state: string, timeoutMs?: number) => Promise<FoundJob>;
}

/** A job whose container no node runs: what it does is said. */
export interface SimulatedJob {
  readonly name?: string;
  readonly gpus?: number;
  readonly nodes?: number;
  /** How long it runs. */
  readonly run?: string;
  readonly exit?: number;
  /** Why the container ended, as a kubelet says it. */
  readonly reason?: string;
  readonly timeLimit?: string;
  readonly priority?: "low" | "normal" | "high";
}

export interface FoundJob {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly reason: string | null;
  readonly attemptList: readonly { readonly number: number; readonly outcome: string | null; readonly reason: string | null }[];
}

/** Each team is guaranteed half of them. */
export const gpus = 8;

export async function shareGpus(): Promise<SharedGpus> {
  const server = await startServer();
  const worker = server.openWorker();
  const mark = randomBytes(3).toString("hex");
  const flavour = `sim-${mark}`;
  const stop = async (): Promise<void> => {
    await worker.terminate();
    await server.stop();
    await cluster.delete(resources.nodes, { name: flavour });
  };
  try {
    await worker.start();
    const client = await signInWithoutPortal(server);
    const teams = [`fraud-${mark}`, `pricing-${mark}`] as const;
    await makeQueues(flavour, teams);
    const name = `gpu-${mark}`;
    await registerCluster(client, name);
    for (const team of teams) await makeTeam(client, name, team);
    return {
      drainNode: () => putNode(flavour, { taints: [lost] }),
      killNode: () => putNode(flavour, { labels: { type: "unattended" }, taints: [lost] }),
      bringNodeBack: () => putNode(flavour, {}),
      ...{ client, name, flavour, worker, stop },
      async addMember(team) {
        const email = `${randomBytes(4).toString("hex")}@plumbline.test`;
        const { password } = await client.call<{ password: string }>("POST /users", { email, name: "Cora Contributor" });
        await client.call("POST /members", { email, role: "contributor" }, team.name);
        return signInWithoutPortal({ ...server, first: { email, password } });
      },
      teams: [openTeam({ client, name, flavour }, teams[0]), openTeam({ client, name, flavour }, teams[1])],
    };
  } catch (error) {
    console.error(server.log().slice(-4000));
    await stop();
    throw error;
  }
}

/** A node, what it is called, and a queue for each team in one cohort. */
async function makeQueues(flavour: string, teams: readonly string[]): Promise<void> {
  const room = { cpu: "512", memory: "2Ti", pods: "500", "ephemeral-storage": "8Ti", "nvidia.com/gpu": String(gpus) };
  const labels = { type: "kwok", "plumbline.test/node": flavour };
  await cluster.create(resources.nodes, { metadata: { name: flavour, labels }, status: { capacity: room, allocatable: room } });
  await cluster.create(resources.resourceFlavors, {
    metadata: { name: flavour },
    spec: { nodeLabels: { "plumbline.test/node": flavour } },
  });
  for (const name of teams) await cluster.create(resources.clusterQueues, { metadata: { name }, spec: queueOf(flavour) });
  for (const [name, value] of [
    ["low", 100],
    ["high", 1000],
  ] as const) {
    await cluster.apply(resources.workloadPriorityClasses, { metadata: { name }, value }, { isForced: true });
  }
}

const lost = { key: "plumbline.test/lost", effect: "NoExecute" };

/** Simulated nodes are looked after by their label. */
async function putNode(name: string, { labels = { type: "kwok" }, taints = [] }: { labels?: object; taints?: object[] }): Promise<void> {
  await cluster.apply(resources.nodes, { metadata: { name, labels }, spec: { taints } }, { isForced: true });
}

const queueOf = (flavour: string) => ({
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
            { name: "cpu", nominalQuota: "250" },
            { name: "memory", nominalQuota: "1Ti" },
            { name: "nvidia.com/gpu", nominalQuota: String(gpus / 2) },
          ],
        },
      ],
    },
  ],
});

export function openTeam({ client, name: on, flavour }: Pick<SharedGpus, "client" | "name" | "flavour">, name: string): Team {
  const find = (id: string) => client.call<FoundJob>(`GET /jobs/${id}`, undefined, name);
  return {
    name,
    namespace: `${name}-jobs`,
    find,
    async list(state, job = "") {
      // No more often than a page does.
      await delay(200);
      const query = new URLSearchParams({ state, limit: "100", ...(job === "" ? {} : { name: job }) });
      return (await client.call<{ items: FoundJob[] }>(`GET /jobs?${query}`, undefined, name)).items;
    },
    async submit({
      name: job = "simulated",
      gpus: count = 1,
      nodes = 1,
      run = "1s",
      exit = 0,
      reason,
      timeLimit = "1h",
      priority = "normal",
    }) {
      const spec = {
        ...{ name: job, cluster: on, image: "registry.test/simulated:1", command: ["train"], nodes, timeLimit, priority },
        env: { KWOK_RUN: run, KWOK_EXIT: String(exit), ...(reason === undefined ? {} : { KWOK_REASON: reason }) },
        resources: { cpu: 0.1, memory: "64Mi", disk: "64Mi", gpus: { count, flavour } },
        retries: { backoffSeconds: 1 },
      };
      return (await client.call<{ id: string }>("POST /jobs", { spec }, name)).id;
    },
    async becomes(id, state, timeoutMs = 120_000) {
      const isThere = async (): Promise<boolean> => {
        await delay(100);
        return (await find(id)).state === state;
      };
      try {
        await eventually(`the job is ${state}`, isThere, timeoutMs);
      } catch (error) {
        throw new Error(JSON.stringify(await find(id)), { cause: error });
      }
      return find(id);
    },
  };
}
