import type { Operation } from "@plumbline/contracts/operation";
import { type Act, type Ctx, recordActs, recordChanges, workspaceOf } from "../../kernel/index.ts";
import type { Refusal } from "../store/bulk-acts.ts";
import type { RunRow } from "../store/runs.ts";

/** What became of runs: those that were changed, and why others were not. The rest were as they should be. */
export interface Done {
  readonly changed: readonly RunRow[];
  readonly refusals: readonly Refusal[];
}

export const refuse = (run: RunRow, reason: string): Refusal => ({ runId: run.run_id, reason });

const deletedReason = "It is deleted. Restore it before you change it.";

/** Those that may be changed; deleted ones are refused. */
export function activeOf(runs: readonly RunRow[]): { active: RunRow[]; refusals: Refusal[] } {
  const active = runs.filter((run) => run.lifecycle_stage === "active");
  const deleted = runs.filter((run) => run.lifecycle_stage === "deleted");
  return { active, refusals: deleted.map((run) => refuse(run, deletedReason)) };
}

/** Tells pages of runs that changed. */
export function tellOfRuns(ctx: Ctx, runs: readonly RunRow[], kind = "update"): void {
  recordChanges(
    ctx.tx,
    workspaceOf(ctx).id,
    runs.map((run) => ({ topic: "run", subject: run.run_id, kind, data: { experimentId: String(run.experiment_id) } })),
  );
}

interface Recorded {
  /** The operation that does the same to one run. */
  readonly as: Operation;
  readonly runs: readonly RunRow[];
  readonly states: (run: RunRow) => { readonly before: unknown; readonly after: unknown };
}

/** Writes an audit event for each run, as if it had been changed by itself. */
export function recordRuns(ctx: Ctx, { as, runs, states }: Recorded): void {
  const { audit: action } = as;
  if (typeof action !== "string") return;
  recordActs(
    ctx.tx,
    runs.map((run): Act => {
      const subject = { kind: "run", id: run.run_id };
      return { caller: ctx, audit: { action, outcome: "done", subject, ...states(run) }, changes: [], now: ctx.now };
    }),
  );
}
