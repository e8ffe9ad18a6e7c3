import { randomBytes } from "node:crypto";
import { after, before } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { podNetwork } from "../../../deploy/kubernetes/cluster/bridge.ts";
import { resources } from "../../../packages/kube/src/index.ts";
import { eventually, type Server, startServer } from "../../faults/server.ts";
import type { Worker } from "../../faults/worker-process.ts";
import type { ProductClient } from "../product-client.ts";
import { makeTeam, registerCluster } from "../team-on-cluster.ts";
import { cluster, image, onRealNode } from "../test-cluster.ts";
import { signInWithoutPortal } from "../without-portal.ts";

/** The product at an address that pods reach, and one team whose jobs really run, on the real node. */
interface RealJobs {
  readonly server: Server;
  readonly worker: Worker;
  readonly client: ProductClient;
  readonly team: string;
  readonly namespace: string;
  /** Submits a program of Python, with more of a spec where a test wants that. */
  readonly submit: (python: string, spec?: object) => Promise<string>;
  readonly find: (id: string) => Promise<RealJob>;
  /** Waits until a job is in that state, and returns it. */
  readonly becomes: (id: string, state: string) => Promise<RealJob>;
  /** Lines of an attempt's log. */
  readonly log: (id: string, attempt?: number) => Promise<readonly LogLine[]>;
  readonly stop: () => Promise<void>;
}

interface RealJob {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly runId: string | null;
  readonly attemptList: readonly {
    readonly number: number;
    readonly outcome: string | null;
    readonly reason: string | null;
    readonly exitCode: number | null;
    readonly nodes: readonly string[];
    readonly resumedFrom: { readonly attempt: number; readonly step: number | null } | null;
  }[];
}

interface LogLine {
  readonly rank: number;
  readonly stream: string;
  readonly text: string;
}

const realLabel = { "plumbline.test/node": "real" };
const becomesMs = 180_000;

/** One product for all tests of this process: starting it takes longer than most of them. */
export let jobs: RealJobs;
before(async () => {
  if (!onRealNode.skip) jobs = await openRealJobs();
});
after(() => jobs?.stop());

async function openRealJobs(): Promise<RealJobs> {
  const server = await startServer({ host: podNetwork.gateway });
  const worker = server.openWorker();
  const team = `real-${randomBytes(3).toString("hex")}`;
  const stop = async (): Promise<void> => {
    await worker.terminate();
    await server.stop();
  };
  try {
    await worker.start();
    const client = await signInWithoutPortal(server);
    await makeQueue(team);
    await registerCluster(client, team);
    const { namespace } = await makeTeam(client, team, team);
    return { server, worker, client, team, namespace, stop, ...actsOf(client, team) };
  } catch (error) {
    console.error(server.log().slice(-4000));
    await stop();
    throw error;
  }
}

/** A flavour and a queue of one name, which have as much as the node offers. */
async function makeQueue(name: string): Promise<void> {
  await cluster.create(resources.resourceFlavors, { metadata: { name }, spec: { nodeLabels: realLabel } });
  const quotas = { cpu: "8", memory: "16Gi", "nvidia.com/gpu": "4" };
  const flavour = { name, resources: Object.entries(quotas).map(([resource, nominalQuota]) => ({ name: resource, nominalQuota })) };
  await cluster.create(resources.clusterQueues, {
    metadata: { name },
    spec: {
      namespaceSelector: {},
      preemption: { withinClusterQueue: "LowerPriority" },
      resourceGroups: [{ coveredResources: Object.keys(quotas), flavors: [flavour] }],
    },
  });
  for (const [priority, value] of Object.entries({ low: 100, high: 1000 }))
    await cluster.apply(resources.workloadPriorityClasses, { metadata: { name: priority }, value }, { isForced: true });
}

function actsOf(client: ProductClient, team: string): Pick<RealJobs, "submit" | "find" | "becomes" | "log"> {
  const find = (id: string) => client.call<RealJob>(`GET /jobs/${id}`, undefined, team);
  return {
    find,
    async submit(python, spec = {}) {
      const body = {
        ...{ name: "train", cluster: team, image, command: ["python3", "-u", "-c", python], timeLimit: "5m" },
        resources: { cpu: 0.1, memory: "128Mi", disk: "64Mi", gpus: { count: 1, flavour: team } },
        retries: { infrastructure: 0, preempted: 0, backoffSeconds: 1 },
        ...spec,
      };
      return (await client.call<{ id: string }>("POST /jobs", { spec: body }, team)).id;
    },
    async becomes(id, state) {
      const isThere = async (): Promise<boolean> => {
        await delay(100);
        const now = (await find(id)).state;
        if (now !== state && ["succeeded", "failed", "cancelled"].includes(now)) throw new Error(`it is ${now}`);
        return now === state;
      };
      try {
        await eventually(`the job is ${state}`, isThere, becomesMs);
      } catch (error) {
        throw new Error(JSON.stringify(await find(id)), { cause: error });
      }
      return find(id);
    },
    log: async (id, attempt = 1) =>
      (await client.call<{ lines: LogLine[] }>(`GET /jobs/${id}/attempts/${attempt}/log?limit=5000`, undefined, team)).lines,
  };
}
