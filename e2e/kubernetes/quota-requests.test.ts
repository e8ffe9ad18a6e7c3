import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { resources } from "../../packages/kube/src/index.ts";
import { eventually } from "../faults/server.ts";
import { kubectl } from "./own-cluster.ts";
import type { ProductClient } from "./product-client.ts";
import { gpus, type SharedGpus, shareGpus, type Team } from "./shared-gpus.ts";
import { cluster, onOwnCluster } from "./test-cluster.ts";

interface Line {
  readonly resource: string;
  readonly nominal: number;
  readonly borrowingLimit: number | null;
}
interface Management {
  readonly queues: readonly { readonly name: string; readonly wish: { readonly lines: readonly Line[] } }[];
  readonly writes: readonly { readonly kind: string; readonly state: string; readonly problem: string | null }[];
}
interface Request {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly onCluster: {
    readonly isHandedOver: boolean;
    readonly changes: readonly { readonly state: string; readonly problem: string | null; readonly patch: string | null }[];
  } | null;
}

const gpu = "nvidia.com/gpu";
const guaranteed = 2;
let shared: SharedGpus;
let fraud: Team;
let asking: ProductClient;
let pool: string;

before(async () => {
  shared = await shareGpus();
  [fraud] = shared.teams;
  await shared.client.call(`PUT /clusters/${shared.name}/queues/${fraud.name}/managed`);
  asking = await shared.addMember(fraud);
  await setGuarantee(fraud, guaranteed);
  const { items } = await shared.client.call<{ items: { id: string; flavour: string; resource: string }[] }>("GET /platform/pools");
  pool = items.find(({ flavour, resource }) => flavour === shared.flavour && resource === "gpu")?.id ?? "";
});
after(async () => {
  for (const team of shared?.teams ?? [])
    for (const { id } of await team.list("unfinished")) await shared.client.call(`POST /jobs/${id}/cancel`, undefined, team.name);
  await shared?.stop();
});

const management = () => shared.client.call<Management>(`GET /clusters/${shared.name}/management`);
const lineOf = async (team: Team): Promise<Line | undefined> =>
  (await management()).queues.find(({ name }) => name === team.name)?.wish.lines.find(({ resource }) => resource === gpu);
const request = (of: Request) => asking.call<Request>(`GET /quota-requests/${of.number}`, undefined, fraud.name);
const ask = (wish: object) => asking.call<Request>("POST /quota-requests", { pool, reason: "a deadline", ...wish }, fraud.name);
const approve = (of: Request) =>
  shared.client.call<Request>(`POST /platform/quota-requests/${of.id}/decision`, { choice: "approve", reason: "there is room" });

/** As an administrator does it: so much is guaranteed, and nothing may be borrowed. */
async function setGuarantee(team: Team, nominal: number): Promise<void> {
  const wish = (await management()).queues.find(({ name }) => name === team.name)?.wish;
  const lines = wish?.lines.map((line) => (line.resource === gpu ? { ...line, nominal, borrowingLimit: 0 } : line));
  await shared.client.call(`PUT /clusters/${shared.name}/queues/${team.name}`, { ...wish, lines });
  await eventually("the queue is read as it was set", async () => (await lineOf(team))?.nominal === nominal);
  await backstopIs(team, nominal);
}

async function backstopIs(team: Team, most: number): Promise<void> {
  await eventually(`the backstop is ${most}`, async () => {
    const found = (await cluster.get(resources.resourceQuotas, { namespace: team.namespace, name: "plumbline-backstop" })) as {
      spec?: { hard?: Record<string, string> };
    };
    return found.spec?.hard?.[`requests.${gpu}`] === String(most);
  });
}

/** Waits until all changes of a request are in that state. */
async function becomes(of: Request, state: string): Promise<Request> {
  await eventually(`it is ${state}`, async () => (await request(of)).onCluster?.changes.every((change) => change.state === state) ?? false);
  return request(of);
}

