import type { Scenario } from "../scenario.ts";
import { experiment, run } from "./runs.ts";

const T = 1_700_000_000_000;
const range = <Item>(count: number, item: (index: number) => Item): Item[] => Array.from({ length: count }, (_, index) => item(index));
const metric = (index: number) => ({ key: `m${index}`, value: index, timestamp: T, step: 0 });
const pair = (index: number) => ({ key: `k${index}`, value: String(index) });

const counts: Scenario = {
  name: "batch counts",
  play: async (server) => {
    const experiment_id = await experiment(server, "counts");
    const log = async (label: string, body: object) => {
      const run_id = await run(server, `run for ${label}`, { experiment_id, run_name: label });
      await server.post(label, "runs/log-batch", { run_id, ...body });
    };
    await log("1000 metrics", { metrics: range(1000, metric) });
    await log("1001 metrics", { metrics: range(1001, metric) });
    await log("100 params", { params: range(100, pair) });
    await log("101 params", { params: range(101, pair) });
    await log("100 tags", { tags: range(100, pair) });
    await log("101 tags", { tags: range(101, pair) });
    await log("1000 in all", { metrics: range(800, metric), params: range(100, pair), tags: range(100, pair) });
    await log("1001 in all", { metrics: range(801, metric), params: range(100, pair), tags: range(100, pair) });
    await log("over one megabyte", { metrics: range(1000, (index) => ({ ...metric(index), key: `${"long/".repeat(48)}${index}` })) });
  },
};

const lengths: Scenario = {
  name: "key and value lengths",
  play: async (server) => {
    const experiment_id = await experiment(server, "lengths");
    const run_id = await run(server, "run", { experiment_id, run_name: "lengths" });
    const at = "k".repeat(250);
    const over = "k".repeat(251);
    const point = { value: 1, timestamp: T, step: 0 };
    await server.post("metric key 250", "runs/log-metric", { run_id, key: at, ...point });
    await server.post("metric key 251", "runs/log-metric", { run_id, key: over, ...point });
    await server.post("metric key 251 in a batch", "runs/log-batch", { run_id, metrics: [{ key: over, ...point }] });
    await server.post("param key 250", "runs/log-parameter", { run_id, key: at, value: "1" });
    await server.post("param key 251", "runs/log-parameter", { run_id, key: over, value: "1" });
    await server.post("param key 251 in a batch", "runs/log-batch", { run_id, params: [{ key: over, value: "1" }] });
    await server.post("tag key 250", "runs/set-tag", { run_id, key: at, value: "1" });
    await server.post("tag key 251", "runs/set-tag", { run_id, key: over, value: "1" });
    await server.post("tag key 251 in a batch", "runs/log-batch", { run_id, tags: [{ key: over, value: "1" }] });
    await server.post("param value 6000", "runs/log-parameter", { run_id, key: "p6000", value: "v".repeat(6000) });
    await server.post("param value 6001", "runs/log-parameter", { run_id, key: "p6001", value: "v".repeat(6001) });
    await server.post("param value 6001 in a batch", "runs/log-batch", { run_id, params: [{ key: "b6001", value: "v".repeat(6001) }] });
    await server.post("param value 6001 again", "runs/log-parameter", { run_id, key: "p6001", value: "v".repeat(6001) });
    await server.post("tag value 8000", "runs/set-tag", { run_id, key: "t8000", value: "v".repeat(8000) });
    await server.post("tag value 8001", "runs/set-tag", { run_id, key: "t8001", value: "v".repeat(8001) });
    await server.post("tag value 8001 in a batch", "runs/log-batch", { run_id, tags: [{ key: "b8001", value: "v".repeat(8001) }] });
    await server.get("what was kept", "runs/get", { run_id });
    await server.post("tag at creation, key 251", "runs/create", {
      experiment_id,
      start_time: 1,
      run_name: "x",
      tags: [{ key: over, value: "1" }],
    });
    await server.post("run name 250", "runs/create", { experiment_id, start_time: 1, run_name: "n".repeat(250) });
    await server.post("run name 251", "runs/create", { experiment_id, start_time: 1, run_name: "n".repeat(251) });
    await server.post("rename to 251", "runs/update", { run_id, run_name: "n".repeat(251) });
  },
};

const experiments: Scenario = {
  name: "experiment lengths",
  play: async (server) => {
    const experiment_id = await experiment(server, "experiment lengths");
    const named = (length: number) => server.name("").padEnd(length, "n");
    await server.post("name 256", "experiments/create", { name: named(256) });
    await server.post("name 500", "experiments/create", { name: named(500) });
    await server.post("name 501", "experiments/create", { name: named(501) });
    await server.post("rename to 501", "experiments/update", { experiment_id, new_name: named(501) });
    const set = (label: string, tag: object) => server.post(label, "experiments/set-experiment-tag", { experiment_id, ...tag });
    await set("tag key 250", { key: "k".repeat(250), value: "1" });
    await set("tag key 251", { key: "k".repeat(251), value: "1" });
    await set("tag value 5000", { key: "v5000", value: "v".repeat(5000) });
    await set("tag value 5001", { key: "v5001", value: "v".repeat(5001) });
    await set("tag value 20000", { key: "v20000", value: "v".repeat(20_000) });
    await set("tag value 20001", { key: "v20001", value: "v".repeat(20_001) });
    await server.post("create with a long tag key", "experiments/create", {
      name: server.name("long tag"),
      tags: [{ key: "k".repeat(251), value: "1" }],
    });
    await server.post("create with a long tag value", "experiments/create", {
      name: server.name("long value"),
      tags: [{ key: "k", value: "v".repeat(20_001) }],
    });
    await server.get("what was kept", "experiments/get", { experiment_id });
  },
};

export const limitScenarios = [counts, lengths, experiments];
