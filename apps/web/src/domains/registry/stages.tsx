import type { Stage } from "@plumbline/contracts/approvals/stage";
import type { ModelVersion } from "@plumbline/contracts/registry/version";
import { Status, type StatusShape } from "@plumbline/ui/status";

export const stageNames: Readonly<Record<Stage, string>> = {
  experimental: "Experimental",
  staging: "Staging",
  production: "Production",
  retired: "Retired",
};

const shapes: Readonly<Record<Stage, StatusShape>> = {
  experimental: "waiting",
  staging: "running",
  production: "good",
  retired: "stopped",
};

export function StageMark({ stage }: { stage: Stage }) {
  return <Status shape={shapes[stage]}>{stageNames[stage]}</Status>;
}

/** Whoever acted, by name; somebody who is gone by the beginning of their id. */
export function actorName(actor: { id: string; name: string | null } | null): string {
  if (!actor) return "nobody";
  return actor.name ?? actor.id.slice(0, 8);
}

/** Stages that a version can be asked to reach, from where it stands. */
export function stagesAbove({ stage }: Pick<ModelVersion, "stage">): ("staging" | "production")[] {
  if (stage === "experimental") return ["staging", "production"];
  return stage === "staging" ? ["production"] : [];
}

/** Stages that a version may step down to without being asked for anything. */
export function stagesBelow({ stage }: Pick<ModelVersion, "stage">): Stage[] {
  if (stage === "production") return ["staging", "experimental"];
  return stage === "staging" ? ["experimental"] : [];
}