test("a job that waits for quota starts once a request for more was approved, and was written to the queue", async () => {
  const id = await fraud.submit({ name: "waits", gpus: guaranteed + 2, run: "600s" }).catch((error: unknown) => error);
  // What a workspace could never hold is refused as it is submitted: it asks first.
  assert.match(String(id), /more quota/);
  const within = await fraud.submit({ name: "holds", gpus: guaranteed, run: "600s" });
  await fraud.becomes(within, "running");
  const waits = await fraud.submit({ name: "waits", gpus: guaranteed, run: "600s" });
  await eventually("the reason is told", async () => /GPU|quota|guarantee|borrow/i.test((await fraud.find(waits)).reason ?? ""));
  const made = await ask({ amount: 2 });
  assert.equal(made.onCluster?.isHandedOver, true);
  assert.notEqual((await fraud.find(waits)).state, "running");
  assert.equal((await approve(made)).state, "approved");
  await fraud.becomes(waits, "running");
  await becomes(made, "applied");
  assert.equal((await lineOf(fraud))?.nominal, guaranteed + 2);
  await backstopIs(fraud, guaranteed + 2);
  for (const job of [within, waits]) await shared.client.call(`POST /jobs/${job}/cancel`, undefined, fraud.name);
});

test("no more than no queue guarantees can be asked for", async () => {
  // The other team is guaranteed half of them, and this one the other half by now.
  assert.equal(guaranteed + 2, gpus / 2);
  const refused = await ask({ amount: 1 }).catch((error: unknown) => error);
  assert.match(String(refused), /guarantee all but 0 of the 8 GPUs/);
});

test("what somebody has changed on the cluster since is not overwritten; written again, it is added to", async () => {
  const made = await ask({ amount: -1 });
  await shared.worker.terminate();
  await approve(made);
  await setByHand(guaranteed + 3);
  await shared.worker.start();
  const failed = await becomes(made, "failed");
  assert.match(failed.onCluster?.changes[0]?.problem ?? "", /nominal is 5 on the cluster, and was 4 when this was approved/);
  await eventually("it is read", async () => (await lineOf(fraud))?.nominal === guaranteed + 3);
  await shared.client.call(`POST /platform/quota-requests/${made.id}/retry`);
  await becomes(made, "applied");
  assert.equal((await lineOf(fraud))?.nominal, guaranteed + 2);
});

test("a queue that was not handed over ends in a patch, and is applied once its owner has applied that", onOwnCluster, async (t) => {
  await shared.client.call(`DELETE /clusters/${shared.name}/queues/${fraud.name}/managed`);
  const made = await ask({ amount: -1, borrowingLimit: 3 });
  assert.equal(made.onCluster?.isHandedOver, false);
  await approve(made);
  const [change] = (await request(made)).onCluster?.changes ?? [];
  assert.equal(change?.state, "owner");
  const patch = change?.patch ?? "";
  assert.match(patch, new RegExp(`^# kubectl patch clusterqueue ${fraud.name} --type=json --patch-file=patch.yaml\\n`));
  const dir = mkdtempSync(path.join(tmpdir(), "plumbline-patch-"));
  t.after(() => rmSync(dir, { recursive: true }));
  writeFileSync(path.join(dir, "patch.yaml"), patch);
  await kubectl("patch", "clusterqueue", fraud.name, "--type=json", `--patch-file=${path.join(dir, "patch.yaml")}`);
  await becomes(made, "applied");
  const line = await lineOf(fraud);
  assert.deepEqual([line?.nominal, line?.borrowingLimit], [guaranteed + 1, 3]);
});

/** As an administrator of the cluster does it. */
async function setByHand(nominal: number): Promise<void> {
  const { spec } = (await cluster.get(resources.clusterQueues, { name: fraud.name })) as unknown as {
    spec: { resourceGroups: { flavors: { resources: { name: string; nominalQuota: string }[] }[] }[] };
  };
  const lines = spec.resourceGroups.flatMap(({ flavors }) => flavors).flatMap((flavor) => flavor.resources);
  for (const line of lines) if (line.name === gpu) line.nominalQuota = String(nominal);
  await cluster.patch(resources.clusterQueues, { name: fraud.name }, { fields: { spec: { resourceGroups: spec.resourceGroups } } });
}
