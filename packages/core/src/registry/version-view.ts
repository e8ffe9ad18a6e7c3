import type { ModelVersion } from "@plumbline/contracts/registry/version";
import type { Ctx } from "../kernel/index.ts";
import { type ActorOf, readActors } from "./model-view.ts";
import type { VersionRow } from "./store/versions.ts";
import { versionRoot } from "./version-root.ts";

export async function toVersions(ctx: Ctx, rows: readonly VersionRow[]): Promise<ModelVersion[]> {
  const actorOf = await readActors(
    ctx,
    rows.flatMap((row) => [row.registered_by, row.author_id]),
  );
  return rows.map((row) => toVersion(row, actorOf));
}

const toVersion = (row: VersionRow, actorOf: ActorOf): ModelVersion => ({
  model: row.model,
  version: row.version,
  stage: row.stage,
  stageSince: row.stage_since.toISOString(),
  status: row.status,
  statusMessage: row.status_message,
  description: row.description,
  tags: row.tags,
  aliases: row.aliases,
  source: row.source,
  artifactRoot: row.digest ? versionRoot(row) : (row.artifact_root ?? row.source),
  runId: row.run_id,
  runLink: row.run_link,
  loggedModelId: row.logged_model_id,
  digest: row.digest?.toString("hex") ?? null,
  fileCount: row.file_count,
  sizeBytes: row.size_bytes,
  verifiedAt: row.verified_at?.toISOString() ?? null,
  isSigned: row.is_signed,
  flavors: row.flavors,
  effectiveTier: row.effective_tier,
  registeredBy: actorOf(row.registered_by),
  author: row.author_id === null ? null : actorOf(row.author_id),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
