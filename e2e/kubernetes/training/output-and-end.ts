import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../faults/server.ts";
import { onRealNode } from "../test-cluster.ts";
import { jobs } from "./real-jobs.ts";

const printed = async (id: string, stream: string, attempt = 1): Promise<string[]> =>
  (await jobs.log(id, attempt)).filter((line) => line.stream === stream).map(({ text }) => text);

test("what a program prints and uses is told, and it gets the GPU that it asked for", onRealNode, async () => {
  const python = [
    "import os, sys, time",
    "print('devices', os.environ['NVIDIA_VISIBLE_DEVICES'])",
    "print('a warning', file=sys.stderr)",
    "print('token', os.environ['MLFLOW_TRACKING_TOKEN'])",
    // For longer than the launcher waits before its first sample.
    "until = time.monotonic() + 3",
    "while time.monotonic() < until: sum(range(1000))",
  ].join("\n");
  const id = await jobs.submit(python);
  const job = await jobs.becomes(id, "succeeded");
  assert.deepEqual(
    job.attemptList.map(({ outcome, exitCode, nodes }) => ({ outcome, exitCode, nodes })),
    [{ outcome: "succeeded", exitCode: 0, nodes: ["real"] }],
  );
  const said = await printed(id, "stdout");
  assert.match(said[0] ?? "", /^devices GPU-fake-\d$/);
  assert.equal(said[1], "token ***");
  assert.deepEqual(await printed(id, "stderr"), ["a warning"]);
  const history = (key: string) =>
    jobs.client.call<{ items: { value: number }[] }>(
      `GET /runs/${job.runId}/metrics/history?key=${encodeURIComponent(key)}`,
      undefined,
      jobs.team,
    );
  const memory = await history("system/system_memory_usage_megabytes");
  assert.ok((memory.items[0]?.value ?? 0) > 1, JSON.stringify(memory));
  assert.ok((await history("system/system_memory_usage_percentage")).items.every(({ value }) => value > 0 && value < 100));
});

test(
  "without the launcher its log is what the cluster recorded, without secrets, and its end is told all the same",
  onRealNode,
  async () => {
    await jobs.client.call("PUT /secrets/lake", { value: "hush-hush-123" }, jobs.team);
    const python = [
      "import os, pathlib, signal",
      // What is process 1 hears no signal that it does not listen for.
      "signal.signal(signal.SIGTERM, lambda *_: os._exit(1))",
      "print('key', os.environ['LAKE_KEY'], 'token', os.environ['MLFLOW_TRACKING_TOKEN'])",
      "print(pathlib.Path('/plumbline/launcher').exists())",
      "signal.pause()",
    ].join("\n");
    const id = await jobs.submit(python, { launcher: false, secrets: { LAKE_KEY: "lake" } });
    await eventually("it is heard while it runs", async () => (await printed(id, "stdout")).length === 2, 120_000);
    assert.deepEqual(await printed(id, "stdout"), ["key *** token ***", "False"]);
    await jobs.client.call(`POST /jobs/${id}/cancel`, undefined, jobs.team);
    await jobs.becomes(id, "cancelled");
    const failing = await jobs.submit("print('begins')\nraise SystemExit(3)", { launcher: false });
    const job = await jobs.becomes(failing, "failed");
    assert.deepEqual(
      job.attemptList.map(({ outcome, exitCode }) => ({ outcome, exitCode })),
      [{ outcome: "user-failure", exitCode: 3 }],
    );
    assert.deepEqual(await printed(failing, "stdout"), ["begins"]);
  },
);

test("a program that fails is told with its exit code and its last words", onRealNode, async () => {
  const id = await jobs.submit("raise SystemExit('no such column: age')");
  const job = await jobs.becomes(id, "failed");
  assert.deepEqual(
    job.attemptList.map(({ outcome, exitCode, reason }) => ({ outcome, exitCode, reason })),
    [{ outcome: "user-failure", exitCode: 1, reason: "The command ended with exit code 1." }],
  );
  assert.deepEqual(await printed(id, "stderr"), ["no such column: age"]);
});

test("a program that takes more memory than it may is told so", onRealNode, async () => {
  const id = await jobs.submit("print('begins')\nx = bytearray(512 << 20)\nprint(len(x))");
  const job = await jobs.becomes(id, "failed");
  assert.deepEqual(
    job.attemptList.map(({ outcome }) => outcome),
    ["out-of-memory"],
  );
  assert.match(job.attemptList[0]?.reason ?? "", /more memory than it asked for/);
  assert.deepEqual(await printed(id, "stdout"), ["begins"]);
});
