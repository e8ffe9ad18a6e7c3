import type { Deps } from "../../kernel/index.ts";
import { ExecutorUnreachable } from "../executors/executor.ts";
import { type Decision, decide } from "../rules/decide.ts";
import { selectUnfinishedOf, type UnfinishedRow } from "../store/unfinished.ts";
import { applyDecision } from "./apply-decision.ts";
import type { LaunchLanes } from "./launch-lanes.ts";
import { situationOf } from "./situation.ts";

/** More steps than these in a row are a mistake of ours: the rest waits for the next look. */
const stepsMax = 12;

/**
 * Takes a job as far as it can go now. `first` is read already; it is read anew after each step. Answers when the job is to be looked
 * at again, where that is known.
 */
export async function reconcileJob(deps: Deps, first: UnfinishedRow, launches?: LaunchLanes): Promise<Date | undefined> {
  let row: UnfinishedRow | undefined = first;
  for (let step = 0; row && step < stepsMax; step++) {
    const decision = decide(await situationOf(deps, row));
    if (decision.step === "none" || isHandedOver(row, decision, launches)) return row.next_try_at ?? undefined;
    const isReached = await reaching(() => applyDecision(deps, row as UnfinishedRow, decision));
    if (!isReached) return undefined;
    row = await readAnew(deps, row.id);
    // Nothing follows at once from having asked: the executor answers when it has happened. One that was refused is over already.
    const hasAsked = decision.step === "stop" || decision.step === "launch";
    if (hasAsked && row?.phase !== "ended") return undefined;
  }
  return undefined;
}

function isHandedOver(row: UnfinishedRow, { step }: Decision, launches: LaunchLanes | undefined): boolean {
  if (step !== "launch" || !launches) return false;
  launches.add(row);
  return true;
}

/** False where the executor did not answer: that is noticed, and told, at the next look. */
async function reaching(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof ExecutorUnreachable) return false;
    throw error;
  }
}

async function readAnew(deps: Deps, jobId: string): Promise<UnfinishedRow | undefined> {
  const [row] = await deps.db.transaction({ role: "system" }, (tx) => selectUnfinishedOf(tx, [jobId]));
  return row;
}
