import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { type Pod, resources } from "../../packages/kube/src/index.ts";
import { eventually } from "../faults/server.ts";
import { killApiServer, startApiServer } from "./own-cluster.ts";
import { gpus, type SharedGpus, shareGpus, type Team } from "./shared-gpus.ts";
import { cluster, kubeconfig, onOwnCluster } from "./test-cluster.ts";

// A failing test must not hold the GPUs of those after it.
afterEach(async () => {
  for (const team of shared?.teams ?? []) for (const { id } of await team.list("unfinished")) await cancel(team, id).catch(() => undefined);
});

interface Found {
  readonly calls: { readonly reads: number; readonly writes: number };
  readonly reading: { readonly pools: readonly { flavour: string | null; total: number }[] } | null;
}

interface Why {
  readonly headline: string;
  readonly detail: string;
  readonly blocking: { readonly kind: string; readonly needed: number; readonly available: number };
}

let shared: SharedGpus;
let fraud: Team;
let pricing: Team;

before(async () => {
  shared = await shareGpus();
  [fraud, pricing] = shared.teams;
});
after(() => shared?.stop());

const all = gpus;
const guaranteed = gpus / 2;
const outcomesOf = ({ attemptList }: { attemptList: readonly { outcome: string | null }[] }) => attemptList.map(({ outcome }) => outcome);
const cancel = async (team: Team, id: string): Promise<void> => {
  await shared.client.call(`POST /jobs/${id}/cancel`, undefined, team.name);
  await team.becomes(id, "cancelled");
};
const jobsIn = async (team: Team): Promise<number> => {
  const page = await cluster.list(resources.jobs, { namespace: team.namespace });
  return page === "absent" ? 0 : page.items.length;
};

const podsIn = async (team: Team): Promise<readonly Pod[]> => {
  const page = await cluster.list(resources.pods, { namespace: team.namespace });
  return page === "absent" ? [] : page.items;
};
/** Shortens the grace of pods that are told to end: it need not be waited for here. */
const hurryPods = async (team: Team): Promise<void> => {
  await eventually("its pods are told to end", async () => {
    const pods = await podsIn(team);
    return pods.length > 0 && pods.every(({ metadata }) => metadata.deletionTimestamp !== undefined);
  });
  for (const { metadata } of await podsIn(team)) await cluster.delete(resources.pods, metadata, { gracePeriodSeconds: 1 });
};

test("a cluster that is registered is read, and nothing is written to it", async () => {
  const name = `${shared.name}-again`;
  await shared.client.call("POST /clusters", { name, connection: { kind: "kubeconfig", kubeconfig } });
  const began = Date.now();
  const find = () => shared.client.call<Found>(`GET /clusters/${name}`);
  await eventually("it is read", async () => (await find()).reading !== null);
  assert.ok(Date.now() - began < 60_000);
  const found = await find();
  assert.ok(found.reading?.pools.some(({ flavour, total }) => flavour === shared.flavour && total === gpus));
  assert.ok(found.calls.reads > 0);
  assert.equal(found.calls.writes, 0);
  await shared.client.call(`DELETE /clusters/${name}`);
});

describe("how a job ends", () => {
  test("it succeeds, and nothing of it stays on the cluster", async () => {
    const id = await fraud.submit({ gpus: 2 });
    const job = await fraud.becomes(id, "succeeded");
    assert.deepEqual(outcomesOf(job), ["succeeded"]);
    await eventually("the Job is gone", async () => (await jobsIn(fraud)) === 0);
  });

  test("its program fails", async () => {
    const job = await fraud.becomes(await fraud.submit({ exit: 3 }), "failed");
    assert.deepEqual(outcomesOf(job), ["user-failure"]);
    assert.match(job.attemptList[0]?.reason ?? "", /exit code 3/i);
  });

  test("it takes more memory than it may", async () => {
    const job = await fraud.becomes(await fraud.submit({ exit: 137, reason: "OOMKilled" }), "failed");
    assert.deepEqual(outcomesOf(job), ["out-of-memory"]);
  });

  test("it runs for longer than it may", async () => {
    const job = await fraud.becomes(await fraud.submit({ run: "600s", timeLimit: "5s" }), "failed");
    assert.deepEqual(outcomesOf(job), ["time-limit"]);
  });

  test("somebody cancels it", async () => {
    const id = await fraud.submit({ run: "600s" });
    await fraud.becomes(id, "running");
    await cancel(fraud, id);
    assert.deepEqual(outcomesOf(await fraud.find(id)), ["cancelled"]);
    await eventually("the Job is gone", async () => (await jobsIn(fraud)) === 0);
  });
});

