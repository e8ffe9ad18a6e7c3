import { type Ctx, workspaceOf } from "../kernel/index.ts";
import { event, settle } from "./settle.ts";
import { lockPolicies } from "./store/policies.ts";
import { lockUndecidedOf } from "./store/requests.ts";
import type { SubjectKey } from "./subjects.ts";

/**
 * Called in the transaction that writes evidence, after it is written: every undecided request about the subject looks at its
 * clauses again. Votes that were cast on other evidence are void from here on, and a request that waits for nothing else is decided.
 */
export async function evidenceChanged(ctx: Ctx, subject: SubjectKey, told: string): Promise<void> {
  await lockPolicies(ctx.tx, workspaceOf(ctx).id, "shared");
  for (const row of await lockUndecidedOf(ctx.tx, workspaceOf(ctx).id, subject)) {
    await event(ctx, row, { kind: "evidence", text: told, ...(ctx.actor.kind === "system" ? {} : { by: ctx.actor.id }) });
    await settle(ctx, row, { isBeside: true });
  }
}
