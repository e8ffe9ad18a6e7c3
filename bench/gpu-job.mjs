// Prints JSON: two jobs of one GPU each on a machine that has one, through the whole product: the second waits for the first.
// Usage: node bench/gpu-job.mjs   (Node 24, an NVIDIA GPU, python3 with PyTorch; starts a PostgreSQL, an api and a worker of its own)
import { readFileSync } from "node:fs";
import path from "node:path";
import { eventually, startServer } from "../e2e/faults/server.ts";

const patienceMs = 180_000;
const server = await startServer();
const worker = server.openWorker();

async function ask(method, address, body) {
  const headers = { authorization: `Bearer ${server.token}`, ...(body ? { "content-type": "application/json" } : {}) };
  const answer = await fetch(`${server.url}${address}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${address} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
const find = (id) => ask("GET", `/api/v1/jobs/${id}`);
const isOver = ({ state }) => ["succeeded", "failed", "cancelled"].includes(state);

/** A curve, as far as the product keeps it. */
async function curve(runId, key) {
  const query = new URLSearchParams({ run_id: runId, metric_key: key });
  const { metrics = [] } = await ask("GET", `/api/2.0/mlflow/metrics/get-history?${query}`);
  const first = metrics[0]?.timestamp ?? 0;
  return metrics.map(({ timestamp, value }) => ({ second: Math.round((timestamp - first) / 1000), value: Number(value.toPrecision(4)) }));
}

async function report(id) {
  const { state, reason, runId, attemptList } = await find(id);
  const { lines } = await ask("GET", `/api/v1/jobs/${id}/attempts/1/log?limit=100`);
  const curves = {};
  for (const key of ["loss", "system/gpu_0_utilization_percentage", "system/gpu_0_memory_usage_megabytes"])
    curves[key] = await curve(runId, key);
  return {
    state,
    reason,
    attempts: attemptList.map(({ outcome, reason: why }) => ({ outcome, reason: why })),
    log: lines.map(({ text }) => text),
    curves,
  };
}

try {
  await worker.start();
  const code = readFileSync(path.join(import.meta.dirname, "gpu-job.py"), "utf8");
  const spec = { command: ["python3", "-c", code], resources: { cpu: 2, memory: "24Gi", gpus: { count: 1 } } };
  const submit = async (name) => (await ask("POST", "/api/v1/jobs", { spec: { name, ...spec } })).id;
  const first = await submit("first");
  await eventually("the first runs", async () => (await find(first)).state === "running", patienceMs);
  const second = await submit("second");
  await eventually(
    "the second has a reason to wait",
    async () => (await find(second)).reason !== null || isOver(await find(first)),
    patienceMs,
  );
  const waits = { state: (await find(second)).state, pending: await ask("GET", `/api/v1/jobs/${second}/pending`) };
  const { pools } = await ask("GET", "/api/v1/quotas?resource=gpu");
  for (const id of [first, second]) await eventually("a job is over", async () => isOver(await find(id)), patienceMs);
  const range = new URLSearchParams({ by: "job", from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() });
  const { items: showback } = await ask("GET", `/api/v1/quotas/showback?${range}`);
  console.log(JSON.stringify({ pools, waits, first: await report(first), second: await report(second), showback }, null, 1));
} catch (error) {
  console.error(server.log().slice(-4000));
  throw error;
} finally {
  await worker.terminate();
  await server.stop();
}