test("a job of several nodes is one pod for each, started together, and a service that names them", async () => {
  const id = await fraud.submit({ nodes: 2, gpus: 2, run: "600s" });
  await fraud.becomes(id, "running");
  const jobs = await cluster.list(resources.jobs, { namespace: fraud.namespace });
  const services = await cluster.list(resources.services, { namespace: fraud.namespace });
  assert.ok(jobs !== "absent" && services !== "absent");
  const [job] = jobs.items;
  assert.equal(jobs.items.length, 1);
  assert.deepEqual([job?.spec.completions, job?.spec.completionMode], [2, "Indexed"]);
  assert.deepEqual(
    services.items.map(({ metadata }) => metadata.name),
    [job?.metadata.name],
  );
  assert.deepEqual(
    (await podsIn(fraud)).map(({ spec }) => spec.subdomain),
    [job?.metadata.name, job?.metadata.name],
  );
  await cancel(fraud, id);
  await eventually("nothing of it stays", async () => (await podsIn(fraud)).length === 0);
});

describe("a node that is lost", () => {
  afterEach(() => shared.bringNodeBack());

  const goesOn = async (id: string): Promise<void> => {
    await eventually("another attempt runs", async () => {
      const { state, attemptList } = await fraud.find(id);
      return attemptList.length === 2 && state === "running";
    });
    await cancel(fraud, id);
  };

  test("ends the attempt, and another goes on where there is a node", async () => {
    const id = await fraud.submit({ run: "600s" });
    await fraud.becomes(id, "running");
    await shared.drainNode();
    await eventually("the attempt is over", async () => outcomesOf(await fraud.find(id))[0] === "infrastructure");
    await shared.bringNodeBack();
    await goesOn(id);
  });

  test("ends also what nobody says has ended: as lost, or as what was asked for", async () => {
    const id = await fraud.submit({ nodes: 2, gpus: 2, run: "600s" });
    const unwanted = await fraud.submit({ name: "unwanted", run: "600s" });
    for (const each of [id, unwanted]) await fraud.becomes(each, "running");
    await shared.killNode();
    await shared.client.call(`POST /jobs/${unwanted}/cancel`, undefined, fraud.name);
    await eventually("its silence is told", async () =>
      new RegExp(`Node ${shared.flavour} has not answered since`).test((await fraud.find(id)).reason ?? ""),
    );
    await hurryPods(fraud);
    await eventually("the attempt is over", async () => outcomesOf(await fraud.find(id))[0] !== null, 120_000);
    const [attempt] = (await fraud.find(id)).attemptList;
    assert.equal(attempt?.outcome, "infrastructure");
    assert.match(attempt?.reason ?? "", new RegExp(`Node ${shared.flavour} was lost`));
    assert.deepEqual(outcomesOf(await fraud.becomes(unwanted, "cancelled")), ["cancelled"]);
    await eventually("nothing of them stays", async () => (await podsIn(fraud)).every(({ metadata }) => !metadata.deletionTimestamp));
    await shared.bringNodeBack();
    await goesOn(id);
  });
});

