import * as contract from "@plumbline/contracts/experiments/run";
import type { Tx } from "@plumbline/db";
import { type Act, AppError, actsOf, notFound, remember, replay } from "../../kernel/index.ts";
import { experimentDeleted } from "../lifecycle.ts";
import { type InsertedRun, insertRuns, type NewRun } from "../store/runs.ts";
import type { Answers, CreateWrite, Moment } from "./run-write.ts";

/** Begins the runs of a transaction; one that may not begin fails alone. Returns what is to be recorded. */
export async function createRuns(tx: Tx, moment: Moment, given: { writes: readonly CreateWrite[]; answers: Answers }): Promise<Act[]> {
  const { answers } = given;
  const writes = await withoutRepeated(tx, given.writes, answers);
  if (writes.length === 0) return [];
  const runs = writes.map(({ run }) => run);
  const made = await insertRuns(tx, moment.workspaceId, runs);
  const acts: Act[] = [];
  for (const write of writes) {
    const row = made.get(write.run.runId);
    const refusal = refusalOf(write.run, row);
    if (refusal) {
      answers.set(write, { error: refusal });
      continue;
    }
    const result = begun(write, row?.artifact_uri ?? "");
    answers.set(write, { value: result });
    acts.push(...actsOf(contract.createRun, { caller: write.caller, outcome: outcomeOf(result), now: moment.now }));
    if (write.request) await remember(tx, write.request, { response: result, now: moment.now });
  }
  return acts;
}

/** Gives a request that was answered before the same answer again. */
async function withoutRepeated(tx: Tx, writes: readonly CreateWrite[], answers: Answers): Promise<CreateWrite[]> {
  const fresh: CreateWrite[] = [];
  for (const write of writes) {
    const earlier = write.request && (await replay<contract.Run>(tx, write.request));
    if (earlier) answers.set(write, { value: earlier.response });
    else fresh.push(write);
  }
  return fresh;
}

function refusalOf({ runId, experimentId }: NewRun, made: InsertedRun | undefined): AppError | undefined {
  const experiment = String(experimentId);
  if (!made?.lifecycle_stage) return notFound("experiment", experiment);
  if (made.lifecycle_stage === "deleted") return experimentDeleted(experiment);
  if (made.artifact_uri !== null) return undefined;
  return new AppError("conflict", `A run with the id "${runId}" exists already.`, { params: { reason: "run-id-taken", runId } });
}

const begun = ({ run, caller }: CreateWrite, artifactUri: string): contract.Run => ({
  runId: run.runId,
  name: run.name,
  experimentId: String(run.experimentId),
  status: "RUNNING",
  userId: run.userId,
  createdBy: run.createdBy,
  owner: caller.actor.name,
  startTime: run.startTime,
  endTime: null,
  lifecycleStage: "active",
  artifactUri,
  params: [],
  tags: [...run.tags],
  metrics: [],
  inputs: [],
  modelInputs: [],
  modelOutputs: [],
});

const outcomeOf = (run: contract.Run) => ({
  result: run,
  subject: { kind: "run", id: run.runId },
  after: { experimentId: run.experimentId, name: run.name, userId: run.userId },
  changes: [{ topic: "run", subject: run.runId, kind: "create", data: { experimentId: run.experimentId } }],
});
