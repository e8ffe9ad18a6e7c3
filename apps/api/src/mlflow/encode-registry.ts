import type { RegisteredModel } from "@plumbline/contracts/registry/model";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { list } from "./encode.ts";
import { stageName } from "./model-stage.ts";

/** The versions of prompts have no files: their source is a word of the client's, which is kept under a scheme of its own. */
export const promptScheme = "prompt:";

export const encodeVersion = (version: ModelVersion) => ({
  name: version.model,
  version: String(version.version),
  creation_timestamp: Date.parse(version.createdAt),
  last_updated_timestamp: Date.parse(version.updatedAt),
  current_stage: stageName(version.stage),
  description: version.description,
  source: version.source.startsWith(promptScheme) ? version.source.slice(promptScheme.length) : version.source,
  run_id: version.runId ?? "",
  status: version.status,
  status_message: version.status === "READY" ? undefined : (version.statusMessage ?? undefined),
  tags: list(version.tags),
  run_link: version.runLink ?? "",
  aliases: list(version.aliases),
  model_id: version.loggedModelId ?? undefined,
});

export const encodeModel = (model: RegisteredModel, latest: readonly ModelVersion[]) => ({
  name: model.name,
  creation_timestamp: Date.parse(model.createdAt),
  last_updated_timestamp: Date.parse(model.updatedAt),
  description: model.description || undefined,
  latest_versions: list(latest.map(encodeVersion)),
  tags: list(model.tags),
  aliases: list(model.aliases.map(({ alias, version }) => ({ alias, version: String(version) }))),
});