describe("how GPUs are shared", () => {
  test("what finds no quota waits, says why, and starts when there is some", async () => {
    const first = await fraud.submit({ name: "first", gpus: all, run: "600s" });
    await fraud.becomes(first, "running");
    const second = await fraud.submit({ name: "second", gpus: 2 });
    await eventually("the reason is told", async () => /guaranteed/.test((await fraud.find(second)).reason ?? ""));
    assert.notEqual((await fraud.find(second)).state, "running");
    const why = await shared.client.call<Why>(`GET /jobs/${second}/pending`, undefined, fraud.name);
    assert.match(why.headline, /^Waiting for 2 .*Uses all 4 guaranteed; none are free to borrow, 2 short\.$/);
    assert.match(why.detail, /once 2 more are free.*Fair sharing is off in cohort/);
    assert.deepEqual([why.blocking.kind, why.blocking.needed, why.blocking.available], ["quota", 2, 0]);
    const third = await fraud.submit({ name: "third", gpus: 2 });
    // By what people call it, not by its object's name.
    await eventually("its place is told", async () => /behind second-\d+/.test((await fraud.find(third)).reason ?? ""));
    await cancel(fraud, third);
    await cancel(fraud, first);
    await fraud.becomes(second, "succeeded");
  });

  test("what was lent is taken back; whoever borrowed it goes on in another attempt", async () => {
    const own = await fraud.submit({ name: "own", gpus: guaranteed, run: "600s" });
    await fraud.becomes(own, "running");
    const borrowed = await fraud.submit({ name: "borrowed", gpus: guaranteed, run: "15s" });
    await fraud.becomes(borrowed, "running");
    const reclaims = await pricing.submit({ name: "reclaims", gpus: guaranteed, run: "3s" });
    await pricing.becomes(reclaims, "succeeded");
    // One of the two was ended for it; which one, Kueue chooses.
    await eventually("one was preempted", async () => {
      const jobs = [await fraud.find(own), await fraud.find(borrowed)];
      return jobs.some((job) => outcomesOf(job).includes("preempted"));
    });
    const [first, second] = [await fraud.find(own), await fraud.find(borrowed)];
    const preempted = outcomesOf(first).includes("preempted") ? first : second;
    await eventually("it runs again", async () => {
      const { state, attemptList } = await fraud.find(preempted.id);
      return attemptList.length === 2 && (state === "running" || state === "succeeded");
    });
    for (const id of [own, borrowed])
      if (!["succeeded"].includes((await fraud.find(id)).state)) await cancel(fraud, id).catch(() => undefined);
  });

  test("what matters more takes the place of what matters less", async () => {
    const low = await fraud.submit({ name: "low", gpus: all, run: "600s", priority: "low" });
    await fraud.becomes(low, "running");
    const high = await fraud.submit({ name: "high", gpus: 1, run: "1s", priority: "high" });
    await fraud.becomes(high, "succeeded");
    await eventually("the other was preempted", async () => outcomesOf(await fraud.find(low))[0] === "preempted");
    await fraud.becomes(low, "running");
    assert.equal((await fraud.find(low)).attemptList.length, 2);
    await cancel(fraud, low);
  });
});

test("a team's jobs are in its own namespace, and no other team sees them", async () => {
  const id = await pricing.submit({ run: "600s" });
  await pricing.becomes(id, "running");
  assert.equal(await jobsIn(pricing), 1);
  assert.equal(await jobsIn(fraud), 0);
  await assert.rejects(fraud.find(id), /404/);
  await cancel(pricing, id);
});

test("an API server that dies in the middle of fifty jobs loses none and doubles none", onOwnCluster, async () => {
  const seen = new Map<string, Set<string>>();
  const end = new AbortController();
  const watching = cluster.watch(
    resources.jobs,
    {
      namespace: fraud.namespace,
      project: ({ metadata }) => ({ name: metadata.name, uid: metadata.uid }),
      onSnapshot: (jobs) => jobs.forEach(note),
      onChange: ({ object }) => note(object),
      onState: () => undefined,
      resyncMs: 600_000,
    },
    end.signal,
  );
  function note({ name, uid }: { name: string; uid: string }): void {
    seen.set(name, (seen.get(name) ?? new Set()).add(uid));
  }
  const ids: string[] = [];
  for (let number = 0; number < 50; number += 1) ids.push(await fraud.submit({ name: "fifty", run: "2s" }));
  await eventually("some are over", async () => (await fraud.list("succeeded", "fifty")).length >= 5, 120_000);
  await killApiServer();
  await startApiServer();
  await eventually("all have ended", async () => (await fraud.list("ended", "fifty")).length === ids.length, 240_000);
  for (const id of ids) assert.deepEqual(outcomesOf(await fraud.find(id)), ["succeeded"]);
  end.abort();
  await watching;
  for (const [name, uids] of seen) assert.equal(uids.size, 1, `${name} was made ${uids.size} times`);
});
