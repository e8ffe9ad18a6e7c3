import { listLatestVersions } from "@plumbline/contracts/registry/latest";
import * as contract from "@plumbline/contracts/registry/model";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { AppError } from "@plumbline/core/kernel";
import * as core from "@plumbline/core/registry";
import { encodePage } from "./encode.ts";
import { encodeModel, encodeVersion } from "./encode-registry.ts";
import { pageSize, pairsOf, tags } from "./experiments.ts";
import { int, list, required, text } from "./fields.ts";
import { stageOf } from "./model-stage.ts";
import { absentIsRemoved, checkTag, checkTagKey, isPrompt, modelNameOf, newNameOf } from "./registry-fields.ts";
import { type Call, type MlflowRoute, route } from "./route.ts";
import { wrongType } from "./texts.ts";

const ref = { name: required(text) };

async function withLatest({ deps, caller }: Call, model: contract.RegisteredModel) {
  const { items } = await core.listLatestVersions(deps, caller, { models: [model.name] });
  return { registered_model: encodeModel(model, items) };
}

const create = route(
  {
    method: "POST",
    path: "registered-models/create",
    operation: contract.createModel,
    fields: { ...ref, tags, description: text },
  },
  async (call, input) => {
    const name = newNameOf(input.name);
    const given = pairsOf(input.tags);
    for (const tag of given) checkTag(tag);
    const made = await core
      .createModel(call.deps, call.caller, { name, description: input.description ?? "", tags: given })
      .catch((error: unknown) => nameIsTaken(call, { name, isPrompt: isPrompt(given), error }));
    return { registered_model: encodeModel(made, []) };
  },
);

interface Taken {
  readonly name: string;
  readonly isPrompt: boolean;
  readonly error: unknown;
}

/** Prompts and models share their names; a stock server says which of them has the name. */
async function nameIsTaken({ deps, caller }: Call, taken: Taken): Promise<never> {
  const { name, error } = taken;
  if (!(error instanceof AppError && error.params.reason === "model-name-taken")) throw error;
  const holder = await core.getModel(deps, caller, { model: name });
  throw new AppError("conflict", error.message, {
    params: { reason: "model-name-taken", name, wantsPrompt: taken.isPrompt, hasPrompt: isPrompt(holder.tags) },
  });
}

const get = route({ method: "GET", path: "registered-models/get", operation: contract.getModel, fields: ref }, async (call, { name }) =>
  withLatest(call, await core.getModel(call.deps, call.caller, { model: modelNameOf(name) })),
);

const rename = route(
  {
    method: "POST",
    path: "registered-models/rename",
    operation: contract.renameModel,
    fields: { ...ref, new_name: required(text) },
  },
  async (call, input) => {
    const name = newNameOf(input.new_name, "new_name");
    return withLatest(call, await core.renameModel(call.deps, call.caller, { model: modelNameOf(input.name), name }));
  },
);

const update = route(
  { method: "PATCH", path: "registered-models/update", operation: contract.updateModel, fields: { ...ref, description: text } },
  async (call, { name, description = "" }) =>
    withLatest(call, await core.updateModel(call.deps, call.caller, { model: modelNameOf(name), description })),
);

const remove = route(
  { method: "DELETE", path: "registered-models/delete", operation: contract.deleteModel, fields: ref },
  async ({ deps, caller }, { name }) => {
    await core.deleteModel(deps, caller, { model: modelNameOf(name) });
  },
);

const searchDefault = 100;
const searchMax = 1000;

const search = route(
  {
    method: "GET",
    path: "registered-models/search",
    operation: contract.searchModels,
    fields: { filter: text, max_results: int, order_by: list(text), page_token: text },
  },
  async ({ deps, caller }, input) => {
    const limit = input.max_results ?? searchDefault;
    // A stock server checks this bound on the text of the query, with the words of a wrong type.
    if (limit > searchMax) throw wrongType("max_results", String(limit));
    const found = await core.searchModels(deps, caller, {
      filter: input.filter ?? "",
      orderBy: [...input.order_by],
      limit: pageSize(limit, searchMax),
      ...(input.page_token ? { cursor: input.page_token } : {}),
    });
    const models = found.items.map(({ name }) => name);
    const latest = models.length === 0 ? [] : (await core.listLatestVersions(deps, caller, { models })).items;
    const byModel = Map.groupBy<string, ModelVersion>(latest, ({ model }) => model);
    return encodePage(
      "registered_models",
      found.items.map((model) => encodeModel(model, byModel.get(model.name) ?? [])),
      found.nextCursor,
    );
  },
);

const latestVersions = (["POST", "GET"] as const).map((method) =>
  route(
    {
      method,
      path: "registered-models/get-latest-versions",
      operation: listLatestVersions,
      fields: { ...ref, stages: list(text) },
    },
    async ({ deps, caller }, input) => {
      const { name } = await core.getModel(deps, caller, { model: modelNameOf(input.name) });
      const stages = input.stages.map(stageOf);
      const { items } = await core.listLatestVersions(deps, caller, { models: [name], ...(stages.length > 0 ? { stages } : {}) });
      return encodePage("model_versions", items.map(encodeVersion), null);
    },
  ),
);

const setTag = route(
  {
    method: "POST",
    path: "registered-models/set-tag",
    operation: contract.setModelTag,
    fields: { ...ref, key: required(text), value: text },
  },
  async (call, { name, key, value = "" }) => {
    const model = modelNameOf(name);
    checkTag({ key, value });
    const outcome = await core.setModelTag(call.deps, call.caller, { model, key, value }).catch(isAskedAlready);
    refuseUnapplied(call, { model, key, outcome });
  },
);

const deleteTag = route(
  {
    method: "DELETE",
    path: "registered-models/delete-tag",
    operation: contract.deleteModelTag,
    fields: { ...ref, key: required(text) },
  },
  async (call, { name, key }) => {
    const model = modelNameOf(name);
    checkTagKey(key);
    const outcome = await core.deleteModelTag(call.deps, call.caller, { model, key }).catch(isAskedAlready).catch(absentIsRemoved);
    if (outcome) refuseUnapplied(call, { model, key, outcome });
  },
);

/** Whoever asks again is told of the request that is open. */
function isAskedAlready(error: unknown): contract.GovernedOutcome {
  if (!(error instanceof AppError && error.params.reason === "request-open")) throw error;
  return { isApplied: false, requestNumber: Number(error.params.requestNumber) };
}

interface Governed {
  readonly model: string;
  readonly key: string;
  readonly outcome: contract.GovernedOutcome;
}

/** A client takes 200 for done: a change that waits for a decision is an error, which names the request. */
function refuseUnapplied({ caller }: Call, { model, key, outcome }: Governed): void {
  if (outcome.isApplied) return;
  const { requestNumber } = outcome;
  const path = `/w/${caller.workspace?.name}/approvals/${requestNumber}`;
  throw new AppError(
    "precondition-failed",
    `The tag "${key}" of the model "${model}" decides which policy governs it, so others decide on its change. Request ${requestNumber} asks for it: ${path}`,
    { params: { reason: "gate", requestNumber, path } },
  );
}

export const registeredModelRoutes: readonly MlflowRoute[] = [
  create,
  get,
  rename,
  update,
  remove,
  search,
  ...latestVersions,
  setTag,
  deleteTag,
];
