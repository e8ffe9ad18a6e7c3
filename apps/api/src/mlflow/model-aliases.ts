import * as contract from "@plumbline/contracts/registry/alias";
import { AliasName } from "@plumbline/contracts/registry/model";
import { AppError } from "@plumbline/core/kernel";
import * as core from "@plumbline/core/registry";
import { encodeVersion } from "./encode-registry.ts";
import { required, text } from "./fields.ts";
import { absentIsRemoved, modelNameOf, versionFields, withVersion } from "./registry-fields.ts";
import { type Call, type MlflowRoute, route } from "./route.ts";
import { checkLength, refused } from "./texts.ts";

const path = "registered-models/alias";
const fields = { name: required(text), alias: required(text) };
const aliasMax = 255;

function checkAlias(alias: string): void {
  if (!/^[\w-]*$/.test(alias)) {
    throw refused(`Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`);
  }
  checkLength("Registered model alias name", alias, aliasMax);
}

const set = route(
  { method: "POST", path, operation: contract.setAlias, fields: { ...fields, version: versionFields.version } },
  async ({ deps, caller }, { name, alias, version }) => {
    checkAlias(alias);
    if (alias.toLowerCase() === "latest") throw refused("'latest' alias name (case insensitive) is reserved.");
    if (/^v\d+$/i.test(alias)) throw refused(`Version alias name '${alias}' is reserved.`);
    await withVersion({ name, version }, (of) => core.setAlias(deps, caller, { ...of, alias }));
  },
);

const get = route({ method: "GET", path, operation: contract.findVersionByAlias, fields }, async (call, { name, alias }) => {
  const model = modelNameOf(name);
  checkAlias(alias);
  const found = alias.toLowerCase() === "latest" ? await latest(call, model) : await named(call, { model, alias });
  return { model_version: encodeVersion(found) };
});

/** An alias that nobody can set names nothing. */
async function named({ deps, caller }: Call, { model, alias }: { model: string; alias: string }) {
  if (AliasName.safeParse(alias).success) return core.findVersionByAlias(deps, caller, { model, alias });
  await core.getModel(deps, caller, { model });
  throw new AppError("not-found", "", { params: { reason: "alias-unknown", alias } });
}

async function latest({ deps, caller }: Call, model: string) {
  const { items } = await core.listVersions(deps, caller, { model, limit: 1 });
  const [version] = items;
  if (version) return version;
  throw new AppError("not-found", `Latest version not found for model ${model}.`, { params: { reason: "mlflow-text" } });
}

const remove = route({ method: "DELETE", path, operation: contract.deleteAlias, fields }, async ({ deps, caller }, { name, alias }) => {
  const model = modelNameOf(name);
  checkAlias(alias);
  if (AliasName.safeParse(alias).success) await core.deleteAlias(deps, caller, { model, alias }).catch(absentIsRemoved);
  else await core.getModel(deps, caller, { model });
});

export const modelAliasRoutes: readonly MlflowRoute[] = [set, get, remove];
