import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { AppError } from "../../kernel/index.ts";
import {
  bringVersion,
  createModel,
  getModel,
  getVersion,
  setAlias,
  setModelTag,
  setVersionTag,
  updateModel,
  updateVersion,
} from "../../registry/index.ts";
import type { SourceModel, SourceVersion } from "../source/entities.ts";
import { originTag, versionTags, withoutOwn } from "./registry-tags.ts";
import { reasonOf, type Work } from "./work.ts";

/** Brings registered models with their versions, under their numbers. All of them begin as `experimental`. */
export async function bringRegistry(work: Work): Promise<void> {
  for await (const page of work.source.registeredModels()) {
    work.reporter.count("models", "source", page.length);
    for (const { name } of page) {
      work.reporter.signal.throwIfAborted();
      work.reporter.message(`Models: ${name}`);
      await bringModel(work, await work.source.registeredModel(name));
      work.reporter.step();
    }
  }
}

async function bringModel(work: Work, model: SourceModel): Promise<void> {
  const { reporter } = work;
  const versions = await work.source.versions(model.name);
  reporter.count("versions", "source", versions.length);
  try {
    reporter.count("models", await placeModel(work, model));
  } catch (error) {
    reporter.count("models", "leftOut");
    reporter.count("versions", "leftOut", versions.length);
    reporter.problem("model", model.name, reasonOf(error));
    return;
  }
  for (const version of versions) {
    reporter.signal.throwIfAborted();
    try {
      reporter.count("versions", await placeVersion(work, version));
    } catch (error) {
      reporter.count("versions", "leftOut");
      reporter.problem("version", `${version.name} ${version.version}`, reasonOf(error));
    }
  }
  await bringAliases(work, model);
}

type Outcome = "brought" | "unchanged";
const descriptionMax = 5000;

async function placeModel(work: Work, source: SourceModel): Promise<Outcome> {
  const { deps, caller, address } = work;
  const { name } = source;
  const here = await found(getModel(deps, caller, { model: name }));
  const tags = withoutOwn(source.tags);
  const description = shortened(work, `model ${name}`, source.description);
  if (!here) {
    await createModel(deps, caller, { name, description, tags: [...tags, originTag(address)] });
    return "brought";
  }
  if (!isFrom(address, here.tags))
    throw new AppError("conflict", "A model of this name is here already, which is not from this source. It stays as it is.");
  if (here.description !== description) await updateModel(deps, caller, { model: name, description });
  for (const tag of missingOf(tags, here.tags)) {
    await attempt(work, { kind: "tag", subject: `model ${name}: ${tag.key}` }, async () => {
      const { isApplied, requestNumber } = await setModelTag(deps, caller, { model: name, ...tag });
      if (!isApplied) throw new AppError("conflict", `It waits for the decision on request ${requestNumber}.`);
    });
  }
  return "unchanged";
}

async function placeVersion(work: Work, source: SourceVersion): Promise<Outcome> {
  const { deps, caller, address, reporter } = work;
  const { name: model, version, current_stage: stage } = source;
  const subject = `${model} ${version}`;
  if (!["", "None", "Archived"].includes(stage))
    reporter.note(
      "stage",
      subject,
      `It is in ${stage} there, and experimental here until its promotion is approved. The tag plumbline.import.stage keeps it.`,
    );
  const tags = versionTags(source, address);
  const description = shortened(work, `version ${subject}`, source.description);
  const here = await found(getVersion(deps, caller, { model, version }));
  if (here) {
    await renewVersion(work, { here, tags, description });
    return "unchanged";
  }
  const made = await bringVersion(deps, caller, { ...placeOf(source), model, number: version, description, tags });
  if (made.digest === null)
    reporter.problem("version", subject, `It came without its files: ${made.statusMessage ?? "none lie below its source."}`);
  return "brought";
}

interface Renewal {
  readonly here: ModelVersion;
  readonly tags: readonly KeyValue[];
  readonly description: string;
}

/** Brings what was written to a version since it came. */
async function renewVersion({ deps, caller, address }: Work, { here, tags, description }: Renewal): Promise<void> {
  const { model, version } = here;
  if (!isFrom(address, here.tags))
    throw new AppError("conflict", "A version of this number is here already, which is not from this source.");
  if (here.description !== description) await updateVersion(deps, caller, { model, version, description });
  for (const tag of missingOf(tags, here.tags)) await setVersionTag(deps, caller, { model, version, ...tag });
}

const isFrom = (address: string, tags: readonly KeyValue[]): boolean => missingOf([originTag(address)], tags).length === 0;
const missingOf = (wanted: readonly KeyValue[], here: readonly KeyValue[]): KeyValue[] =>
  wanted.filter((tag) => !here.some(({ key, value }) => key === tag.key && value === tag.value));

/** Where the version's files lie here. */
function placeOf({ source, run_id: runId, model_id: modelId }: SourceVersion): { source: string; runId?: string } {
  const loggedModel = modelId || /^models:\/+(m-[\w-]+)$/.exec(source)?.[1];
  if (loggedModel) return { source: `models:/${loggedModel}` };
  const below = /^(?:.*\/)?([^/]+)\/artifacts(?:\/(.*))?$/.exec(source);
  if (runId && below?.[1] === runId) return { source: `runs:/${runId}/${below[2] ?? ""}`, runId };
  const ofModel = /\/models\/(m-[\w-]+)\/artifacts$/.exec(source)?.[1];
  if (ofModel) return { source: `models:/${ofModel}` };
  return { source: source || `runs:/${runId}/`, ...(runId === "" ? {} : { runId }) };
}

async function bringAliases(work: Work, { name, aliases }: SourceModel): Promise<void> {
  const { deps, caller } = work;
  for (const { alias, version } of aliases) {
    await attempt(work, { kind: "alias", subject: `${name}@${alias}` }, async () => {
      const here = await getVersion(deps, caller, { model: name, version });
      if (!here.aliases.includes(alias)) await setAlias(deps, caller, { model: name, alias, version });
    });
  }
}

async function attempt({ reporter }: Work, of: { kind: string; subject: string }, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    reporter.problem(of.kind, of.subject, reasonOf(error));
  }
}

async function found<R>(asked: Promise<R>): Promise<R | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return undefined;
    throw error;
  }
}

function shortened({ reporter }: Work, subject: string, description: string): string {
  if (description.length <= descriptionMax) return description;
  reporter.problem("description", subject, `It has ${description.length} characters and was cut to ${descriptionMax}.`);
  return description.slice(0, descriptionMax).replace(/[\ud800-\udbff]$/, "");
}
