import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Import } from "../../packages/contracts/src/imports.ts";
import { type Importing, openImporting, plumb } from "./importing.ts";
import type { Server } from "./server.ts";

const runCount = 3000;
const keys = 10;
const pointsOfRun = 5;
const longRun = 60_000;
const endMs = 15 * 60_000;

let importing: Importing;
let server: Server;
before(async () => {
  importing = await openImporting({ runs: runCount });
  server = importing.server;
});
after(() => importing?.close());

async function api<R>(method: string, target: string, body?: object): Promise<R> {
  const answer = await fetch(`${server.url}/api/v1${target}`, {
    method,
    headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  assert.equal(answer.status, 200, `${method} ${target}: ${await answer.clone().text()}`);
  return (await answer.json()) as R;
}

async function until(importId: string, isReached: (one: Import) => boolean): Promise<Import> {
  const deadline = Date.now() + endMs;
  while (Date.now() < deadline) {
    const one = await api<Import>("GET", `/imports/${importId}`);
    if (isReached(one)) return one;
    await delay(200);
  }
  throw new Error(`the import did not come so far: ${JSON.stringify(await api("GET", `/imports/${importId}`))}`);
}

const hasEnded = ({ state }: Import): boolean => state !== "queued" && state !== "running";

test("thousands of runs of a real server come whole, though the worker is killed in the middle", { timeout: endMs }, async () => {
  const { id } = await api<Import>("POST", "/imports", { address: importing.mlflow.url });
  await until(id, ({ counts }) => counts.runs.brought >= runCount / 10);
  await importing.worker.kill();
  await importing.worker.start();
  const before = Date.now();
  const done = await until(id, hasEnded);
  console.log(JSON.stringify({ seconds: Math.round((Date.now() - before) / 1000), counts: done.counts }));
  assert.equal(done.failure, null);
  const { status, printed, said } = await plumb(server, ["import", "show", id]);
  assert.equal(status, 0, `${printed}\n${said}`);
  assert.match(printed, /note: stage credit 1: It is in Production there/);
  assert.equal(done.isComplete, true);
  assert.equal(done.counts.runs.brought, done.counts.runs.source);
  assert.equal(done.counts.runs.source, runCount + 6);
  assert.ok(done.counts.points.source >= runCount * keys * pointsOfRun + longRun);
  assert.equal(done.counts.points.brought + done.counts.points.unchanged, done.counts.points.source);
  assert.equal(done.counts.artifacts.brought + done.counts.artifacts.unchanged, 5);
  assert.deepEqual([done.counts.versions.source, done.counts.versions.brought], [3, 3]);
  assert.deepEqual([done.counts.loggedModels.source, done.counts.loggedModels.brought], [1, 1]);
  for (const { kind, compared, equal, checksum, sourceChecksum } of done.checks) {
    assert.equal(equal, compared, kind);
    assert.equal(checksum, sourceChecksum, kind);
  }
  const run = await api<{ items: { key: string }[] }>("GET", `/runs/${"0".repeat(31)}1/metrics/history?key=long`);
  assert.equal(run.items.length, longRun);
});

test("a second time nothing comes, and nothing is doubled", { timeout: endMs }, async () => {
  const { status, printed, said } = await plumb(server, ["import", "mlflow", importing.mlflow.url, "--json"]);
  assert.equal(status, 0, said);
  const one = JSON.parse(printed) as Import;
  assert.deepEqual([one.counts.runs.brought, one.counts.points.brought, one.counts.artifacts.brought], [0, 0, 0]);
  assert.equal(one.counts.runs.unchanged, runCount + 6);
});

test("what answers and is no MLflow server, what refuses, and what is not there say so", { timeout: endMs }, async () => {
  const { status, said } = await plumb(server, ["import", "mlflow", server.url.replace("127.0.0.1", "localhost")]);
  assert.equal(status, 1);
  assert.match(said, /IMPORT_ALLOWED_HOSTS/);
  const unsigned = await plumb(server, ["import", "mlflow", server.url]);
  assert.equal(unsigned.status, 1);
  assert.match(unsigned.said, /refused the sign-in \(401\)/);
});

test("a source that goes away interrupts it, and going on begins where it stopped", { timeout: endMs }, async () => {
  const gone = importing.mlflow.url;
  await importing.mlflow.stop();
  const { status, said } = await plumb(server, ["import", "mlflow", gone, "--dry-run"]);
  assert.equal(status, 1);
  assert.match(said, /interrupted: The source refused the connection\. Go on with plumb import resume/);
});
