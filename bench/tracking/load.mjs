#!/usr/bin/env node
// Measures any server that speaks MLflow's REST API. Plain Node >= 20, no dependencies; prints one JSON document.
//   node bench/tracking/load.mjs http://127.0.0.1:5000 [--seconds 10] [--runs 1000,10000] [--calls 20] [--points 1000000] [--only batch,single]
//   PLUMBLINE_TOKEN=... or AUTHORIZATION='Basic ...' signs in. Runs to search are written through the API unless they are there.
import os from "node:os";
import { parseArgs } from "node:util";
import { connect } from "./client.mjs";
import { drive, latencies } from "./measure.mjs";

const START = 1_760_000_000_000;
/** Points of a request, and of a page of MLflow's client. */
const BATCH = 1000;
const PAGE = 25_000;
const NAMES = { batch: "batches", single: "points", small: "runs", search: "searches", curve: "curves" };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "10" },
    runs: { type: "string", default: "1000,10000" },
    calls: { type: "string", default: "20" },
    points: { type: "string", default: "1000000" },
    only: { type: "string", default: Object.keys(NAMES).join(",") },
  },
});
const seconds = Number(values.seconds);
const client = connect(positionals[0] ?? "http://127.0.0.1:5000");
const workloads = {};

function record(name, result) {
  workloads[name] = result;
  process.stderr.write(`${name} ${JSON.stringify(result)}\n`);
}

async function experiment(name) {
  const found = await client.get("experiments/get-by-name", { experiment_name: name });
  if (found.status === 200) return found.json().experiment.experiment_id;
  return (await client.must("experiments/create", { name })).experiment_id;
}

async function newRun(experiment_id, run_name) {
  const made = await client.must("runs/create", { experiment_id, run_name, user_id: "bench", start_time: START, tags: [] });
  return made.run.info.run_id;
}

const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** One run for each connection, as separate trainings have; every point is new. */
async function batches(experimentId, { keys, steps, concurrency }) {
  const runs = await Promise.all(times(concurrency, (worker) => newRun(experimentId, `batch ${keys}x${steps} ${worker}`)));
  const result = await drive({ concurrency, seconds }, (worker, call) => {
    const points = times(steps, (step) => times(keys, (key) => pointText(`train/m${key}`, call * steps + step))).flat();
    return client.post("runs/log-batch", `{"run_id":"${runs[worker]}","metrics":[${points}]}`);
  });
  record(`batch ${keys} keys x ${steps} steps, concurrency ${concurrency}`, {
    ...result,
    unit: "points/s",
    rate: Math.round(result.rate * keys * steps),
  });
}

/** Written by hand: building and serialising a million objects would take the cores from the server under test. */
function pointText(key, step) {
  return `{"key":"${key}","value":${1 / (1 + step)},"timestamp":${START + step * 10},"step":${step}}`;
}

async function singlePoints(experimentId, concurrency) {
  const runs = await Promise.all(times(concurrency, (worker) => newRun(experimentId, `single ${worker}`)));
  const result = await drive({ concurrency, seconds }, (worker, call) =>
    client.post("runs/log-metric", `{"run_id":"${runs[worker]}",${pointText("loss", call).slice(1)}`),
  );
  record(`single point, concurrency ${concurrency}`, { ...result, unit: "points/s" });
}

/** Deterministic content, so that every server is searched over the same runs. */
const value = (run, key) => ((run * 7919 + key * 104_729) % 1_000_003) / 1_000_003;

async function smallRun(experiment_id, index, { params }) {
  const start_time = START + index * 1000;
  const tags = ["mlflow.user", "mlflow.source.name", "mlflow.source.type"].map((key) => ({ key, value: "bench" }));
  const created = await client.post("runs/create", { experiment_id, user_id: "bench", run_name: `r${index}`, start_time, tags });
  if (created.status !== 200) return created;
  const { run_id } = created.json().run.info;
  const logged = await client.post("runs/log-batch", {
    run_id,
    metrics: times(10, (key) => ({ key: `m${key}`, value: value(index, key), timestamp: start_time + 500, step: 0 })),
    params: times(params, (key) => ({ key: `p${key}`, value: `v${(index * 31 + key * 17) % 20}` })),
    tags: times(5, (key) => ({ key: `t${key}`, value: `x${(index + key) % 7}` })),
  });
  if (logged.status !== 200) return logged;
  return client.post("runs/update", { run_id, status: "FINISHED", end_time: start_time + 60_000 });
}

async function smallRuns(experimentId, concurrency) {
  const result = await drive({ concurrency, seconds }, (worker, call) =>
    smallRun(experimentId, call * concurrency + worker, { params: 20 }),
  );
  record(`small run (create, 35 items, finish), concurrency ${concurrency}`, { ...result, unit: "runs/s" });
}

async function seeded(count) {
  const experimentId = await experiment(`bench search ${count}`);
  const any = await client.must("runs/search", { experiment_ids: [experimentId], max_results: 1 });
  if (any.runs?.length) return experimentId;
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const answer = await smallRun(experimentId, next++, { params: 10 });
      if (answer.status !== 200) throw new Error(`seeding: ${answer.status} ${answer.text()}`);
    }
  };
  await Promise.all(times(8, lane));
  return experimentId;
}

