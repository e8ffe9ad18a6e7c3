import { logBatch as operation } from "@plumbline/contracts/experiments/run";
import * as core from "@plumbline/core/experiments";
import { checkedPoint, modelPart, readBatch } from "./batch.ts";
import { double, int64, required, text } from "./fields.ts";
import { runIdOf } from "./ids.ts";
import { bodyText } from "./request.ts";
import { type MlflowRoute, route } from "./route.ts";

const ref = { run_id: required(text) };
const hot = { method: "POST", operation } as const;

const logMetric = route(
  {
    ...hot,
    path: "runs/log-metric",
    fields: {
      ...ref,
      key: required(text),
      value: required(double),
      timestamp: required(int64),
      step: int64,
      model_id: text,
      dataset_name: text,
      dataset_digest: text,
    },
  },
  async ({ deps, caller }, input) => {
    const { key, value, timestamp, step = 0 } = input;
    const model = modelPart({ modelId: input.model_id, datasetName: input.dataset_name, datasetDigest: input.dataset_digest });
    const point = checkedPoint({ key, value, timestamp, step, ...model }, "timestamp");
    await core.logBatch(deps, caller, { runId: runIdOf(input.run_id), metrics: [point] });
  },
);

const logParameter = route(
  { ...hot, path: "runs/log-parameter", fields: { ...ref, key: required(text), value: text } },
  async ({ deps, caller }, { run_id, key, value = "" }) => {
    await core.logBatch(deps, caller, { runId: runIdOf(run_id), params: [{ key, value }] });
  },
);

const setTag = route(
  { ...hot, path: "runs/set-tag", fields: { ...ref, key: required(text), value: text } },
  async ({ deps, caller }, { run_id, key, value = "" }) => {
    await core.logBatch(deps, caller, { runId: runIdOf(run_id), tags: [{ key, value }] });
  },
);

const logBatch: MlflowRoute = {
  ...hot,
  path: "runs/log-batch",
  answer: async ({ deps, caller }, request) => {
    const batch = readBatch(bodyText(request));
    await core.logBatch(deps, caller, { ...batch, runId: runIdOf(batch.runId) });
  },
};

export const loggingRoutes: readonly MlflowRoute[] = [logMetric, logParameter, setTag, logBatch];
