import * as contract from "@plumbline/contracts/experiments/run";
import type { Tx } from "@plumbline/db";
import { type Act, actsOf, notFound } from "../../kernel/index.ts";
import { runNameTag } from "../key-rules.ts";
import { runDeleted } from "../lifecycle.ts";
import { type RunPair, type TargetRun, upsertTags } from "../store/batch-writes.ts";
import { heatRuns } from "../store/hot-runs.ts";
import * as store from "../store/runs.ts";
import type { HeldRuns } from "./hold-runs.ts";
import type { Answers, Moment, UpdateWrite } from "./run-write.ts";

/** Changes the held runs of a transaction; one that may not change fails alone. Returns what is to be recorded. */
export async function updateRuns(
  tx: Tx,
  moment: Moment,
  given: { writes: readonly UpdateWrite[]; held: HeldRuns; answers: Answers },
): Promise<Act[]> {
  const { writes, held, answers } = given;
  const acts: Act[] = [];
  const changes = new Map<TargetRun, store.RunChange>();
  const infos = new Map([...held].map(([runId, row]) => [runId, store.toRunInfo(row)]));
  for (const { write, row } of active(writes, held, answers)) {
    const { caller, input } = write;
    const before = infos.get(input.runId) ?? store.toRunInfo(row);
    const after = changed(before, input);
    infos.set(input.runId, after);
    changes.set(row, changed<store.RunChange>(changes.get(row) ?? { runId: row.run_id }, input));
    answers.set(write, { value: after });
    acts.push(...actsOf(contract.updateRun, { caller, outcome: outcomeOf(before, after), now: moment.now }));
  }
  const named: RunPair[] = [];
  for (const [row, change] of changes) {
    store.changeRun(tx, moment.workspaceId, change);
    if (change.name !== undefined) named.push({ runKey: row.key, key: runNameTag, value: change.name });
  }
  heatRuns(
    tx,
    moment.workspaceId,
    [...changes.keys()].filter((run) => !run.is_hot),
  );
  await upsertTags(tx, moment.workspaceId, named);
  return acts;
}

/** The writes whose runs may change; the others are answered. */
function active(writes: readonly UpdateWrite[], held: HeldRuns, answers: Answers): { write: UpdateWrite; row: TargetRun }[] {
  return writes.flatMap((write) => {
    const { runId } = write.input;
    const row = held.get(runId);
    if (row?.lifecycle_stage === "active") return [{ write, row }];
    answers.set(write, { error: row ? runDeleted(runId) : notFound("run", runId) });
    return [];
  });
}

const changed = <T extends Omit<store.RunChange, "runId"> | contract.RunInfo>(
  before: T,
  { status, endTime, name }: UpdateWrite["input"],
): T => ({
  ...before,
  status: status ?? before.status,
  endTime: endTime ?? before.endTime,
  name: name ?? before.name,
});

const outcomeOf = (before: contract.RunInfo, after: contract.RunInfo) => ({
  result: after,
  subject: { kind: "run", id: after.runId },
  before: { status: before.status, endTime: before.endTime, name: before.name },
  after: { status: after.status, endTime: after.endTime, name: after.name },
  changes: [{ topic: "run", subject: after.runId, kind: "update", data: { experimentId: after.experimentId } }],
});
