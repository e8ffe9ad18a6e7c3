import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { resources } from "../../../packages/kube/src/index.ts";
import { eventually } from "../../faults/server.ts";
import { cluster, onRealNode } from "../test-cluster.ts";
import { jobs } from "./real-jobs.ts";

const python = readFileSync(path.join(import.meta.dirname, "resuming.py"), "utf8");
const texts = async (id: string, attempt: number): Promise<string[]> => (await jobs.log(id, attempt)).map(({ text }) => text);
const says = (id: string, line: RegExp, attempt = 1) =>
  eventually(`attempt ${attempt} says ${line}`, async () => (await texts(id, attempt)).some((text) => line.test(text)), 120_000);
const printed = async (id: string, attempt: number): Promise<string[]> =>
  (await jobs.log(id, attempt)).filter(({ stream }) => stream === "stdout").map(({ text }) => text);

test("what is preempted goes on from what it kept while it was asked to end", onRealNode, async () => {
  const all = { resources: { cpu: 0.1, memory: "128Mi", disk: "64Mi", gpus: { count: 4, flavour: jobs.team } } };
  const id = await jobs.submit(python, {
    ...all,
    priority: "low",
    env: { PAUSE: "7", KEEPS: "at-the-end" },
    checkpoint: { path: "kept/steps", graceSeconds: 20 },
    retries: { preempted: 1, backoffSeconds: 1 },
  });
  await says(id, /waits at 7/);
  const first = await jobs.submit("print('first')", { priority: "high" });
  await jobs.becomes(first, "succeeded");
  const job = await jobs.becomes(id, "succeeded");
  assert.deepEqual(
    job.attemptList.map(({ outcome, resumedFrom }) => ({ outcome, resumedFrom })),
    [
      { outcome: "preempted", resumedFrom: null },
      { outcome: "succeeded", resumedFrom: { attempt: 1, step: 7 } },
    ],
  );
  assert.deepEqual(await printed(id, 1), ["begins at 0 resumed false", "waits at 7", "kept at 7"]);
  assert.deepEqual(await printed(id, 2), ["begins at 7 resumed true", "goes on to 8"]);
});

test("what is lost without a word goes on from what was kept while it ran", onRealNode, async () => {
  const id = await jobs.submit(python, {
    env: { PAUSE: "5" },
    checkpoint: { path: "kept", graceSeconds: 20 },
    retries: { infrastructure: 1, backoffSeconds: 1 },
  });
  await says(id, /the checkpoint of step 5 is kept: 1 file/);
  const [pod] = await Array.fromAsync(
    cluster.listAll(resources.pods, { namespace: jobs.namespace, labelSelector: `plumbline.io/job=${id}` }),
  );
  await cluster.delete(resources.pods, { namespace: jobs.namespace, name: pod?.metadata.name ?? "" }, { gracePeriodSeconds: 0 });
  const job = await jobs.becomes(id, "succeeded");
  assert.deepEqual(
    job.attemptList.map(({ outcome, resumedFrom }) => ({ outcome, resumedFrom })),
    [
      { outcome: "infrastructure", resumedFrom: null },
      { outcome: "succeeded", resumedFrom: { attempt: 1, step: 5 } },
    ],
  );
  assert.deepEqual(await printed(id, 2), ["begins at 5 resumed true", "goes on to 6"]);
});
