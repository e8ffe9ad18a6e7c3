import type { Evidence } from "@plumbline/contracts/evidence/evidence";
import { namesOfActors } from "../access/index.ts";
import type { Ctx } from "../kernel/index.ts";
import type { EvidenceRow } from "./store/evidence.ts";

export async function toEvidence(ctx: Ctx, rows: readonly EvidenceRow[]): Promise<Evidence[]> {
  const names = await namesOfActors(
    ctx,
    rows.map(({ producer_id }) => producer_id),
  );
  return rows.map((row) => ({
    id: row.id,
    digest: row.digest.toString("hex"),
    subjectDigest: row.subject_digest.toString("hex"),
    kind: row.kind,
    title: row.title,
    verdict: row.verdict,
    summary: row.summary,
    values: row.values,
    method: row.method,
    inputs: row.inputs,
    report: row.report,
    attachment:
      row.file_name === null
        ? null
        : { name: row.file_name, sizeBytes: row.file_size_bytes ?? 0, sha256: row.file_digest?.toString("hex") ?? "" },
    producer: {
      kind: row.producer_kind,
      id: row.producer_id,
      name: row.producer_kind === "platform" ? "Plumbline" : (names.get(row.producer_id) ?? null),
    },
    producedAt: row.produced_at.toISOString(),
    validUntil: row.valid_until?.toISOString() ?? null,
  }));
}
