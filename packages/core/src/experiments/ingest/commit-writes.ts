import type { Tx } from "@plumbline/db";
import { recordActs, type Settled } from "../../kernel/index.ts";
import { createRuns } from "./create-runs.ts";
import { confirmEarly, findEarly, type RunNumbers, storeEarly } from "./early-points.ts";
import { type HeldRuns, holdRuns } from "./hold-runs.ts";
import { writeBatches } from "./log-batches.ts";
import type { WrittenRun } from "./run-news.ts";
import type { Answers, CreateWrite, LogWrite, Moment, RunAnswer, RunWrite, UpdateWrite } from "./run-write.ts";
import { updateRuns } from "./update-runs.ts";

/** What a transaction of several writes did: an answer for each, and the runs that were logged to. */
interface Committed {
  readonly settled: readonly Settled<RunAnswer>[];
  readonly logged: readonly WrittenRun[];
  /** The runs that were there to be written to. */
  readonly held: HeldRuns;
}

/**
 * Does all writes of one workspace in the open transaction, and records them. A write that may not be done fails alone, whole. Throws `HastyWrite`
 * where `numbers` named a run that may not be written to.
 */
export async function commitWrites(
  tx: Tx,
  moment: Moment,
  given: { writes: readonly RunWrite[]; keyIds: ReadonlyMap<string, number>; numbers: RunNumbers },
): Promise<Committed> {
  const { writes, keyIds, numbers } = given;
  const creates = writes.filter((write): write is CreateWrite => write.kind === "create");
  const updates = writes.filter((write): write is UpdateWrite => write.kind === "update");
  const logs = writes.filter((write): write is LogWrite => write.kind === "log");
  const answers: Answers = new Map();
  // What does not wait for each other travels together.
  const [begun, { held, logged }, early] = await Promise.all([
    createRuns(tx, moment, { writes: creates, answers }),
    holdRuns(tx, moment.workspaceId, { logs, updates }),
    storeEarly(tx, moment.workspaceId, { batches: findEarly(logs, numbers), keyIds }),
  ]);
  confirmEarly(early, held);
  // One after the other: where a tag names a run that an update names too, the update's name stays, of run and tag.
  const written = await writeBatches(tx, moment.workspaceId, { logs, held, logged, keyIds, early, answers });
  const changed = await updateRuns(tx, moment, { writes: updates, held, answers });
  recordActs(tx, [...begun, ...changed]);
  return {
    settled: writes.map((write) => answers.get(write) ?? { error: new Error("a write was left without an answer") }),
    logged: written,
    held,
  };
}
