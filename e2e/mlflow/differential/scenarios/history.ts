import { AJAX, pick, type Scenario } from "../scenario.ts";
import { experiment, run } from "./runs.ts";

const T = 1_700_000_000_000;
const PATH = "metrics/get-history";

const history: Scenario = {
  name: "metric history",
  play: async (server) => {
    const experiment_id = await experiment(server, "history");
    const run_id = await run(server, "run", { experiment_id, run_name: "history" });
    const metrics = [5, 3, 4, 1, 2].map((step) => ({ key: "loss", value: step / 10, timestamp: T + 100 - step, step }));
    const ties = [0.3, 0.1, 0.2].map((value) => ({ key: "tie", value, timestamp: T, step: 1 }));
    const odd = ["NaN", "Infinity", 1, "-Infinity"].map((value) => ({ key: "odd", value, timestamp: T, step: 1 }));
    await server.post("fill", "runs/log-batch", { run_id, metrics: [...metrics, ...ties, ...odd] });
    for (const metric_key of ["loss", "tie", "odd"]) await server.get(`all of ${metric_key}`, PATH, { run_id, metric_key });
    await server.get("by uuid", PATH, { run_uuid: run_id, metric_key: "loss" });
    await server.get("unknown key", PATH, { run_id, metric_key: "nobody" });
    await server.get("unknown run", PATH, { run_id: "0123456789abcdef0123456789abcdef", metric_key: "loss" });
    await server.get("no run", PATH, { metric_key: "loss" });
    await server.get("no key", PATH, { run_id });
    const first = await server.get("first page", PATH, { run_id, metric_key: "loss", max_results: 2 });
    const page_token = pick(first, "next_page_token");
    await server.get("second page", PATH, { run_id, metric_key: "loss", max_results: 2, page_token });
    await server.get("exact page", PATH, { run_id, metric_key: "loss", max_results: 5 });
    await server.get("token without a size", PATH, { run_id, metric_key: "loss", page_token });
    await server.get("size 25000", PATH, { run_id, metric_key: "loss", max_results: 25_000 });
    await server.get("size 25001", PATH, { run_id, metric_key: "loss", max_results: 25_001 });
    await server.get("size zero", PATH, { run_id, metric_key: "loss", max_results: 0 });
    await server.get("size negative", PATH, { run_id, metric_key: "loss", max_results: -1 });
    await server.get("size as a word", PATH, { run_id, metric_key: "loss", max_results: "many" });
    await server.get("garbage token", PATH, { run_id, metric_key: "loss", max_results: 2, page_token: "garbage!" });
    await server.post("delete", "runs/delete", { run_id });
    await server.get("of a deleted run", PATH, { run_id, metric_key: "loss" });
  },
};

const bulk: Scenario = {
  name: "metric history of several runs",
  play: async (server) => {
    const experiment_id = await experiment(server, "bulk");
    const one = await run(server, "run", { experiment_id, run_name: "one" });
    const two = await run(server, "other run", { experiment_id, run_name: "two" });
    const points = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({ key: "loss", value: index / 8, timestamp: T + index, step: from + index }));
    await server.post("fill one", "runs/log-batch", { run_id: one, metrics: points(0, 50) });
    await server.post("fill two", "runs/log-batch", { run_id: two, metrics: points(30, 60) });
    const PATH_BULK = `${AJAX}metrics/get-history-bulk`;
    await server.get("bulk of one", PATH_BULK, { run_id: one, metric_key: "loss", max_results: 3 });
    await server.get("bulk without runs", PATH_BULK, { metric_key: "loss" });
    await server.get("bulk without a key", PATH_BULK, { run_id: one });
    await server.get("bulk of 101", PATH_BULK, { run_id: Array.from({ length: 101 }, () => one), metric_key: "loss" });
    await server.get("bulk of an unknown run", PATH_BULK, { run_id: "0123456789abcdef0123456789abcdef", metric_key: "loss" });
    const interval = (label: string, query: Record<string, string | number | string[]>) =>
      server.get(label, "metrics/get-history-bulk-interval", { metric_key: "loss", ...query });
    await interval("interval of one", { run_ids: one, max_results: 10 });
    await interval("interval of both", { run_ids: [one, two], max_results: 10 });
    await interval("interval with room", { run_ids: one, max_results: 320 });
    await interval("interval zoomed", { run_ids: one, start_step: 10, end_step: 20, max_results: 5 });
    await interval("interval of one step", { run_ids: one, start_step: 10, end_step: 10, max_results: 5 });
    await interval("interval outside", { run_ids: one, start_step: 1000, end_step: 2000 });
    await interval("interval reversed", { run_ids: one, start_step: 20, end_step: 10 });
    await interval("interval half open", { run_ids: one, start_step: 20 });
    await interval("interval without a size", { run_ids: one });
    await interval("interval size 1", { run_ids: one, max_results: 1 });
    await interval("interval size 2500", { run_ids: one, max_results: 2500 });
    await interval("interval size 2501", { run_ids: one, max_results: 2501 });
    await interval("interval size 0", { run_ids: one, max_results: 0 });
    await interval("interval without runs", {});
    await interval("interval of 101", { run_ids: Array.from({ length: 101 }, () => one) });
    await interval("interval of an unknown run", { run_ids: "0123456789abcdef0123456789abcdef" });
    await server.get("interval without a key", "metrics/get-history-bulk-interval", { run_ids: one });
    await server.get("interval for the browser", `${AJAX}metrics/get-history-bulk-interval`, {
      run_ids: one,
      metric_key: "loss",
      max_results: 4,
    });
  },
};

export const historyScenarios = [history, bulk];
