import type { ProduceInput } from "@plumbline/contracts/evidence/evidence";
import { AppError, type Ctx, notFound, workspaceOf } from "../kernel/index.ts";
import { championOf } from "../registry/index.ts";
import { holdUpload, type UploadRow } from "./store/uploads.ts";
import type { BoundVersion } from "./version-subject.ts";

/** Refuses what could not be made, before anything is queued. The upload that it is made from is held. */
export async function checkProduceInput(ctx: Ctx, subject: BoundVersion, input: ProduceInput): Promise<{ upload: UploadRow | null }> {
  if (input.kind === "fairness") requireProtected(ctx);
  if (input.kind === "champion") await checkChampion(ctx, subject, input);
  if (input.kind === "document" && input.validUntil !== undefined && new Date(input.validUntil) <= ctx.now)
    throw refused("validUntil", "The document would have expired already.");
  const uploadId = "uploadId" in input ? input.uploadId : undefined;
  if (uploadId === undefined) return { upload: null };
  const upload = await requireUpload(ctx, subject, uploadId);
  checkUpload(upload, input);
  return { upload };
}

function checkUpload(upload: UploadRow, input: ProduceInput): void {
  const purpose = input.kind === "document" ? "document" : "predictions";
  if (upload.purpose !== purpose) {
    throw refused("uploadId", `The file "${upload.name}" was uploaded as ${upload.purpose}; this needs ${purpose}.`);
  }
  if (purpose === "document") return;
  if (upload.columns === null) throw refused("uploadId", `The file "${upload.name}" is still being looked into. Try again in a moment.`);
  for (const [field, column] of columnsOf(input)) {
    if (!upload.columns.some(({ name }) => name === column)) throw refused(field, `The table "${upload.name}" has no column "${column}".`);
  }
}

function requireProtected(ctx: Ctx): void {
  if (ctx.permissions.has("evidence:protected")) return;
  throw new AppError(
    "forbidden",
    'Fairness is computed on protected attributes of people: it takes the permission "evidence:protected", which your role or token lacks. Ask an administrator of the workspace.',
    { params: { permission: "evidence:protected" } },
  );
}

type Of<K extends ProduceInput["kind"]> = Extract<ProduceInput, { kind: K }>;

async function checkChampion(ctx: Ctx, subject: BoundVersion, input: Of<"champion">): Promise<void> {
  const champion = await championOf(ctx, subject.model_key);
  if (champion === undefined) return;
  if (champion === subject.version) {
    throw new AppError("conflict", "This version is the champion: there is nothing to compare it with.", {
      params: { reason: "is-champion" },
    });
  }
  for (const field of ["uploadId", "label", "candidate", "champion"] as const) {
    if (input[field] === undefined)
      throw refused(field, `Version ${champion} is the champion: a table with the answers of both is needed, so name its "${field}".`);
  }
}

async function requireUpload(ctx: Ctx, subject: BoundVersion, uploadId: string): Promise<UploadRow> {
  const upload = await holdUpload(ctx.tx, workspaceOf(ctx).id, uploadId);
  if (!upload || upload.subject_ref !== subject.ref || upload.expires_at <= ctx.now) throw notFound("uploaded file", uploadId);
  if (upload.uploaded_by === ctx.actor.id) return upload;
  // The producer of evidence answers for the file that it was made from.
  throw new AppError("forbidden", "Somebody else uploaded this file. Upload it yourself to make evidence from it.", {
    params: { reason: "upload-of-another" },
  });
}

function columnsOf(input: ProduceInput): [field: string, column: string][] {
  const fields =
    input.kind === "champion"
      ? { label: input.label, candidate: input.candidate, champion: input.champion }
      : input.kind === "fairness"
        ? { label: input.label, prediction: input.prediction, score: input.score, attribute: input.attribute }
        : {};
  return Object.entries(fields).flatMap(([field, column]): [string, string][] => (column === undefined ? [] : [[field, column]]));
}

const refused = (field: string, detail: string): AppError =>
  new AppError("invalid", detail, { fields: [{ path: `produce.${field}`, message: detail }] });
