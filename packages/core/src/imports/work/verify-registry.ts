import { AppError } from "../../kernel/index.ts";
import { getVersion } from "../../registry/index.ts";
import type { SourceModel, SourceVersion } from "../source/entities.ts";
import { originTag, versionTags } from "./registry-tags.ts";
import type { Work } from "./work.ts";

/** Reads the versions that came from the source on both sides again, and compares them. */
export async function verifyRegistry(work: Work): Promise<void> {
  for await (const page of work.source.registeredModels()) {
    for (const { name } of page) await verifyModel(work, await work.source.registeredModel(name));
  }
}

async function verifyModel(work: Work, model: SourceModel): Promise<void> {
  for (const version of await work.source.versions(model.name)) {
    work.reporter.signal.throwIfAborted();
    await verifyVersion(work, model, version);
  }
}

interface Said {
  readonly description: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly aliases: readonly string[];
}

async function verifyVersion(
  { deps, caller, address, checks, reporter }: Work,
  { aliases }: SourceModel,
  source: SourceVersion,
): Promise<void> {
  const { name: model, version } = source;
  const here = await getVersion(deps, caller, { model, version }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not-found") return;
    throw error;
  });
  const origin = originTag(address);
  if (!here?.tags.some(({ key, value }) => key === origin.key && value === origin.value)) return;
  const tags = versionTags(source, address);
  const named = aliases.filter((one) => one.version === version).map(({ alias }) => alias);
  const text = (said: Said): string => {
    const values = tags.map(({ key }) => [key, said.tags.find((tag) => tag.key === key)?.value ?? null]);
    return JSON.stringify([model, version, said.description, values, named.filter((alias) => said.aliases.includes(alias))]);
  };
  const there = { description: source.description.slice(0, 5000), tags, aliases: named };
  if (!checks.compare("versions", { there: text(there), here: text(here) }))
    reporter.problem("version", `${model} ${version}`, "Its description, tags or aliases differ from the source.");
}
