import type { Production } from "@plumbline/contracts/evidence/evidence";
import { namesOfActors } from "../access/index.ts";
import { type ChangeRecord, type Ctx, systemActor } from "../kernel/index.ts";
import type { ProductionRow } from "./store/productions.ts";
import { type BoundVersion, versionNameOf } from "./version-subject.ts";

type Named = Pick<BoundVersion, "model" | "version">;

export async function toProductions(ctx: Ctx, { model, version }: Named, rows: readonly ProductionRow[]): Promise<Production[]> {
  const names = await namesOfActors(
    ctx,
    rows.map(({ requested_by }) => requested_by),
  );
  const nameOf = (id: string): string | null => (id === systemActor.id ? systemActor.name : (names.get(id) ?? null));
  return rows.map((row) => ({
    id: row.id,
    model,
    version,
    kind: row.kind,
    state: row.state,
    progress: row.progress,
    message: row.message,
    requestedBy: { id: row.requested_by, name: nameOf(row.requested_by) },
    requestedAt: row.requested_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    evidenceId: row.evidence_id,
  }));
}

type Standing = Pick<ProductionRow, "id" | "kind" | "state" | "progress" | "subject_ref">;

/** Tells pages where a production stands. */
export const productionChange = (version: Named, row: Standing): ChangeRecord => ({
  topic: "evidence-production",
  subject: row.subject_ref,
  kind: row.state,
  data: { production: row.id, evidence: row.kind, progress: row.progress, version: versionNameOf(version) },
});
