import type { Environment } from "@plumbline/contracts/approvals/environment";
import type { Use } from "@plumbline/contracts/approvals/stage";
import type { Promotion } from "../queries.ts";

export interface PromotionDraft {
  toStage: "staging" | "production" | "retired";
  /** Empty for the first one of the stage. */
  environment: string;
  uses: readonly Use[];
  canaryPercent: number;
  makeChampion: boolean;
}

export const usesInWords: Readonly<Record<Use, string>> = {
  full: "answers every request",
  batch: "scores tables in jobs",
  canary: "answers a share of the requests",
  shadow: "is asked along, answers nobody",
};

/** Uses in the order of the form, the usual ones first. */
export const uses: readonly Use[] = ["full", "batch", "canary", "shadow"];

export function firstDraft(toStage: PromotionDraft["toStage"]): PromotionDraft {
  return { toStage, environment: "", uses: ["full", "batch"], canaryPercent: 10, makeChampion: true };
}

/** Environments in which a version of the stage may act. */
export function environmentsOf(environments: readonly Environment[], toStage: PromotionDraft["toStage"]): Environment[] {
  return environments.filter(({ stage, isArchived }) => stage === toStage && !isArchived).sort((a, b) => a.position - b.position);
}

/** What is asked, with only what makes a difference. */
export function promotionOf(ref: { model: string; version: number }, draft: PromotionDraft): Promotion {
  const { toStage, environment, canaryPercent, makeChampion } = draft;
  const base = { model: ref.model, version: ref.version, toStage };
  if (toStage === "retired") return base;
  return {
    ...base,
    uses: [...draft.uses],
    makeChampion: makeChampion && canBeChampion(draft),
    ...(environment && { environment }),
    ...(draft.uses.includes("canary") && { canaryMax: `${canaryPercent}%` }),
  };
}

/** Only what answers every request in production can be the champion. */
export function canBeChampion({ toStage, uses: chosen }: PromotionDraft): boolean {
  return toStage === "production" && chosen.includes("full");
}
