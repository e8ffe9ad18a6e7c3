import { createHash } from "node:crypto";
import type { EvidenceKind } from "@plumbline/contracts/approvals/policy-document";
import type { Evidence, EvidenceVerdict } from "@plumbline/contracts/evidence/evidence";
import canonicalize from "canonicalize";
import { evidenceChanged } from "../approvals/index.ts";
import { claimBlobs } from "../artifacts/index.ts";
import { AppError, type Ctx, recordChanges, uuidv7, workspaceOf } from "../kernel/index.ts";
import { type EvidenceRow, insertEvidence } from "./store/evidence.ts";
import { type BoundVersion, versionNameOf } from "./version-subject.ts";

/** What a producer found out. */
export interface MadeEvidence {
  readonly kind: EvidenceKind;
  readonly title: string;
  readonly verdict: EvidenceVerdict;
  /** One sentence. */
  readonly summary: string;
  readonly values: Evidence["values"];
  readonly method: Evidence["method"];
  readonly inputs: Evidence["inputs"];
  readonly report?: unknown;
  readonly attachment?: { readonly blobId: string; readonly name: string; readonly digest: Buffer; readonly sizeBytes: number };
  readonly validUntil?: Date | null;
  readonly producer: { readonly kind: EvidenceRow["producer_kind"]; readonly id: string };
}

/** Bytes of canonical JSON that a report and the rest of evidence may have. */
const contentMaxBytes = 1_048_576;

/**
 * Writes evidence on a version's bytes, and lets every undecided request about the version look again: all in the caller's
 * transaction. The digest is SHA-256 over the canonical JSON (RFC 8785) of what is known, about which bytes, by whom and when.
 */
export async function addEvidence(ctx: Ctx, subject: BoundVersion, made: MadeEvidence): Promise<EvidenceRow> {
  const workspaceId = workspaceOf(ctx).id;
  const row = rowOf(subject, made, ctx.now);
  await insertEvidence(ctx.tx, workspaceId, row);
  if (row.blob_id !== null) await claimBlobs(ctx.tx, workspaceId, { blobIds: [row.blob_id], holder: `evidence/${row.id}` });
  const data = { evidence: row.id, kind: row.kind, version: versionNameOf(subject) };
  recordChanges(ctx.tx, workspaceId, [{ topic: "evidence", subject: subject.ref, kind: "add", data }]);
  await evidenceChanged(ctx, { kind: "model-version", ref: subject.ref }, `${made.title}: ${made.summary || made.verdict}`);
  return row;
}

function rowOf(subject: BoundVersion, made: MadeEvidence, now: Date): EvidenceRow {
  const { attachment, validUntil = null, report = null } = made;
  return {
    id: uuidv7(now.getTime()),
    digest: createHash("sha256")
      .update(contentOf(subject, made, now))
      .digest(),
    subject_ref: subject.ref,
    subject_digest: subject.digest,
    kind: made.kind,
    title: made.title,
    verdict: made.verdict,
    summary: made.summary,
    values: made.values,
    method: made.method,
    inputs: made.inputs,
    report,
    blob_id: attachment?.blobId ?? null,
    file_name: attachment?.name ?? null,
    file_digest: attachment?.digest ?? null,
    file_size_bytes: attachment?.sizeBytes ?? null,
    producer_kind: made.producer.kind,
    producer_id: made.producer.id,
    produced_at: now,
    valid_until: validUntil,
  };
}

function contentOf(subject: BoundVersion, made: MadeEvidence, now: Date): string {
  const { attachment, validUntil = null, report = null, ...rest } = made;
  const content = canonicalize({
    ...rest,
    report,
    subject: subject.digest.toString("hex"),
    attachment: attachment ? { name: attachment.name, sha256: attachment.digest.toString("hex") } : null,
    producedAt: now.toISOString(),
    validUntil: validUntil?.toISOString() ?? null,
  });
  if (content === undefined) throw new AppError("invalid", "Evidence holds something that is no JSON.");
  const sizeBytes = Buffer.byteLength(content);
  if (sizeBytes <= contentMaxBytes) return content;
  throw new AppError("invalid", `The evidence has ${sizeBytes} bytes; ${contentMaxBytes} are allowed. Attach the rest as a document.`, {
    fields: [{ path: "report", message: "too large" }],
  });
}

/** What the audit log keeps of evidence. */
export const evidenceFacts = (row: EvidenceRow) => ({
  evidence: row.id,
  kind: row.kind,
  verdict: row.verdict,
  digest: row.digest.toString("hex"),
  subjectDigest: row.subject_digest.toString("hex"),
});
