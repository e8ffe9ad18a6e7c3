import * as contract from "@plumbline/contracts/workspaces";
import { notFound, workspaceOf } from "@plumbline/core/kernel";
import * as core from "@plumbline/core/workspaces";
import { required, text } from "./fields.ts";
import { type Call, type MlflowRoute, route } from "./route.ts";
import { notImplemented, refused } from "./texts.ts";

const encode = ({ name, description }: contract.Workspace) => ({ name, description: description || undefined });

/** Whoever asks sees the workspace that they are in: a token knows no other. */
const list = route({ method: "GET", path: "workspaces", operation: contract.getWorkspace, fields: {} }, async ({ deps, caller }) => ({
  workspaces: [encode(await core.getWorkspace(deps, caller, {}))],
}));

const path = "workspaces/:name" as const;

function checkOwn({ caller, params }: Call): void {
  const name = params.name ?? "";
  if (workspaceOf(caller).name !== name) throw notFound("workspace", name);
}

const get = route({ method: "GET", path, operation: contract.getWorkspace, fields: {} }, async (call) => {
  checkOwn(call);
  return { workspace: encode(await core.getWorkspace(call.deps, call.caller, {})) };
});

const update = route({ method: "PATCH", path, operation: contract.updateWorkspace, fields: { description: text } }, async (call, input) => {
  checkOwn(call);
  if (input.description === undefined) throw refused("Workspace update must have at least one key");
  return { workspace: encode(await core.updateWorkspace(call.deps, call.caller, { description: input.description })) };
});

const namePattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const create = route(
  {
    method: "POST",
    path: "workspaces",
    operation: contract.createWorkspace,
    status: 201,
    fields: { name: required(text), description: text },
  },
  async ({ deps, caller }, input) => {
    if (!namePattern.test(input.name)) {
      const rule = `must match the pattern ${namePattern.source} (lowercase alphanumeric with optional internal hyphens).`;
      throw refused(`Workspace name '${input.name}' ${rule}`);
    }
    return { workspace: encode(await core.createWorkspace(deps, caller, { name: input.name, description: input.description ?? "" })) };
  },
);

const remove = route({ method: "DELETE", path, operation: contract.updateWorkspace, fields: {} }, (call) => {
  checkOwn(call);
  return Promise.reject(notImplemented("Workspaces are not deleted through MLflow's interface."));
});

export const workspaceRoutes: readonly MlflowRoute[] = [list, get, update, create, remove];
