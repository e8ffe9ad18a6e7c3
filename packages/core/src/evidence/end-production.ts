import { dropUnheldBytes } from "../artifacts/index.ts";
import { holdVersion } from "../datasets/index.ts";
import { type Ctx, recordAct, recordChanges, type TaskContext, workspaceOf } from "../kernel/index.ts";
import { systemContext } from "../workspaces/index.ts";
import { addEvidence, evidenceFacts, type MadeEvidence } from "./add-evidence.ts";
import { producerOf } from "./producer.ts";
import type { Found } from "./producers/work.ts";
import { productionChange } from "./production-view.ts";
import { storable } from "./storable.ts";
import { findVersionByRef } from "./store/evidence.ts";
import { changeProduction, holdUnfinished, type ProductionRow } from "./store/productions.ts";
import { releaseUpload } from "./use-up-upload.ts";
import { type BoundVersion, versionNameOf } from "./version-subject.ts";

interface Succeeded {
  readonly row: ProductionRow;
  readonly version: BoundVersion;
  readonly found: Found;
}

/** The evidence, what requests make of it, and the end of its production and of the rows that it was made from: all or nothing. */
export async function endSucceeded({ deps, workspaceId: of }: TaskContext, { row, version, found }: Succeeded): Promise<void> {
  const workspaceId = of ?? 0;
  const released = await systemContext(deps, workspaceId, async (ctx) => {
    if (!(await holdUnfinished(ctx.tx, workspaceId, row.id))) return;
    const evidence = await addEvidence(ctx, version, madeOf(row, found));
    const done = { ...row, state: "succeeded", progress: 1, message: "Done", at: ctx.now, evidenceId: evidence.id } as const;
    await changeProduction(ctx.tx, workspaceId, done);
    await holdSource(ctx, { row, version, evidence: evidence.id });
    recordAct(ctx.tx, ctx, {
      audit: {
        action: "evidence.evidence.produce",
        outcome: "done",
        subject: { kind: "model-version", id: versionNameOf(version) },
        after: { ...evidenceFacts(evidence), production: row.id, requestedBy: row.requested_by },
      },
      changes: [productionChange(version, done)],
      now: ctx.now,
    });
    return releaseUpload(ctx, done);
  });
  if (released) await dropUnheldBytes(deps, released);
}

/** Data that something was proven of stays: anybody can look again. */
async function holdSource(
  ctx: Ctx,
  { row, version, evidence }: { row: ProductionRow; version: BoundVersion; evidence: string },
): Promise<void> {
  const { input } = row;
  if (input.kind !== "data_validation") return;
  const holder = `evidence ${evidence} of ${versionNameOf(version)}`;
  await holdVersion(ctx.tx, workspaceOf(ctx).id, { dataset: input.dataset, version: input.datasetVersion, holder });
}

function madeOf(row: ProductionRow, found: Found): MadeEvidence {
  const { id } = row.input;
  // Whoever brought the file that it is made from answers for it.
  const isBrought = "uploadId" in row.input && row.input.uploadId !== undefined;
  return storable({
    ...found,
    kind: row.kind,
    values: id === undefined ? found.values : { ...found.values, id },
    producer: isBrought ? producerOf({ kind: row.requested_by_kind, id: row.requested_by }) : { kind: "platform", id: "plumbline" },
  });
}

/** A production that cannot be made says why; rows with protected attributes go all the same. */
export async function endFailed({ deps, workspaceId: of }: TaskContext, row: ProductionRow, why: string): Promise<void> {
  const workspaceId = of ?? 0;
  const released = await systemContext(deps, workspaceId, async (ctx) => {
    if (!(await holdUnfinished(ctx.tx, workspaceId, row.id))) return;
    const failed = { ...row, state: "failed", message: storable(why), at: ctx.now } as const;
    await changeProduction(ctx.tx, workspaceId, failed);
    const version = await findVersionByRef(ctx.tx, workspaceId, row.subject_ref);
    if (version) recordChanges(ctx.tx, workspaceId, [productionChange(version, failed)]);
    return releaseUpload(ctx, failed);
  });
  if (released) await dropUnheldBytes(deps, released);
}
