import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { resources } from "../../../packages/kube/src/index.ts";
import { eventually } from "../../faults/server.ts";
import { cluster, onRealNode } from "../test-cluster.ts";
import { jobs } from "./real-jobs.ts";

const python = readFileSync(path.join(import.meta.dirname, "adding.py"), "utf8");

test("nodes of a job find each other, and each says what it does in its own name", onRealNode, async () => {
  const id = await jobs.submit(python, { nodes: 2 });
  const job = await jobs.becomes(id, "succeeded");
  assert.deepEqual(
    job.attemptList.map(({ outcome, nodes }) => ({ outcome, nodes })),
    [{ outcome: "succeeded", nodes: ["real"] }],
  );
  const said = (await jobs.log(id)).filter(({ stream }) => stream === "stdout").map(({ rank, text }) => `${rank}: ${text}`);
  assert.deepEqual(said.sort(), ["0: node 0 of 2 is rank 0 of 2 and hears 30", "1: node 1 of 2 is rank 1 of 2 and hears 30"]);
  await eventually("their Service is gone", async () => {
    const services = await cluster.list(resources.services, { namespace: jobs.namespace });
    return services !== "absent" && services.items.length === 0;
  });
});

test("one node that fails ends them all, and is named", onRealNode, async () => {
  const id = await jobs.submit(python, { nodes: 2, env: { FAILS: "yes" } });
  const job = await jobs.becomes(id, "failed");
  assert.deepEqual(
    job.attemptList.map(({ outcome, exitCode, reason }) => ({ outcome, exitCode, reason })),
    [{ outcome: "user-failure", exitCode: 3, reason: "Rank 1 on node real ended with exit code 3." }],
  );
});