const SEARCHES = {
  "newest 100": () => ({ order_by: ["attributes.start_time DESC"], max_results: 100 }),
  "newest 1,000": () => ({ order_by: ["attributes.start_time DESC"], max_results: 1000 }),
  // Other values in each call: no answer is found by its question.
  "metric and param filter, ordered by metric, 100": (call) => ({
    filter: `metrics.m3 > ${0.5 + (call % 50) / 1000} AND params.p1 = 'v${(7 + call) % 20}'`,
    order_by: ["metrics.m0 DESC"],
    max_results: 100,
  }),
};

async function searches(count) {
  const experimentId = await seeded(count);
  for (const [name, search] of Object.entries(SEARCHES)) {
    const body = (call) => ({ experiment_ids: [experimentId], run_view_type: "ACTIVE_ONLY", ...search(call) });
    const warm = await client.must("runs/search", body(0));
    const taken = await repeated(Number(values.calls), (call) => client.must("runs/search", body(call)));
    record(`search of ${count.toLocaleString("en")} runs: ${name}`, {
      rows: warm.runs?.length ?? 0,
      failed: 0,
      unit: "ms",
      ...latencies(taken),
    });
  }
}

/** A run with one long metric, written through the API in batches unless it is there. */
async function longRun(count) {
  const name = `bench curve ${count}`;
  const experimentId = await experiment(name);
  const found = await client.must("runs/search", {
    experiment_ids: [experimentId],
    max_results: 1,
    filter: "attributes.status = 'FINISHED'",
  });
  if (found.runs?.length) return found.runs[0].info.run_id;
  const run_id = await newRun(experimentId, name);
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const from = next;
      next += BATCH;
      const points = times(Math.min(BATCH, count - from), (step) => pointText("loss", from + step));
      const answer = await client.post("runs/log-batch", `{"run_id":"${run_id}","metrics":[${points}]}`);
      if (answer.status !== 200) throw new Error(`writing a long run: ${answer.status} ${answer.text()}`);
    }
  };
  await Promise.all(times(4, lane));
  await client.must("runs/update", { run_id, status: "FINISHED", end_time: START + count });
  return run_id;
}

/** What MLflow's pages ask for a chart, and what its client asks for the whole history. */
async function curves(count) {
  const run_id = await longRun(count);
  const name = `${count.toLocaleString("en")} points`;
  const sample = async () => {
    const asked = { run_ids: run_id, metric_key: "loss", max_results: 2000 };
    return (await client.get("/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval", asked)).json().metrics.length;
  };
  const pages = async () => {
    let [rows, page_token] = [0, ""];
    do {
      const asked = { run_id, metric_key: "loss", max_results: PAGE, ...(page_token ? { page_token } : {}) };
      const page = (await client.get("metrics/get-history", asked)).json();
      rows += page.metrics.length;
      page_token = page.next_page_token ?? "";
    } while (page_token);
    return rows;
  };
  await timed(`${name}: sampled to 2,000`, { calls: Number(values.calls), work: sample });
  await timed(`${name}: all, in pages of 25,000`, { calls: 3, work: pages });
}

/** Milliseconds of each call, one after the other: at least so many, and for as long as a workload takes. */
async function repeated(calls, work) {
  const taken = [];
  const until = performance.now() + seconds * 1000;
  while (taken.length < calls || performance.now() < until) {
    const started = performance.now();
    await work(taken.length);
    taken.push(performance.now() - started);
  }
  return taken;
}

async function timed(name, { calls, work }) {
  const rows = await work();
  const taken = await repeated(calls, work);
  record(name, { rows, failed: 0, unit: "ms", ...latencies(taken) });
}

const only = new Set(values.only.split(","));
const started = new Date().toISOString();
const version = (await client.get("/version")).text().trim();
if (only.has("batch")) {
  const experimentId = await experiment("bench batches");
  for (const shape of [
    { keys: 10, steps: 100 },
    { keys: 1000, steps: 1 },
  ]) {
    for (const concurrency of [1, 8]) await batches(experimentId, { ...shape, concurrency });
  }
}
if (only.has("single")) {
  const experimentId = await experiment("bench points");
  for (const concurrency of [1, 8, 16]) await singlePoints(experimentId, concurrency);
}
if (only.has("small")) {
  const experimentId = await experiment("bench runs");
  for (const concurrency of [8, 16]) await smallRuns(experimentId, concurrency);
}
if (only.has("curve")) await curves(Number(values.points));
if (only.has("search")) for (const count of values.runs.split(",")) await searches(Number(count));

const machine = { node: process.version, cpus: os.cpus().length, cpu: os.cpus()[0]?.model, memoryGib: Math.round(os.totalmem() / 2 ** 30) };
console.log(JSON.stringify({ started, version, seconds, machine, workloads }, null, 2));
client.close();
