import * as contract from "@plumbline/contracts/experiments/run";
import * as core from "@plumbline/core/experiments";
import { encodeNewRun, encodePage, encodeRun, encodeRunInfo } from "./encode.ts";
import { pageSize, pairsOf, tags, viewOf, viewType } from "./experiments.ts";
import { int, list, oneOf, required, text } from "./fields.ts";
import { experimentIdOf, knowableExperimentIds, runIdOf } from "./ids.ts";
import { type MlflowRoute, route } from "./route.ts";
import { wrongType } from "./texts.ts";

const runStatus = oneOf({ RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 });
const ref = { run_id: required(text) };

const create = route(
  {
    method: "POST",
    path: "runs/create",
    operation: contract.createRun,
    fields: { experiment_id: required(text), start_time: int, run_name: text, user_id: text, tags },
  },
  async ({ deps, caller }, input) => {
    const made = await core.createRun(deps, caller, {
      experimentId: experimentIdOf(input.experiment_id),
      startTime: input.start_time ?? 0,
      userId: input.user_id ?? "",
      ...(input.run_name ? { name: input.run_name } : {}),
      tags: pairsOf(input.tags),
    });
    return { run: encodeNewRun(made) };
  },
);

const update = route(
  {
    method: "POST",
    path: "runs/update",
    operation: contract.updateRun,
    fields: { ...ref, end_time: int, status: runStatus, run_name: text },
  },
  async ({ deps, caller }, input) => {
    const info = await core.updateRun(deps, caller, {
      runId: runIdOf(input.run_id),
      ...(input.status ? { status: input.status } : {}),
      ...(input.end_time === undefined ? {} : { endTime: input.end_time }),
      ...(input.run_name ? { name: input.run_name } : {}),
    });
    return { run_info: encodeRunInfo(info) };
  },
);

const remove = route(
  { method: "POST", path: "runs/delete", operation: contract.deleteRun, fields: ref },
  async ({ deps, caller }, input) => {
    await core.deleteRun(deps, caller, { runId: runIdOf(input.run_id) });
  },
);

const restore = route(
  { method: "POST", path: "runs/restore", operation: contract.restoreRun, fields: ref },
  async ({ deps, caller }, input) => {
    await core.restoreRun(deps, caller, { runId: runIdOf(input.run_id) });
  },
);

const get = route({ method: "GET", path: "runs/get", operation: contract.getRun, fields: ref }, async ({ deps, caller }, input) => ({
  run: encodeRun(await core.getRun(deps, caller, { runId: runIdOf(input.run_id) })),
}));

const searchMax = 50_000;
const searchDefault = 1000;

const search = route(
  {
    method: "POST",
    path: "runs/search",
    operation: contract.searchRuns,
    fields: { experiment_ids: list(text), filter: text, max_results: int, order_by: list(text), run_view_type: viewType, page_token: text },
  },
  async ({ deps, caller }, input) => {
    const given = input.max_results ?? searchDefault;
    // A stock server checks this bound in its schema, with the words of a wrong type.
    if (given > searchMax) throw wrongType("max_results", given);
    const found = await core.searchLoggedRuns(deps, caller, {
      experimentIds: knowableExperimentIds(input.experiment_ids),
      filter: input.filter ?? "",
      orderBy: [...input.order_by],
      view: viewOf(input.run_view_type),
      limit: pageSize(given, searchMax),
      ...(input.page_token ? { cursor: input.page_token } : {}),
    });
    return encodePage("runs", found.items.map(encodeRun), found.nextCursor);
  },
);

const deleteTag = route(
  {
    method: "POST",
    path: "runs/delete-tag",
    operation: contract.deleteRunTag,
    fields: { ...ref, key: required(text) },
  },
  async ({ deps, caller }, input) => {
    await core.deleteRunTag(deps, caller, { runId: runIdOf(input.run_id), key: input.key });
  },
);

export const runRoutes: readonly MlflowRoute[] = [create, update, remove, restore, get, search, deleteTag];
