import type { Stage } from "@plumbline/contracts/approvals/stage";
import { refused } from "./texts.ts";

const names: Readonly<Record<Stage, string>> = {
  experimental: "None",
  staging: "Staging",
  production: "Production",
  retired: "Archived",
};

const stages = new Map(Object.entries(names).map(([stage, name]) => [name.toLowerCase(), stage as Stage]));

/** A stage as clients know it. */
export const stageName = (stage: Stage): string => names[stage];

/** The stage of a name in whatever case; anything else is refused. */
export function stageOf(name: string): Stage {
  const stage = stages.get(name.toLowerCase());
  if (stage) return stage;
  throw refused(`Invalid Model Version stage: ${name}. Value must be one of ${Object.values(names).join(", ")}.`);
}
