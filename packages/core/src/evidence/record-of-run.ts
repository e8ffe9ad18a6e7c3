import { type Ctx, recordAct, workspaceOf } from "../kernel/index.ts";
import { addEvidence, evidenceFacts, type MadeEvidence } from "./add-evidence.ts";
import { findVersionsOfRun } from "./store/evidence.ts";
import { bound, versionNameOf } from "./version-subject.ts";

/** What the platform found out about a run counts for each version that came of it. Answers the ids of what was written. */
export async function recordEvidenceOfRun(ctx: Ctx, runId: string, made: Omit<MadeEvidence, "producer">): Promise<string[]> {
  const ids: string[] = [];
  for (const found of await findVersionsOfRun(ctx.tx, workspaceOf(ctx).id, runId)) {
    const subject = bound(found);
    if (!subject) continue;
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
    ids.push(row.id);
  }
  return ids;
}
