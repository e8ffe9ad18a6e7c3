import { type Ctx, recordAct, workspaceOf } from "../kernel/index.ts";
import { addEvidence, evidenceFacts, type MadeEvidence } from "./add-evidence.ts";
import { findVersionSubject, findVersionsOfRun } from "./store/evidence.ts";
import { type BoundVersion, bound, versionNameOf } from "./version-subject.ts";

/** What the platform found out about a run counts for each version that came of it. Answers the ids of what was written. */
export async function recordEvidenceOfRun(ctx: Ctx, runId: string, made: Omit<MadeEvidence, "producer">): Promise<string[]> {
  const ids: string[] = [];
  for (const found of await findVersionsOfRun(ctx.tx, workspaceOf(ctx).id, runId)) {
    const subject = bound(found);
    if (subject) ids.push(await write(ctx, subject, made));
  }
  return ids;
}

/** What the platform found out about one version. Undefined where its bytes are not known. */
export async function recordEvidenceOfVersion(
  ctx: Ctx,
  name: { readonly model: string; readonly version: number },
  made: Omit<MadeEvidence, "producer">,
): Promise<string | undefined> {
  const found = await findVersionSubject(ctx.tx, workspaceOf(ctx).id, name);
  const subject = found && bound(found);
  return subject && write(ctx, subject, made);
}

async function write(ctx: Ctx, subject: BoundVersion, made: Omit<MadeEvidence, "producer">): Promise<string> {
  const row = await addEvidence(ctx, subject, { ...made, producer: { kind: "platform", id: "plumbline" } });
  recordAct(ctx.tx, ctx, {
    audit: {
      action: "evidence.evidence.record",
      outcome: "done",
      subject: { kind: "model-version", id: versionNameOf(subject) },
      after: evidenceFacts(row),
    },
    changes: [],
    now: ctx.now,
  });
  return row.id;
}
