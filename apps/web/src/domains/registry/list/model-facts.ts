import type { Stage } from "@plumbline/contracts/approvals/stage";
import type { RegisteredModel } from "@plumbline/contracts/registry/model";

/** From the one that counts most. */
const order: readonly Stage[] = ["production", "staging", "experimental", "retired"];

/** The stage that stands for a model: the highest that a version of it has. */
export function highestStage({ stages }: Pick<RegisteredModel, "stages">): Stage | undefined {
  return order.find((stage) => stages.some((count) => count.stage === stage && count.versions.length > 0));
}

export function championOf({ aliases }: Pick<RegisteredModel, "aliases">): number | null {
  return aliases.find(({ alias }) => alias === "champion")?.version ?? null;
}
