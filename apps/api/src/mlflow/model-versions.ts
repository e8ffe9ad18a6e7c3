import * as contract from "@plumbline/contracts/registry/version";
import { recordRegistration } from "@plumbline/core/experiments";
import { AppError } from "@plumbline/core/kernel";
import * as core from "@plumbline/core/registry";
import { encodePage } from "./encode.ts";
import { encodeVersion, promptScheme } from "./encode-registry.ts";
import { pairsOf, tags } from "./experiments.ts";
import { bool, int, list, required, text } from "./fields.ts";
import { stageOf } from "./model-stage.ts";
import { absentIsRemoved, checkTag, checkTagKey, isPrompt, modelNameOf, versionFields, withVersion } from "./registry-fields.ts";
import { type MlflowRoute, route } from "./route.ts";
import { refused, wrongType } from "./texts.ts";

const create = route(
  {
    method: "POST",
    path: "model-versions/create",
    operation: contract.registerVersion,
    fields: {
      name: required(text),
      source: required(text),
      run_id: text,
      tags,
      run_link: text,
      description: text,
      model_id: text,
    },
  },
  async ({ deps, caller }, input) => {
    const model = modelNameOf(input.name);
    const given = pairsOf(input.tags);
    for (const tag of given) checkTag(tag);
    const made = await core
      .registerVersion(deps, caller, {
        model,
        source: isPrompt(given) ? promptSource(input.source) : input.source,
        tags: given,
        description: input.description ?? "",
        ...(input.run_id ? { runId: input.run_id } : {}),
        ...(input.run_link ? { runLink: input.run_link } : {}),
        ...(input.model_id ? { loggedModelId: input.model_id } : {}),
      })
      .catch((error: unknown) => Promise.reject(withSource(error, input.source)));
    const { loggedModelId: modelId, version } = made;
    if (modelId !== null) await recordRegistration(deps, caller, { modelId, name: model, version });
    return { model_version: encodeVersion(made) };
  },
);

/** The text of a prompt is in a tag; clients send one of these words as its source. */
const promptWords = ["dummy-source", "prompt-template"];

function promptSource(word: string): string {
  if (!promptWords.includes(word)) throw refused(`Invalid prompt source: '${word}'. Prompt sources must use an MLflow placeholder.`);
  return promptScheme + word;
}

/** Scripts match on the beginning of what a stock server says about a source. */
function withSource(error: unknown, source: string): unknown {
  if (!(error instanceof AppError && error.code === "invalid")) return error;
  const { reason, field } = error.params;
  const begin = `Invalid model version source: '${source}'.`;
  if (reason === "version-source") return refused(`${begin} ${error.message}`);
  if (reason !== "version-origin") return error;
  return refused(
    `${begin} The ${field === "runId" ? "run_id" : "model_id"} request parameter must identify the resource that contains the source.`,
  );
}

const get = route({ method: "GET", path: "model-versions/get", operation: contract.getVersion, fields: versionFields }, (call, input) =>
  withVersion(input, async (of) => ({ model_version: encodeVersion(await core.getVersion(call.deps, call.caller, of)) })),
);

const downloadUri = route(
  { method: "GET", path: "model-versions/get-download-uri", operation: contract.getVersion, fields: { name: text, version: text } },
  ({ deps, caller }, { name = "", version = "" }) =>
    withVersion({ name, version }, async (of) => ({ artifact_uri: (await core.getVersion(deps, caller, of)).artifactRoot })),
);

const update = route(
  {
    method: "PATCH",
    path: "model-versions/update",
    operation: contract.updateVersion,
    fields: { ...versionFields, description: text },
  },
  ({ deps, caller }, { description = "", ...input }) =>
    withVersion(input, async (of) => ({
      model_version: encodeVersion(await core.updateVersion(deps, caller, { ...of, description })),
    })),
);

const transition = route(
  {
    method: "POST",
    path: "model-versions/transition-stage",
    operation: contract.moveStage,
    fields: { ...versionFields, stage: required(text), archive_existing_versions: bool },
  },
  ({ deps, caller }, { stage: name, archive_existing_versions: archiveExisting = false, ...input }) => {
    const stage = stageOf(name);
    if (archiveExisting && stage !== "staging" && stage !== "production") {
      const why = `because '${name}' is not an Active stage. Valid stages are ['Staging', 'Production']`;
      throw refused(`Model version transition cannot archive existing model versions ${why}`);
    }
    return withVersion(input, async (of) => ({
      model_version: encodeVersion((await core.moveStage(deps, caller, { ...of, stage, archiveExisting })).version),
    }));
  },
);

const remove = route(
  { method: "DELETE", path: "model-versions/delete", operation: contract.deleteVersion, fields: versionFields },
  async ({ deps, caller }, input) => {
    await withVersion(input, (of) => core.deleteVersion(deps, caller, of));
  },
);

const searchDefault = 10_000;
const searchMax = 200_000;
/** What changed last comes first, as on stock servers. */
const defaultOrder = ["last_updated_timestamp DESC", "name ASC", "version_number DESC"];

const search = route(
  {
    method: "GET",
    path: "model-versions/search",
    operation: contract.searchVersions,
    fields: { filter: text, max_results: int, order_by: list(text), page_token: text },
  },
  async ({ deps, caller }, input) => {
    const limit = input.max_results ?? searchDefault;
    // A stock server checks this bound on the text of the query, with the words of a wrong type.
    if (limit > searchMax) throw wrongType("max_results", String(limit));
    if (limit < 1) throw refused(`Invalid value for max_results. It must be a positive integer, but got ${limit}`);
    const found = await core.searchVersions(deps, caller, {
      filter: input.filter ?? "",
      orderBy: input.order_by.length > 0 ? [...input.order_by] : defaultOrder,
      limit,
      ...(input.page_token ? { cursor: input.page_token } : {}),
    });
    return encodePage("model_versions", found.items.map(encodeVersion), found.nextCursor);
  },
);

const setTag = route(
  {
    method: "POST",
    path: "model-versions/set-tag",
    operation: contract.setVersionTag,
    fields: { ...versionFields, key: required(text), value: text },
  },
  async ({ deps, caller }, { key, value = "", ...input }) => {
    checkTag({ key, value });
    await withVersion(input, (of) => core.setVersionTag(deps, caller, { ...of, key, value }));
  },
);

const deleteTag = route(
  {
    method: "DELETE",
    path: "model-versions/delete-tag",
    operation: contract.deleteVersionTag,
    fields: { ...versionFields, key: required(text) },
  },
  async ({ deps, caller }, { key, ...input }) => {
    checkTagKey(key);
    await withVersion(input, (of) => core.deleteVersionTag(deps, caller, { ...of, key }).catch(absentIsRemoved));
  },
);

export const modelVersionRoutes: readonly MlflowRoute[] = [create, get, downloadUri, update, transition, remove, search, setTag, deleteTag];
