import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { startCluster } from "../../deploy/kubernetes/cluster/start.ts";
import { stopCluster } from "../../deploy/kubernetes/cluster/stop.ts";
import { openCluster, resources } from "../../packages/kube/src/index.ts";
import { eventually, type Server, startServer } from "../faults/server.ts";
import type { Worker } from "../faults/worker-process.ts";
import type { ProductClient } from "./product-client.ts";
import { openTeam } from "./shared-gpus.ts";
import { poolIsThere } from "./team-on-cluster.ts";
import { onOwnCluster } from "./test-cluster.ts";
import { signInWithoutPortal } from "./without-portal.ts";

interface Found {
  readonly reading: {
    readonly hasKueue: boolean;
    readonly pools: readonly { readonly title: string; readonly flavour: string | null; readonly total: number; readonly free: number }[];
    readonly pending: { readonly items: readonly { readonly why: string; readonly position: object | null }[] };
  } | null;
}

const name = "plain";
const gpus = 4;
const dir = mkdtempSync(path.join(tmpdir(), "plumbline-without-kueue-"));
let server: Server | undefined;
let worker: Worker | undefined;
let client: ProductClient;

before(async () => {
  if (onOwnCluster.skip) return;
  const { kubeconfig } = await startCluster(dir, { hasKwok: true, hasKueue: false, wait: AbortSignal.abort() });
  const config = readFileSync(kubeconfig, "utf8");
  const cluster = await openCluster({ kubeconfig: config }, { timeoutMs: 30_000 });
  const room = { cpu: "64", memory: "512Gi", pods: "110", "ephemeral-storage": "1Ti", "nvidia.com/gpu": String(gpus) };
  const labels = { type: "kwok", "nvidia.com/gpu.product": "NVIDIA-H100-80GB-HBM3" };
  await cluster.create(resources.nodes, { metadata: { name: "h100-01", labels }, status: { capacity: room, allocatable: room } });
  cluster.close();
  server = await startServer();
  worker = server.openWorker();
  await worker.start();
  client = await signInWithoutPortal(server);
  await client.call("POST /clusters", { name, connection: { kind: "kubeconfig", kubeconfig: config } });
});
after(async () => {
  await worker?.terminate();
  await server?.stop();
  await stopCluster(dir);
  rmSync(dir, { recursive: true, force: true });
});

const find = () => client.call<Found>(`GET /clusters/${name}`);

test("a cluster without Kueue shows its GPUs, and that nothing is queued", onOwnCluster, async () => {
  await eventually("it is read", async () => (await find()).reading?.pools.length === 1, 120_000);
  const { reading } = await find();
  assert.equal(reading?.hasKueue, false);
  assert.deepEqual(
    reading?.pools.map(({ title, flavour, total }) => ({ title, flavour, total })),
    [{ title: "H100 80 GB", flavour: null, total: gpus }],
  );
});

test("jobs run there without a queue; one that finds no node says so", onOwnCluster, async () => {
  await client.call("POST /workspaces", { name: "fraud" });
  await client.call(`POST /clusters/${name}/namespaces`, { workspace: "fraud", namespace: "fraud-jobs" });
  await eventually("the namespace is written", async () => {
    const { writes } = await client.call<{ writes: { state: string }[] }>(`GET /clusters/${name}/management`);
    return writes.length > 0 && writes.every(({ state }) => state === "done");
  });
  const team = openTeam({ client, name, flavour: "h100-80-gb" }, "fraud");
  await poolIsThere(client, { cluster: name, team: "fraud" });
  const first = await team.submit({ gpus, run: "600s" });
  await team.becomes(first, "running");
  const second = await team.submit({ gpus: 1, run: "1s" });
  await eventually("it says why it does not start", async () => /No node can take it now/.test((await team.find(second)).reason ?? ""));
  await eventually("the cluster's page says so", async () => {
    const items = (await find()).reading?.pending.items ?? [];
    return items.some(({ why, position }) => /Needs 1 on one node; none is free/.test(why) && position === null);
  });
  await client.call(`POST /jobs/${first}/cancel`, undefined, "fraud");
  await team.becomes(second, "succeeded");
});
