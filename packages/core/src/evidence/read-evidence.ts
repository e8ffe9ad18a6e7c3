import * as contract from "@plumbline/contracts/evidence/evidence";
import { registerEvidenceReader, type SubjectEvidence } from "../approvals/index.ts";
import { notFound, query, workspaceOf } from "../kernel/index.ts";
import { championOf } from "../registry/index.ts";
import { toEvidence } from "./evidence-view.ts";
import { type EvidenceRow, findEvidence, findVersionSubject, selectEvidence, selectFacts } from "./store/evidence.ts";
import { refOf, versionOf } from "./version-subject.ts";

const listMax = 500;

export const listEvidence = query(contract.listEvidence, async (ctx, { model, version, kind }) => {
  const workspaceId = workspaceOf(ctx).id;
  const subject = await findVersionSubject(ctx.tx, workspaceId, { model, version });
  if (!subject) throw notFound("model version", `${model}/${version}`);
  const rows = subject.digest
    ? await selectEvidence(ctx.tx, workspaceId, { digest: subject.digest, subjectRef: refOf(subject), kind, limit: listMax })
    : [];
  return { items: await toEvidence(ctx, rows) };
});

export const getEvidence = query(contract.getEvidence, async (ctx, { evidenceId }) => {
  const row = await findEvidence(ctx.tx, workspaceOf(ctx).id, evidenceId);
  const [evidence] = row ? await toEvidence(ctx, [row]) : [];
  if (!evidence) throw notFound("evidence", evidenceId);
  return evidence;
});

// Clauses look at what is known of the bytes, whichever version of whichever model holds them.
registerEvidenceReader(async (ctx, subject) => {
  if (subject.digest === null) return [];
  const rows = await selectFacts(ctx.tx, workspaceOf(ctx).id, { digest: Buffer.from(subject.digest, "hex"), subjectRef: subject.ref });
  const { modelKey, version } = versionOf(subject.ref);
  const champion = await championOf(ctx, modelKey);
  // A comparison says nothing of a champion that came after it; the champion itself is compared with nobody.
  const isAbout = ({ kind, values }: EvidenceRow): boolean =>
    kind !== "champion" || champion === undefined || champion === version || values.champion_version === champion;
  return rows.filter(isAbout).map(
    (row): SubjectEvidence => ({
      id: row.id,
      digest: row.digest.toString("hex"),
      subjectDigest: row.subject_digest.toString("hex"),
      kind: row.kind,
      title: row.title,
      verdict: row.verdict,
      summary: row.summary,
      values: row.values,
      inputs: row.inputs,
      producer: { kind: row.producer_kind, id: row.producer_id, name: row.producer_kind === "platform" ? "Plumbline" : null },
      answeredById: row.producer_kind === "platform" ? null : row.producer_id,
      producedAt: row.produced_at,
      validUntil: row.valid_until,
    }),
  );
});
