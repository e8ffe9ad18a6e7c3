import type { Stage } from "@plumbline/contracts/approvals/stage";
import { protectedAliases, stageMove } from "../approvals/index.ts";
import { type Ctx, recordChanges } from "../kernel/index.ts";
import { aliasChanges } from "./aliases.ts";
import { champion } from "./champion.ts";
import type { HeldVersion } from "./held-model.ts";
import { publishChange } from "./publish-changes.ts";
import * as aliases from "./store/aliases.ts";
import { type Cause, type HistoryFact, insertHistory } from "./store/history.ts";
import { updateVersion } from "./store/versions.ts";

export interface StageChange {
  readonly toStage: Stage;
  readonly makeChampion: boolean;
  readonly cause: Cause;
  readonly reason: string;
  readonly requestNumber: number | null;
  /** The actor who asked for it. */
  readonly by: string;
}

/** Why a version went from one stage to another, where nobody broke the glass. */
export function causeOfMove(from: Stage, to: Stage): "promotion" | "retirement" | "step-down" {
  const { name } = stageMove(from, to);
  return name === "step-down" || name === "retirement" ? name : "promotion";
}

/** Carries out a move that was allowed: stage, aliases and history. A version that leaves production takes no protected alias along. */
export async function applyStage(ctx: Ctx, held: HeldVersion, change: StageChange): Promise<void> {
  const { workspaceId, row, now, version } = held;
  const { toStage, makeChampion, cause, reason, requestNumber, by } = change;
  const of = { modelKey: row.key, version: version.version };
  const fact = { ...of, cause, reason, requestNumber, by, at: now } as const;
  const facts: HistoryFact[] = [];
  const moved: (number | undefined)[] = [version.version];
  if (version.stage !== toStage) {
    await updateVersion(ctx.tx, workspaceId, { ...of, stage: toStage, now });
    facts.push({ ...fact, kind: "stage", value: toStage, before: version.stage });
  }
  if (toStage !== "production") {
    const guarded = await protectedAliases(ctx);
    for (const alias of version.aliases.filter((name) => guarded.has(name))) {
      await aliases.removeAlias(ctx.tx, workspaceId, { modelKey: row.key, alias });
      facts.push({ ...fact, version: null, kind: "alias", value: alias, before: String(version.version) });
      await publishChange(ctx, "registry.alias.delete", { model: row.name, rest: { alias } });
    }
  }
  if (makeChampion && toStage === "production") {
    const before = await aliases.findAlias(ctx.tx, workspaceId, { modelKey: row.key, alias: champion });
    await aliases.putAlias(ctx.tx, workspaceId, { ...of, alias: champion });
    if (before !== version.version) {
      facts.push({ ...fact, kind: "alias", value: champion, before: before === undefined ? null : String(before) });
      await publishChange(ctx, "registry.alias.set", { model: row.name, version: version.version, rest: { alias: champion } });
      moved.push(before);
    }
  }
  await insertHistory(ctx.tx, workspaceId, facts);
  recordChanges(ctx.tx, workspaceId, [
    { topic: "model-version", subject: `${row.name}/${version.version}`, kind: "stage", data: { stage: toStage } },
    ...aliasChanges(row.name, moved),
  ]);
}
