import type { Scenario } from "../scenario.ts";
import { experiment, run } from "./runs.ts";

const T = 1_700_000_000_000;

const metrics: Scenario = {
  name: "logging metrics",
  play: async (server) => {
    const experiment_id = await experiment(server, "metrics");
    const run_id = await run(server, "run", { experiment_id, run_name: "metrics" });
    const log = (label: string, metric: object) => server.post(label, "runs/log-metric", { run_id, ...metric });
    await log("plain", { key: "loss", value: 0.5, timestamp: T, step: 1 });
    await log("the same again", { key: "loss", value: 0.5, timestamp: T, step: 1 });
    await log("a later step", { key: "loss", value: 0.25, timestamp: T + 1, step: 2 });
    await log("an earlier step later", { key: "loss", value: 9, timestamp: T + 2, step: 0 });
    await log("same step, later time", { key: "loss", value: 0.125, timestamp: T + 3, step: 2 });
    await log("same step and time, larger", { key: "loss", value: 0.75, timestamp: T + 3, step: 2 });
    await log("same step and time, smaller", { key: "loss", value: 0.0625, timestamp: T + 3, step: 2 });
    await log("negative step", { key: "before", value: 1, timestamp: T, step: -3 });
    await log("no step", { key: "stepless", value: 1, timestamp: T });
    await log("value as text", { key: "text", value: "1.5", timestamp: T });
    await log("integer value", { key: "integer", value: 3, timestamp: T });
    await log("huge integer", { key: "huge", value: 1e300, timestamp: T });
    await log("NaN", { key: "nan", value: "NaN", timestamp: T });
    await log("infinity", { key: "inf", value: "Infinity", timestamp: T });
    await log("minus infinity", { key: "ninf", value: "-Infinity", timestamp: T });
    await log("step as text", { key: "text step", value: 1, timestamp: T, step: "12" });
    await log("timestamp as text", { key: "text time", value: 1, timestamp: String(T) });
    await log("slashes", { key: "train/epoch 1.loss:a-b_c", value: 1, timestamp: T });
    await log("unicode key", { key: "größe", value: 1, timestamp: T });
    await server.post("by uuid alone", "runs/log-metric", { run_uuid: run_id, key: "u", value: 1, timestamp: T });
    await server.post("by both ids", "runs/log-metric", { run_id, run_uuid: run_id, key: "both", value: 2, timestamp: T });
    await server.get("the run", "runs/get", { run_id });
    for (const key of ["loss", "nan", "inf", "ninf"]) {
      await server.get(`history of ${key}`, "metrics/get-history", { run_id, metric_key: key });
    }
  },
};

const metricRefusals: Scenario = {
  name: "metric refusals",
  play: async (server) => {
    const experiment_id = await experiment(server, "bad metrics");
    const run_id = await run(server, "run", { experiment_id, run_name: "bad metrics" });
    const log = (label: string, metric: object) => server.post(label, "runs/log-metric", { run_id, ...metric });
    await log("no key", { value: 1, timestamp: T });
    await log("no value", { key: "a", timestamp: T });
    await log("no timestamp", { key: "a", value: 1 });
    await log("zero value", { key: "zero", value: 0, timestamp: T });
    await log("zero timestamp", { key: "zero time", value: 1, timestamp: 0 });
    await log("negative timestamp", { key: "negative time", value: 1, timestamp: -5 });
    await log("word as value", { key: "a", value: "high", timestamp: T });
    await log("null value", { key: "a", value: null, timestamp: T });
    await log("list value", { key: "a", value: [1], timestamp: T });
    await log("word as timestamp", { key: "a", value: 1, timestamp: "now" });
    await log("word as step", { key: "a", value: 1, timestamp: T, step: "first" });
    await log("numeric key", { key: 5, value: 1, timestamp: T });
    await log("empty key", { key: "", value: 1, timestamp: T });
    await log("bad character", { key: "a#b", value: 1, timestamp: T });
    await log("question mark", { key: "a?", value: 1, timestamp: T });
    await log("newline", { key: "a\nb", value: 1, timestamp: T });
    await log("trailing newline", { key: "a\n", value: 1, timestamp: T });
    await log("parent path", { key: "../a", value: 1, timestamp: T });
    await log("absolute path", { key: "/a", value: 1, timestamp: T });
    await log("double slash", { key: "a//b", value: 1, timestamp: T });
    await log("trailing slash", { key: "a/", value: 1, timestamp: T });
    await log("dot", { key: ".", value: 1, timestamp: T });
    await log("inner dots", { key: "a/../b", value: 1, timestamp: T });
    await server.post("no run id", "runs/log-metric", { key: "a", value: 1, timestamp: T });
    await server.get("what was kept", "runs/get", { run_id });
  },
};

const params: Scenario = {
  name: "logging params",
  play: async (server) => {
    const experiment_id = await experiment(server, "params");
    const run_id = await run(server, "run", { experiment_id, run_name: "params" });
    const log = (label: string, param: object) => server.post(label, "runs/log-parameter", { run_id, ...param });
    await log("plain", { key: "depth", value: "3" });
    await log("the same again", { key: "depth", value: "3" });
    await log("another value", { key: "depth", value: "5" });
    await log("empty value", { key: "empty", value: "" });
    await log("no value", { key: "absent" });
    await log("numeric value", { key: "number", value: 5 });
    await log("unicode value", { key: "unicode", value: "naïve ✓ 🌍" });
    await log("value with newline", { key: "lines", value: "a\nb" });
    await log("no key", { value: "1" });
    await log("bad key", { key: "a#b", value: "1" });
    await log("path key", { key: "../a", value: "1" });
    await server.post("no run id", "runs/log-parameter", { key: "a", value: "1" });
    await server.get("the run", "runs/get", { run_id });
  },
};

