import type { Actor, Intake, RegisteredModel } from "@plumbline/contracts/registry/model";
import { namesOfActors } from "../access/index.ts";
import type { Ctx } from "../kernel/index.ts";
import type { ModelDetailRow, ModelRow, ModelState, StoredIntake } from "./store/models.ts";

export const emptyIntake: Intake = {
  purpose: "",
  businessOwnerId: null,
  successCriteria: "",
  intendedUse: "",
  outOfScopeUse: "",
  tier: null,
  kind: "internal",
  vendor: "",
  dependencies: [],
};

/** The same with what is given; what is undefined stays as it was. */
export const withGiven = <T extends object>(base: T, given: { readonly [K in keyof T]?: T[K] | undefined }): T => ({
  ...base,
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
});

/** The intake without what has columns of its own. */
export function storedIntake({ tier: _tier, kind: _kind, ...intake }: Intake): StoredIntake {
  return intake;
}

/** What a row says, fit to be changed and written back. */
export const stateOf = ({ name, description, intake, tier, kind }: ModelRow): ModelState => ({ name, description, intake, tier, kind });

export type ActorOf = (id: string) => Actor;

/** Reads the names of actors once; the function says who an id is. */
export async function readActors(ctx: Ctx, ids: readonly (string | null)[]): Promise<ActorOf> {
  const names = await namesOfActors(
    ctx,
    ids.filter((id) => id !== null),
  );
  return (id) => ({ id, name: names.get(id) ?? null });
}

export async function toModels(ctx: Ctx, rows: readonly ModelDetailRow[]): Promise<RegisteredModel[]> {
  const actorOf = await readActors(
    ctx,
    rows.flatMap((row) => [row.created_by, row.intake.businessOwnerId]),
  );
  return rows.map((row) => toModel(row, actorOf));
}

function toModel(row: ModelDetailRow, actorOf: ActorOf): RegisteredModel {
  const { businessOwnerId } = row.intake;
  return {
    ...row.intake,
    name: row.name,
    description: row.description,
    tier: row.tier,
    kind: row.kind,
    businessOwner: businessOwnerId === null ? null : actorOf(businessOwnerId),
    tags: row.tags,
    aliases: row.aliases,
    stages: row.stages,
    versionCount: row.version_count,
    latestVersion: row.latest_version,
    lastValidatedAt: row.last_validated_at?.toISOString() ?? null,
    nextValidationDueAt: row.next_validation_due_at?.toISOString() ?? null,
    openFindings: row.open_findings,
    nextFindingDueAt: row.next_finding_due_at?.toISOString() ?? null,
    createdBy: actorOf(row.created_by),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
