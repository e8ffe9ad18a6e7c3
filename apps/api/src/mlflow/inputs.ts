import * as contract from "@plumbline/contracts/experiments/run";
import * as core from "@plumbline/core/experiments";
import { AppError, authorize } from "@plumbline/core/kernel";
import { pairsOf, tags } from "./experiments.ts";
import { type Decoded, int, isObject, list, message, required, text } from "./fields.ts";
import { runIdOf } from "./ids.ts";
import { type JsonObject, parseJson } from "./json.ts";
import { type MlflowRoute, route } from "./route.ts";
import { checkLength, missingValue, refused } from "./texts.ts";

const datasetFields = {
  name: text,
  digest: text,
  source_type: text,
  source: text,
  schema: text,
  profile: text,
};
const datasetInput = { tags, dataset: message(datasetFields) };
const datasetsMax = 1000;
const datasetLimits = { name: 500, digest: 36, source: 65_535, schema: 1_048_575, profile: 16_777_215 } as const;

function toDataset({ dataset, tags: given }: Decoded<typeof datasetInput>, index: number): contract.DatasetInput {
  if (!dataset) throw missingValue(`datasets[${index}].dataset`);
  for (const [name, max] of Object.entries(datasetLimits)) checkLength(name, dataset[name as keyof typeof datasetLimits], max);
  for (const { key, value } of given) {
    checkLength("key", key, 255);
    checkLength("value", value, 500);
  }
  const { name, digest, source_type: sourceType, source, schema, profile } = dataset;
  if (!(name && digest && sourceType && source)) {
    const missing = Object.entries({ name, digest, source_type: sourceType, source }).find(([, value]) => !value);
    throw missingValue(`datasets[${index}].dataset.${missing?.[0]}`);
  }
  const rest = { ...(schema === undefined ? {} : { schema }), ...(profile === undefined ? {} : { profile }) };
  return { dataset: { name, digest, sourceType, source, ...rest }, tags: pairsOf(given) };
}

const modelLinks = list(message({ model_id: text, step: int }));
const toLinks = (models: readonly { readonly model_id: string | undefined; readonly step: number | undefined }[]) =>
  models.map(({ model_id, step }) => ({ modelId: model_id ?? "", step: step ?? 0 }));

const logInputs = route(
  {
    method: "POST",
    path: "runs/log-inputs",
    operation: contract.logInputs,
    fields: { run_id: required(text), datasets: list(message(datasetInput)), models: modelLinks },
  },
  async ({ deps, caller }, input) => {
    const count = input.datasets.length;
    if (count > datasetsMax) {
      throw refused(`A dataset logging request can contain at most ${datasetsMax} datasets. Got ${count} datasets.`);
    }
    const datasets = input.datasets.map(toDataset);
    await core.logInputs(deps, caller, { runId: runIdOf(input.run_id), datasets, models: toLinks(input.models) });
  },
);

const logOutputs = route(
  {
    method: "POST",
    path: "runs/outputs",
    operation: contract.logOutputs,
    fields: { run_id: required(text), models: required(modelLinks) },
  },
  async ({ deps, caller }, input) => {
    const runId = runIdOf(input.run_id);
    await authorize(deps, caller, contract.logOutputs);
    if (input.models.length === 0) await core.getRun(deps, caller, { runId });
    else await core.logOutputs(deps, caller, { runId, models: toLinks(input.models) });
  },
);

const historyTag = "mlflow.log-model.history";
const tagValueMax = 8000;
const mandatory = ["artifact_path", "flavors", "utc_time_created", "run_id"];

/** Clients of MLflow 1 and 2 describe a model in a tag of its run, which holds all of them. */
const logModel = route(
  {
    method: "POST",
    path: "runs/log-model",
    operation: contract.logBatch,
    fields: { run_id: required(text), model_json: required(text) },
  },
  async ({ deps, caller }, input) => {
    const runId = runIdOf(input.run_id);
    const model = readModel(input.model_json);
    await core.replaceRunTag(deps, caller, { runId, key: historyTag, replace: (before) => withModel(before, { runId, model }) });
  },
);

function withModel(before: string | undefined, { runId, model }: { runId: string; model: JsonObject }): string {
  const models = parseJson(before ?? "[]");
  const value = pythonDump([...(Array.isArray(models) ? models : []), model]);
  if (value.length <= tagValueMax) return value;
  throw new AppError("invalid", `The models of run ${runId} no longer fit its tag ${historyTag}. Log them with a client of MLflow 3.`);
}

function readModel(source: string): JsonObject {
  const model = parseJson(source);
  if (model === undefined) throw refused(`Malformed model info. \n ${source} \n is not a valid JSON.`);
  const missing = isObject(model) ? mandatory.filter((name) => !(name in model)) : mandatory;
  if (!isObject(model) || missing.length > 0) {
    throw refused(`Model json is missing mandatory fields: {${missing.map((name) => `'${name}'`).join(", ")}}`);
  }
  const { run_id, artifact_path, utc_time_created, model_uuid = null, flavors } = model;
  return { run_id, artifact_path, utc_time_created, model_uuid, flavors: withoutConfig(flavors) };
}

function withoutConfig(flavors: unknown): unknown {
  if (!isObject(flavors)) return {};
  const kept = Object.entries(flavors).map(([name, flavor]) => {
    if (!isObject(flavor)) return [name, flavor] as const;
    const { config: _config, ...rest } = flavor;
    return [name, rest] as const;
  });
  return Object.fromEntries(kept);
}

const depthMax = 100;

/** JSON with a blank after each comma and colon, as Python writes it; scripts compare this tag as text. */
function pythonDump(value: unknown, depth = 0): string {
  if (depth > depthMax) throw refused("Malformed model info: it is nested too deep.");
  if (Array.isArray(value)) return `[${value.map((item) => pythonDump(item, depth + 1)).join(", ")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${pythonDump(item, depth + 1)}`)
    .join(", ")}}`;
}

export const inputRoutes: readonly MlflowRoute[] = [logInputs, logOutputs, logModel];
