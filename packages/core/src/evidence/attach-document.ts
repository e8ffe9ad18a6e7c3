import type { ProduceInput } from "@plumbline/contracts/evidence/evidence";
import { releaseBlobs } from "../artifacts/index.ts";
import { type Ctx, recordAct, uuidv7, workspaceOf } from "../kernel/index.ts";
import { addEvidence, evidenceFacts } from "./add-evidence.ts";
import { producerOf } from "./producer.ts";
import { requestedBy } from "./queue-production.ts";
import { changeProduction, findProduction, insertProduction, type ProductionRow } from "./store/productions.ts";
import { removeUpload, type UploadRow } from "./store/uploads.ts";
import { uploadHolder } from "./upload-holder.ts";
import { type BoundVersion, versionNameOf } from "./version-subject.ts";

interface Document {
  readonly input: Extract<ProduceInput, { kind: "document" }>;
  readonly upload: UploadRow;
}

/** Nothing is to be computed: the evidence is there at once, and the upload's bytes are its own. */
export async function attachDocument(ctx: Ctx, subject: BoundVersion, { input, upload }: Document): Promise<ProductionRow> {
  const { id: workspaceId } = workspaceOf(ctx);
  const evidence = await addEvidence(ctx, subject, {
    kind: "document",
    title: input.title,
    verdict: "info",
    summary: `The document ${upload.name}, for which whoever attached it vouches.`,
    values: { title: input.title, ...(input.id === undefined ? {} : { id: input.id }) },
    method: { attached: "by a person" },
    inputs: [{ kind: "document", name: upload.name, digest: upload.digest.toString("hex") }],
    attachment: { blobId: upload.blob_id, name: upload.name, digest: upload.digest, sizeBytes: upload.size_bytes },
    validUntil: input.validUntil === undefined ? null : new Date(input.validUntil),
    producer: producerOf(ctx.actor),
  });
  await releaseBlobs(ctx.tx, workspaceId, uploadHolder(upload.id));
  await removeUpload(ctx.tx, workspaceId, upload.id);
  const id = uuidv7(ctx.now.getTime());
  const made = { id, subject_ref: subject.ref, kind: "document", input, ...requestedBy(ctx.actor), requested_at: ctx.now } as const;
  await insertProduction(ctx.tx, workspaceId, made);
  const done = { id, state: "succeeded", progress: 1, message: "Attached", at: ctx.now, evidenceId: evidence.id } as const;
  await changeProduction(ctx.tx, workspaceId, done);
  const audit = { action: "evidence.evidence.produce", outcome: "done", after: evidenceFacts(evidence) } as const;
  recordAct(ctx.tx, ctx, {
    audit: { ...audit, subject: { kind: "model-version", id: versionNameOf(subject) } },
    changes: [],
    now: ctx.now,
  });
  const row = await findProduction(ctx.tx, workspaceId, id);
  if (!row) throw new Error("a production that was written is not there");
  return row;
}