const tags: Scenario = {
  name: "run tags",
  play: async (server) => {
    const experiment_id = await experiment(server, "run tags");
    const run_id = await run(server, "run", { experiment_id, run_name: "tags" });
    const set = (label: string, tag: object) => server.post(label, "runs/set-tag", { run_id, ...tag });
    await set("plain", { key: "stage", value: "draft" });
    await set("overwrite", { key: "stage", value: "final" });
    await set("empty value", { key: "empty", value: "" });
    await set("no value", { key: "absent" });
    await set("numeric value", { key: "number", value: 5 });
    await set("no key", { value: "1" });
    await set("bad key", { key: "a#b", value: "1" });
    await set("path key", { key: "a//b", value: "1" });
    await set("user", { key: "mlflow.user", value: "grace" });
    await set("note", { key: "mlflow.note.content", value: "# Title" });
    await server.post("no run id", "runs/set-tag", { key: "a", value: "1" });
    await server.post("delete", "runs/delete-tag", { run_id, key: "stage" });
    await server.post("delete missing", "runs/delete-tag", { run_id, key: "stage" });
    await server.post("delete without key", "runs/delete-tag", { run_id });
    await server.post("delete without run", "runs/delete-tag", { key: "a" });
    await server.get("the run", "runs/get", { run_id });
  },
};

const batch: Scenario = {
  name: "logging a batch",
  play: async (server) => {
    const experiment_id = await experiment(server, "batch");
    const run_id = await run(server, "run", { experiment_id, run_name: "batch" });
    const log = (label: string, body: object) => server.post(label, "runs/log-batch", { run_id, ...body });
    await log("everything", {
      metrics: [
        { key: "loss", value: 1, timestamp: T, step: 0 },
        { key: "loss", value: 0.5, timestamp: T + 1, step: 1, run_id },
        { key: "acc", value: "NaN", timestamp: T, step: 0 },
      ],
      params: [{ key: "depth", value: "3" }],
      tags: [{ key: "stage", value: "draft" }],
    });
    await log("the same again", {
      metrics: [{ key: "loss", value: 1, timestamp: T, step: 0 }],
      params: [{ key: "depth", value: "3" }],
      tags: [{ key: "stage", value: "final" }],
    });
    await log("duplicates within", { metrics: [0, 0].map(() => ({ key: "dup", value: 2, timestamp: T, step: 0 })) });
    await log("same tag twice", {
      tags: [
        { key: "t", value: "1" },
        { key: "t", value: "2" },
      ],
    });
    await log("empty", {});
    await log("null lists", { metrics: null, params: null, tags: null });
    await server.post("no run id", "runs/log-batch", { params: [{ key: "a", value: "1" }] });
    await log("changed param", { params: [{ key: "depth", value: "4" }], tags: [{ key: "late", value: "1" }] });
    await log("changed params", {
      params: [
        { key: "depth", value: "4" },
        { key: "width", value: "1" },
      ],
    });
    await log("duplicate params", {
      params: [
        { key: "p", value: "1" },
        { key: "p", value: "1" },
      ],
    });
    await log("duplicate params differing", {
      params: [
        { key: "q", value: "1" },
        { key: "q", value: "2" },
      ],
    });
    await log("metric without key", { metrics: [{ value: 1, timestamp: T, step: 0 }] });
    await log("metric without value", { metrics: [{ key: "a", timestamp: T, step: 0 }] });
    await log("metric without timestamp", { metrics: [{ key: "a", value: 1, step: 0 }] });
    await log("metric without step", { metrics: [{ key: "stepless", value: 1, timestamp: T }] });
    await log("metric with a bad key", {
      metrics: [
        { key: "ok", value: 1, timestamp: T },
        { key: "a#b", value: 1, timestamp: T },
      ],
    });
    await log("param without key", { params: [{ value: "1" }] });
    await log("param without value", { params: [{ key: "valueless" }] });
    await log("param with a bad key", { params: [{ key: "../x", value: "1" }] });
    await log("tag without key", { tags: [{ value: "1" }] });
    await log("tag with a bad key", { tags: [{ key: "a?b", value: "1" }] });
    await log("metrics as an object", { metrics: { key: "a" } });
    await log("metrics as text", { metrics: "a" });
    await log("metric as text", { metrics: ["a"] });
    await log("infinite", {
      metrics: [
        { key: "inf", value: "Infinity", timestamp: T, step: 0 },
        { key: "inf", value: "-Infinity", timestamp: T, step: 1 },
      ],
    });
    await server.get("the run", "runs/get", { run_id });
  },
};

const misread: Scenario = {
  name: "numbers that are none",
  play: async (server) => {
    const experiment_id = await experiment(server, "misread");
    const run_id = await run(server, "run", { experiment_id, run_name: "misread" });
    const log = (label: string, metric: object) =>
      server.post(label, "runs/log-metric", { run_id, key: "a", value: 1, timestamp: T, ...metric });
    await log("boolean value", { value: true });
    await log("fraction as timestamp", { timestamp: 1.5 });
    await log("fraction as step", { step: 0.5 });
    await log("whole number with a fraction of zero", { step: "2.0" });
    await server.post("word in a batch", "runs/log-batch", { run_id, metrics: [{ key: "a", value: "high", timestamp: T, step: 0 }] });
    await server.post("fraction in a batch", "runs/log-batch", { run_id, metrics: [{ key: "a", value: 1, timestamp: T, step: 0.5 }] });
  },
};

export const loggingScenarios = [metrics, metricRefusals, params, tags, batch, misread];
