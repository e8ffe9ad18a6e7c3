import * as contract from "@plumbline/contracts/experiments/logged-model";
import * as core from "@plumbline/core/experiments";
import { encodeLoggedModel, encodePage } from "./encode.ts";
import { pairsOf, tags } from "./experiments.ts";
import { bool, int, list, message, oneOf, required, text } from "./fields.ts";
import { experimentIdOf, knowableExperimentIds } from "./ids.ts";
import { type MlflowRoute, route } from "./route.ts";
import { checkLength, pythonRepr, refused } from "./texts.ts";

const status = oneOf({ LOGGED_MODEL_PENDING: 1, LOGGED_MODEL_READY: 2, LOGGED_MODEL_UPLOAD_FAILED: 3 });
const statuses = { LOGGED_MODEL_PENDING: "PENDING", LOGGED_MODEL_READY: "READY", LOGGED_MODEL_UPLOAD_FAILED: "UPLOAD_FAILED" } as const;
const path = "logged-models/:model_id" as const;

const create = route(
  {
    method: "POST",
    path: "logged-models",
    operation: contract.createLoggedModel,
    fields: { experiment_id: required(text), name: text, model_type: text, source_run_id: text, params: tags, tags },
  },
  async ({ deps, caller }, input) => {
    checkName(input.name);
    const made = await core.createLoggedModel(deps, caller, {
      experimentId: experimentIdOf(input.experiment_id),
      ...(input.name ? { name: input.name } : {}),
      ...(input.model_type ? { modelType: input.model_type } : {}),
      ...(input.source_run_id ? { sourceRunId: input.source_run_id } : {}),
      params: pairsOf(input.params),
      tags: pairsOf(input.tags),
    });
    return { model: encodeLoggedModel(made) };
  },
);

const nameMax = 500;

function checkName(name: string | undefined): void {
  checkLength("name", name, nameMax);
  if (!name || !/[/:.%"']/.test(name)) return;
  const rule = `Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`;
  throw refused(`Invalid model name (${pythonRepr(name)}) provided. ${rule}`);
}

const get = route({ method: "GET", path, operation: contract.getLoggedModel, fields: {} }, async ({ deps, caller, params }) => ({
  model: encodeLoggedModel(await core.getLoggedModel(deps, caller, { modelId: params.model_id ?? "" })),
}));

const finalize = route(
  { method: "PATCH", path, operation: contract.finalizeLoggedModel, fields: { model_id: required(text), status: required(status) } },
  async ({ deps, caller, params }, input) => {
    // An unknown name passes the decoder as absent, as it does on stock servers, which then store nonsense.
    const known = statuses[input.status];
    if (!known) throw refused("Invalid value for parameter 'status' supplied: not the status of a logged model.");
    return { model: encodeLoggedModel(await core.finalizeLoggedModel(deps, caller, { modelId: params.model_id ?? "", status: known })) };
  },
);

const remove = route({ method: "DELETE", path, operation: contract.deleteLoggedModel, fields: {} }, async ({ deps, caller, params }) => {
  await core.deleteLoggedModel(deps, caller, { modelId: params.model_id ?? "" });
});

const setTags = route(
  { method: "PATCH", path: `${path}/tags`, operation: contract.setLoggedModelTags, fields: { tags } },
  async ({ deps, caller, params }, input) => {
    await core.setLoggedModelTags(deps, caller, { modelId: params.model_id ?? "", tags: pairsOf(input.tags) });
  },
);

const deleteTag = route(
  { method: "DELETE", path: `${path}/tags/*`, operation: contract.deleteLoggedModelTag, fields: {} },
  async ({ deps, caller, params }) => {
    await core.deleteLoggedModelTag(deps, caller, { modelId: params.model_id ?? "", key: params["*"] ?? "" });
  },
);

const logParams = route(
  {
    method: "POST",
    path: `${path}/params`,
    operation: contract.logLoggedModelParams,
    fields: { model_id: required(text), params: tags },
  },
  async ({ deps, caller, params }, input) => {
    await core.logLoggedModelParams(deps, caller, { modelId: params.model_id ?? "", params: pairsOf(input.params) });
  },
);

const dataset = { dataset_name: text, dataset_digest: text };
const searchDefault = 50;
const searchMax = 1000;

const search = route(
  {
    method: "POST",
    path: "logged-models/search",
    operation: contract.searchLoggedModels,
    fields: {
      experiment_ids: required(list(text)),
      filter: text,
      datasets: list(message(dataset)),
      max_results: int,
      order_by: list(message({ field_name: text, ascending: bool, ...dataset })),
      page_token: text,
    },
  },
  async ({ deps, caller }, input) => {
    const experimentIds = knowableExperimentIds(input.experiment_ids);
    if (experimentIds.length === 0) return {};
    const size = input.max_results || searchDefault;
    if (size < 0) throw refused(`Invalid value ${size} for parameter 'max_results' supplied. It must be a positive integer`);
    const found = await core.searchLoggedModels(deps, caller, {
      experimentIds,
      filter: input.filter ?? "",
      datasets: input.datasets.map((one) => {
        if (!one.dataset_name) throw refused("`dataset_name` in the `datasets` clause must be specified.");
        return { name: one.dataset_name, ...(one.dataset_digest ? { digest: one.dataset_digest } : {}) };
      }),
      orderBy: input.order_by.map((one) => ({
        field: one.field_name ?? "",
        isAscending: one.ascending ?? true,
        ...(one.dataset_name ? { datasetName: one.dataset_name } : {}),
        ...(one.dataset_digest ? { datasetDigest: one.dataset_digest } : {}),
      })),
      limit: Math.min(size, searchMax),
      ...(input.page_token ? { cursor: input.page_token } : {}),
    });
    return encodePage("models", found.items.map(encodeLoggedModel), found.nextCursor);
  },
);

export const loggedModelRoutes: readonly MlflowRoute[] = [create, search, get, finalize, remove, setTags, deleteTag, logParams];
