import * as contract from "@plumbline/contracts/experiments/experiment";
import { listDatasets as listDatasetsContract } from "@plumbline/contracts/experiments/run";
import * as core from "@plumbline/core/experiments";
import { workspaceOf } from "@plumbline/core/kernel";
import { encodeExperiment, encodePage } from "./encode.ts";
import { int, list, message, oneOf, required, text } from "./fields.ts";
import { experimentIdOf } from "./ids.ts";
import { type MlflowRoute, route } from "./route.ts";
import { checkLength, refused } from "./texts.ts";

const { experimentNameMax, experimentTagValueMax } = contract;
const experimentTagKeyMax = 250;

export const viewType = oneOf({ ACTIVE_ONLY: 1, DELETED_ONLY: 2, ALL: 3 });
const views = { ACTIVE_ONLY: "active", DELETED_ONLY: "deleted", ALL: "all" } as const;
export const viewOf = (name: keyof typeof views | undefined) => views[name ?? "ACTIVE_ONLY"];

export const tags = list(message({ key: text, value: text }));
/** A tag or param without a value has an empty one. */
export const pairsOf = (pairs: readonly { readonly key: string | undefined; readonly value: string | undefined }[]) =>
  pairs.map(({ key, value }) => ({ key: key ?? "", value: value ?? "" }));

const create = route(
  {
    method: "POST",
    path: "experiments/create",
    operation: contract.createExperiment,
    fields: { name: required(text), artifact_location: text, tags },
  },
  async ({ deps, caller }, input) => {
    checkLength("name", input.name, experimentNameMax);
    const given = pairsOf(input.tags);
    for (const tag of given) checkTag(tag);
    const location = input.artifact_location ? { artifactLocation: input.artifact_location } : {};
    const made = await core.createExperiment(deps, caller, { name: input.name, ...location, tags: given });
    return { experiment_id: made.experimentId };
  },
);

function checkTag({ key, value }: { key: string; value: string }): void {
  checkLength("key", key, experimentTagKeyMax);
  checkLength("value", value, experimentTagValueMax);
}

const ref = { experiment_id: required(text) };

const get = route(
  { method: "GET", path: "experiments/get", operation: contract.getExperiment, fields: ref },
  async ({ deps, caller }, input) => ({
    experiment: encodeExperiment(
      await core.getExperiment(deps, caller, { experimentId: experimentIdOf(input.experiment_id) }),
      workspaceOf(caller).name,
    ),
  }),
);

const getByName = route(
  {
    method: "GET",
    path: "experiments/get-by-name",
    operation: contract.findExperimentByName,
    fields: { experiment_name: required(text) },
  },
  async ({ deps, caller }, input) => ({
    experiment: encodeExperiment(await core.findExperimentByName(deps, caller, { name: input.experiment_name }), workspaceOf(caller).name),
  }),
);

const searches = (["POST", "GET"] as const).map((method) =>
  route(
    {
      method,
      path: "experiments/search",
      operation: contract.searchExperiments,
      fields: { view_type: viewType, max_results: int, order_by: list(text), filter: text, page_token: text },
    },
    async ({ deps, caller }, input) => {
      const limit = pageSize(input.max_results ?? 0, 50_000);
      const found = await core.searchExperiments(deps, caller, {
        filter: input.filter ?? "",
        orderBy: [...input.order_by],
        view: viewOf(input.view_type),
        limit,
        ...(input.page_token ? { cursor: input.page_token } : {}),
      });
      const { name } = workspaceOf(caller);
      return encodePage(
        "experiments",
        found.items.map((item) => encodeExperiment(item, name)),
        found.nextCursor,
      );
    },
  ),
);

export function pageSize(given: number, max: number): number {
  const invalid = `Invalid value ${given} for parameter 'max_results' supplied.`;
  if (given < 1) throw refused(`${invalid} It must be a positive integer`);
  if (given > max) throw refused(`${invalid} It must be at most ${max}`);
  return given;
}

const remove = route(
  { method: "POST", path: "experiments/delete", operation: contract.deleteExperiment, fields: ref },
  async ({ deps, caller }, input) => {
    await core.deleteExperiment(deps, caller, { experimentId: experimentIdOf(input.experiment_id) });
  },
);

const restore = route(
  { method: "POST", path: "experiments/restore", operation: contract.restoreExperiment, fields: ref },
  async ({ deps, caller }, input) => {
    await core.restoreExperiment(deps, caller, { experimentId: experimentIdOf(input.experiment_id) });
  },
);

const update = route(
  {
    method: "POST",
    path: "experiments/update",
    operation: contract.renameExperiment,
    fields: { experiment_id: required(text), new_name: required(text) },
  },
  async ({ deps, caller }, input) => {
    checkLength("name", input.new_name, experimentNameMax);
    await core.renameExperiment(deps, caller, { experimentId: experimentIdOf(input.experiment_id), name: input.new_name });
  },
);

const setTag = route(
  {
    method: "POST",
    path: "experiments/set-experiment-tag",
    operation: contract.setExperimentTag,
    fields: { experiment_id: required(text), key: required(text), value: text },
  },
  async ({ deps, caller }, { experiment_id, key, value = "" }) => {
    checkTag({ key, value });
    await core.setExperimentTag(deps, caller, { experimentId: experimentIdOf(experiment_id), key, value });
  },
);

const deleteTag = route(
  {
    method: "POST",
    path: "experiments/delete-experiment-tag",
    operation: contract.deleteExperimentTag,
    fields: { experiment_id: required(text), key: required(text) },
  },
  async ({ deps, caller }, { experiment_id, key }) => {
    await core.deleteExperimentTag(deps, caller, { experimentId: experimentIdOf(experiment_id), key });
  },
);

const searchedExperimentsMax = 20;

const searchDatasets = route(
  {
    method: "POST",
    path: "experiments/search-datasets",
    operation: listDatasetsContract,
    isAjaxOnly: true,
    fields: { experiment_ids: list(text) },
  },
  async ({ deps, caller }, input) => {
    const count = input.experiment_ids.length;
    if (count === 0) throw refused("SearchDatasets request must specify at least one experiment_id.");
    if (count > searchedExperimentsMax) {
      throw refused(
        `SearchDatasets request cannot specify more than ${searchedExperimentsMax} experiment_ids. Received ${count} experiment_ids.`,
      );
    }
    const { items } = await core.listDatasets(deps, caller, { experimentIds: input.experiment_ids.map(experimentIdOf) });
    return encodePage(
      "dataset_summaries",
      items.map((item) => ({ experiment_id: item.experimentId, name: item.name, digest: item.digest, context: item.context ?? undefined })),
      null,
    );
  },
);

export const experimentRoutes: readonly MlflowRoute[] = [
  create,
  get,
  getByName,
  ...searches,
  remove,
  restore,
  update,
  setTag,
  deleteTag,
  searchDatasets,
];
