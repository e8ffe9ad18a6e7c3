import { z } from "zod";
import { EvidenceKind } from "#src/approvals/policy-document.ts";
import { operation, reading } from "#src/operation.ts";
import { Empty, Instant } from "#src/page.ts";
import { VersionRef } from "#src/registry/version.ts";
import { ColumnName, DataCheck } from "./data-check.ts";

export const EvidenceVerdict = z.enum(["pass", "fail", "inconclusive", "insufficient", "info"]);
export type EvidenceVerdict = z.infer<typeof EvidenceVerdict>;

/** What a clause can hold a bound against. */
export const EvidenceValue = z.union([z.number(), z.string().max(1000), z.boolean(), z.null()]);
const Values = z
  .record(z.string().min(1).max(250), EvidenceValue)
  .refine((values) => Object.keys(values).length <= 500, "at most 500 values");

/** An immutable fact about a version's bytes. */
export const Evidence = z.object({
  id: z.uuid(),
  /** SHA-256 of its canonical content, hex. */
  digest: z.string(),
  /** Digest of the bytes that it is about, hex. */
  subjectDigest: z.string(),
  kind: EvidenceKind,
  title: z.string(),
  verdict: EvidenceVerdict,
  /** One sentence. */
  summary: z.string(),
  values: Values,
  /** How it was made: tool, version, settings. */
  method: z.record(z.string(), z.unknown()),
  /** What it was made from, by digest where there is one. */
  inputs: z.array(z.object({ kind: z.string(), name: z.string(), digest: z.string().nullable() })),
  /** Tables and intervals for people: groups of a fairness report, checks, findings. */
  report: z.unknown(),
  attachment: z.object({ name: z.string(), sizeBytes: z.int(), sha256: z.string() }).nullable(),
  producer: z.object({ kind: z.enum(["platform", "user", "service-account"]), id: z.string(), name: z.string().nullable() }),
  producedAt: Instant,
  validUntil: Instant.nullable(),
});
export type Evidence = z.infer<typeof Evidence>;

export const listEvidence = operation({
  id: "evidence.listEvidence",
  method: "GET",
  path: "/models/:model/versions/:version/evidence",
  summary: "Lists what is known about a version's bytes, newest first.",
  params: VersionRef,
  query: z.object({ kind: EvidenceKind.optional() }),
  response: z.object({ items: z.array(Evidence) }),
  permission: "evidence:read",
  audit: reading,
});

export const getEvidence = operation({
  id: "evidence.getEvidence",
  method: "GET",
  path: "/evidence/:evidenceId",
  summary: "Returns one piece of evidence.",
  params: z.object({ evidenceId: z.uuid() }),
  response: Evidence,
  permission: "evidence:read",
  audit: reading,
});

/** Kinds that people bring; the others are computed by the platform alone. */
export const BroughtKind = z.enum([
  "metrics",
  "explainability",
  "data_validation",
  "robustness",
  "reproducibility",
  "business_impact",
  "document",
]);

export const recordEvidence = operation({
  id: "evidence.recordEvidence",
  method: "POST",
  path: "/models/:model/versions/:version/evidence",
  summary: "Records evidence that was made elsewhere. Its producer is the caller, who may then not vote on it where the policy says so.",
  params: VersionRef,
  body: z.object({
    kind: BroughtKind,
    title: z.string().trim().min(1).max(300),
    verdict: EvidenceVerdict,
    summary: z.string().max(2000).default(""),
    values: Values.default({}),
    method: z.record(z.string(), z.unknown()).default({}),
    inputs: Evidence.shape.inputs.max(100).default([]),
    report: z.unknown().optional(),
    validUntil: Instant.optional(),
  }),
  response: Evidence,
  permission: "evidence:write",
  audit: "evidence.evidence.record",
  idempotent: true,
});

/** What an upload may have; it is kept for a day. */
export const evidenceFileLimits = {
  documentBytes: 52_428_800,
  predictionsBytes: 2_147_483_648,
  predictionsRows: 5_000_000,
  keptMs: 86_400_000,
} as const;

export const UploadPurpose = z.enum(["document", "predictions"]);
/** A file that evidence is made from. Predictions are deleted once the aggregates are computed, after a day at the latest. */
export const EvidenceUpload = z.object({
  id: z.uuid(),
  purpose: UploadPurpose,
  name: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).nullable(),
  rows: z.int().nullable(),
  expiresAt: Instant,
});
export type EvidenceUpload = z.infer<typeof EvidenceUpload>;

