import type { Deps } from "../../kernel/index.ts";
import { ExecutorUnreachable } from "../executors/executor.ts";
import { decide } from "../rules/decide.ts";
import { selectUnfinishedOf, type UnfinishedRow } from "../store/unfinished.ts";
import { applyDecision } from "./apply-decision.ts";
import { situationOf } from "./situation.ts";

/** More steps than these in a row are a mistake of ours: the rest waits for the next look. */
const stepsMax = 12;

/** Takes a job as far as it can go now. `row` is read already; it is read anew after each step. */
export async function reconcileJob(deps: Deps, first: UnfinishedRow): Promise<void> {
  let row: UnfinishedRow | undefined = first;
  for (let step = 0; row && step < stepsMax; step++) {
    const decision = decide(await situationOf(deps, row));
    if (decision.step === "none") return;
    try {
      await applyDecision(deps, row, decision);
    } catch (error) {
      // It is noticed, and told, at the next look.
      if (error instanceof ExecutorUnreachable) return;
      throw error;
    }
    // Nothing follows at once from having asked: the executor answers when it has happened.
    if (decision.step === "stop" || decision.step === "launch") return;
    row = await readAnew(deps, row.id);
  }
}

async function readAnew(deps: Deps, jobId: string): Promise<UnfinishedRow | undefined> {
  const [row] = await deps.db.transaction({ role: "system" }, (tx) => selectUnfinishedOf(tx, [jobId]));
  return row;
}
