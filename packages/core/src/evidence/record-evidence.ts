import * as contract from "@plumbline/contracts/evidence/evidence";
import { AppError, command } from "../kernel/index.ts";
import { addEvidence, evidenceFacts } from "./add-evidence.ts";
import { toEvidence } from "./evidence-view.ts";
import { findBoundVersion, versionNameOf } from "./version-subject.ts";

export const recordEvidence = command(contract.recordEvidence, async (ctx, { model, version, ...given }) => {
  const subject = await findBoundVersion(ctx, { model, version });
  const validUntil = given.validUntil === undefined ? null : new Date(given.validUntil);
  if (validUntil && validUntil <= ctx.now) {
    throw new AppError("invalid", "The evidence would have expired already.", { fields: [{ path: "validUntil", message: "in the past" }] });
  }
  const row = await addEvidence(ctx, subject, {
    kind: given.kind,
    title: given.title,
    verdict: given.verdict,
    summary: given.summary,
    values: given.values,
    method: given.method,
    inputs: given.inputs,
    ...(given.report === undefined ? {} : { report: given.report }),
    validUntil,
    producer: { kind: ctx.actor.kind === "service-account" ? "service-account" : "user", id: ctx.actor.id },
  });
  const [result] = await toEvidence(ctx, [row]);
  if (!result) throw new Error("evidence that was written is not there");
  return { result, subject: { kind: "model-version", id: versionNameOf(subject) }, after: evidenceFacts(row), changes: [] };
});