export const uploadEvidenceFile = operation({
  id: "evidence.uploadEvidenceFile",
  method: "PUT",
  path: "/models/:model/versions/:version/evidence-files",
  summary: "Uploads a file to make evidence from: a document, or a table of predictions (CSV or Parquet).",
  params: VersionRef,
  query: z.object({ name: z.string().min(1).max(300), purpose: UploadPurpose }),
  response: EvidenceUpload,
  permission: "evidence:write",
  audit: "evidence.file.upload",
});

export const readEvidenceFile = operation({
  id: "evidence.readEvidenceFile",
  method: "GET",
  path: "/evidence/:evidenceId/file",
  summary: "Streams the document that is attached to evidence.",
  params: z.object({ evidenceId: z.uuid() }),
  response: z.unknown(),
  permission: "evidence:read",
  audit: reading,
});

const DatasetName = z.string().min(1).max(500);
const asked = {
  /** The id of the requirement that it is made for; a requirement without one takes only evidence without one. */
  id: z.string().trim().min(1).max(200).optional(),
};

/** Kinds that the platform computes by itself, with what it must be told. */
export const ProduceInput = z.discriminatedUnion("kind", [
  /** Metrics as the version's run or logged model holds them; a dataset narrows them to those computed on it. */
  z.object({ kind: z.literal("metrics"), ...asked, dataset: DatasetName.optional() }),
  /** A table with what happened and what both models answered, needed where the model has a champion; without one, that is the answer. */
  z.object({
    kind: z.literal("champion"),
    ...asked,
    uploadId: z.uuid().optional(),
    label: ColumnName.optional(),
    candidate: ColumnName.optional(),
    champion: ColumnName.optional(),
    metric: z.enum(["auc", "accuracy", "f1", "log_loss", "brier", "ks", "mae", "rmse", "r2"]),
    margin: z.number().min(0).max(1e9).default(0),
    dataset: DatasetName.optional(),
  }),
  z.object({
    kind: z.literal("fairness"),
    ...asked,
    uploadId: z.uuid(),
    label: ColumnName.optional(),
    prediction: ColumnName,
    score: ColumnName.optional(),
    attribute: ColumnName,
    reference: z.string().min(1).max(1000).optional(),
    /** Smaller groups are listed without rates: they would tell about persons. */
    minGroup: z.int().min(10).max(1_000_000).default(100),
    selectionRatio: z.number().min(0).max(1).default(0.8),
    dataset: DatasetName.optional(),
  }),
  z.object({
    kind: z.literal("data_validation"),
    ...asked,
    dataset: DatasetName,
    datasetVersion: z.int().min(1),
    checks: z.array(DataCheck).min(1).max(200),
  }),
  z.object({ kind: z.literal("security_scan"), ...asked }),
  z.object({ kind: z.literal("model_card"), ...asked }),
  z.object({
    kind: z.literal("document"),
    ...asked,
    uploadId: z.uuid(),
    title: z.string().trim().min(1).max(300),
    validUntil: Instant.optional(),
  }),
]);
export type ProduceInput = z.infer<typeof ProduceInput>;

export const Production = z.object({
  id: z.uuid(),
  model: z.string(),
  version: z.int(),
  kind: EvidenceKind,
  state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
  /** 0 to 1. */
  progress: z.number(),
  /** What is being done, or why it failed. */
  message: z.string(),
  requestedBy: z.object({ id: z.string(), name: z.string().nullable() }),
  requestedAt: Instant,
  finishedAt: Instant.nullable(),
  evidenceId: z.uuid().nullable(),
});
export type Production = z.infer<typeof Production>;

export const produceEvidence = operation({
  id: "evidence.produceEvidence",
  method: "POST",
  path: "/models/:model/versions/:version/evidence/productions",
  summary: "Starts making evidence that the platform computes by itself. What is being made already is answered as it is.",
  params: VersionRef,
  body: z.object({ produce: ProduceInput }),
  response: Production,
  permission: "evidence:write",
  audit: "evidence.production.start",
});

export const listProductions = operation({
  id: "evidence.listProductions",
  method: "GET",
  path: "/models/:model/versions/:version/evidence/productions",
  summary: "Lists what is being made, or was made in the last day, newest first.",
  params: VersionRef,
  response: z.object({ items: z.array(Production) }),
  permission: "evidence:read",
  audit: reading,
});

export const cancelProduction = operation({
  id: "evidence.cancelProduction",
  method: "DELETE",
  path: "/evidence/productions/:productionId",
  summary: "Stops making evidence.",
  params: z.object({ productionId: z.uuid() }),
  response: Empty,
  permission: "evidence:write",
  audit: "evidence.production.cancel",
});

export const evidenceOperations = [
  listEvidence,
  getEvidence,
  recordEvidence,
  uploadEvidenceFile,
  readEvidenceFile,
  produceEvidence,
  listProductions,
  cancelProduction,
] as const;
