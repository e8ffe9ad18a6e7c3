import type { SignatureField, VersionDifference } from "@plumbline/contracts/registry/version-content";
import * as contract from "@plumbline/contracts/registry/version-content";
import { type Ctx, query, workspaceOf } from "../kernel/index.ts";
import { champion } from "./champion.ts";
import { requireVersion } from "./held-model.ts";
import type { VersionContents } from "./model-file.ts";
import { findAlias } from "./store/aliases.ts";
import * as store from "./store/differences.ts";
import { findVersionContents } from "./store/version-files.ts";
import type { VersionRow } from "./store/versions.ts";

type Item = VersionDifference["items"][number];
type Kind = Item["kind"];

/** Differences that an answer holds. */
const differencesMax = 200;

export const compareVersions = query(contract.compareVersions, async (ctx, { model, version, with: other }) => {
  const to = await requireVersion(ctx, { model, version });
  const against = other ?? (await findAlias(ctx.tx, workspaceOf(ctx).id, { modelKey: to.model_key, alias: champion }));
  if (against === undefined) return { from: null, to: to.version, items: [] };
  const from = await requireVersion(ctx, { model, version: against });
  const items = await differences(ctx, from, to);
  return { from: from.version, to: to.version, items: items.slice(0, differencesMax) };
});

/** What the data was, what goes in, how it did, how it was made, what it needs, and what it is, in this order. */
async function differences(ctx: Ctx, from: VersionRow, to: VersionRow): Promise<Item[]> {
  const { id: workspaceId } = workspaceOf(ctx);
  const runs = { from: from.run_id, to: to.run_id, limit: differencesMax };
  const [before, after] = [await contentsOf(ctx, from), await contentsOf(ctx, to)];
  return [
    ...named("dataset", await store.datasetsThatDiffer(ctx.tx, workspaceId, runs)),
    ...unlike("input", inputsOf(before), inputsOf(after)),
    ...named("metric", await store.metricsThatDiffer(ctx.tx, workspaceId, runs)),
    ...named("param", await store.paramsThatDiffer(ctx.tx, workspaceId, runs)),
    ...unlike("package", packagesOf(before), packagesOf(after)),
    ...named("file", await store.filesThatDiffer(ctx.tx, workspaceId, { from, to, limit: differencesMax })),
    ...(from.source === to.source ? [] : [{ kind: "source" as const, name: "source", before: from.source, after: to.source }]),
  ];
}

const contentsOf = async (ctx: Ctx, { model_key, version }: VersionRow): Promise<VersionContents | null> =>
  (await findVersionContents(ctx.tx, workspaceOf(ctx).id, { modelKey: model_key, version })) as VersionContents | null;

const named = (kind: Kind, rows: readonly store.DifferenceRow[]): Item[] => rows.map((row) => ({ kind, ...row }));

function unlike(kind: Kind, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Item[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names
    .map((name) => ({ kind, name, before: before.get(name) ?? null, after: after.get(name) ?? null }))
    .filter((item) => item.before !== item.after);
}

const inputsOf = (contents: VersionContents | null): Map<string, string> =>
  new Map((contents?.signature?.inputs ?? []).map((field, index) => [field.name ?? `#${index}`, describe(field)]));

const describe = ({ type, shape, isRequired }: SignatureField): string =>
  `${type}${shape ? ` [${shape.join(", ")}]` : ""}${isRequired ? "" : ", optional"}`;

/** `numpy==2.1` is the package numpy and what is asked of it. Names are compared as package indexes do. */
function packagesOf(contents: VersionContents | null): Map<string, string> {
  const packages = new Map<string, string>();
  for (const line of contents?.packages ?? []) {
    const [, name = "", rest = ""] = /^([a-z0-9][\w.-]*)(.*)$/i.exec(line) ?? [];
    packages.set(name.toLowerCase().replace(/[-_.]+/g, "-"), rest.trim() || "any");
  }
  return packages;
}
