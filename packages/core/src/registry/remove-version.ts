import { endAuthorisations } from "../approvals/index.ts";
import { releaseBlobs } from "../artifacts/index.ts";
import type { Ctx } from "../kernel/index.ts";
import type { HeldVersion } from "./held-model.ts";
import { publishChange } from "./publish-changes.ts";
import * as aliases from "./store/aliases.ts";
import { type HistoryFact, insertHistory, wasInProduction } from "./store/history.ts";
import { updateVersion } from "./store/versions.ts";
import { versionKind, versionRef } from "./subject-refs.ts";

/** Who holds the bytes of a version. */
export const holderOf = ({ modelKey, version }: { modelKey: number; version: number }): string => `model-version/${modelKey}/${version}`;

/**
 * Takes a version and its aliases out of the registry. Its number is not given again; its manifest and history stay, and so do
 * the bytes of one that was ever in production.
 */
export async function removeVersion(ctx: Ctx, { workspaceId, row, now, version: { version, stage } }: HeldVersion): Promise<void> {
  const of = { modelKey: row.key, version };
  await endAuthorisations(ctx, { kind: versionKind, ref: versionRef(of) }, { reason: "Removed from the registry" });
  const fact = { ...of, cause: "deletion", reason: "", requestNumber: null, by: ctx.actor.id, at: now } as const;
  const facts: HistoryFact[] = [];
  for (const alias of await aliases.aliasesOf(ctx.tx, workspaceId, of)) {
    await aliases.removeAlias(ctx.tx, workspaceId, { modelKey: row.key, alias });
    facts.push({ ...fact, version: null, kind: "alias", value: alias, before: String(version) });
    await publishChange(ctx, "registry.alias.delete", { model: row.name, rest: { alias } });
  }
  facts.push({ ...fact, kind: "deleted", value: "", before: stage });
  await insertHistory(ctx.tx, workspaceId, facts);
  if (!(await wasInProduction(ctx.tx, workspaceId, of))) await releaseBlobs(ctx.tx, workspaceId, holderOf(of));
  await updateVersion(ctx.tx, workspaceId, { ...of, isDeleted: true, now });
}
