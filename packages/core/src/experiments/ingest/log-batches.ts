import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import type { Tx } from "@plumbline/db";
import { AppError, notFound } from "../../kernel/index.ts";
import { runNameTag } from "../key-rules.ts";
import { runDeleted } from "../lifecycle.ts";
import type { MetricTotals } from "../metric-block.ts";
import { comparePoints } from "../metric-point.ts";
import * as store from "../store/batch-writes.ts";
import { heatRuns } from "../store/hot-runs.ts";
import { insertArrivals } from "../store/metric-arrivals.ts";
import { changeRun } from "../store/runs.ts";
import type { CheckedBatch } from "./check-batch.ts";
import type { EarlyPoints } from "./early-points.ts";
import type { HeldRuns } from "./hold-runs.ts";
import { arrivalOf } from "./run-arrival.ts";
import type { WrittenRun } from "./run-news.ts";
import type { Answers, LogWrite } from "./run-write.ts";

interface Accepted {
  readonly batch: CheckedBatch;
  readonly run: store.TargetRun;
}

type Refusals = Map<CheckedBatch, AppError>;

interface Logs {
  readonly logs: readonly LogWrite[];
  readonly held: HeldRuns;
  readonly logged: readonly store.RunPair[];
  readonly keyIds: ReadonlyMap<string, number>;
  /** What was stored while the runs were looked up. */
  readonly early: EarlyPoints;
  readonly answers: Answers;
}

/** Writes all batches of a transaction. A batch that may not be written fails alone, whole. Returns the runs that were written to. */
export async function writeBatches(tx: Tx, workspaceId: number, given: Logs): Promise<WrittenRun[]> {
  const { logs, held, logged, keyIds, early, answers } = given;
  const refusals: Refusals = new Map();
  const candidates = findCandidates(logs, held, refusals);
  await refuseUnknownModels(tx, workspaceId, { candidates, refusals });
  const params = acceptParams({ candidates, logged, refusals });
  const accepted = candidates.filter(({ batch }) => !refusals.has(batch));
  const tags = lastOfEach(accepted.flatMap(({ batch, run }) => batch.tags.map((tag) => ({ ...tag, runKey: run.key, runId: run.run_id }))));
  // The name of a run and its tag mlflow.runName are one thing.
  for (const { runId, key, value } of tags) if (key === runNameTag && value !== "") changeRun(tx, workspaceId, { runId, name: value });
  // None waits for another: they travel together.
  await Promise.all([
    store.upsertTags(tx, workspaceId, tags),
    params.length > 0 && store.insertParams(tx, workspaceId, params),
    writePoints(tx, workspaceId, { accepted, keyIds, early }),
  ]);
  heatRuns(
    tx,
    workspaceId,
    accepted.map(({ run }) => run).filter((run) => !run.is_hot),
  );
  for (const write of logs) {
    const error = refusals.get(write.batch);
    answers.set(write, error ? { error } : { value: undefined });
  }
  return accepted.map(({ run }) => ({ runId: run.run_id, experimentId: String(run.experiment_id) }));
}

function findCandidates(logs: readonly LogWrite[], held: HeldRuns, refusals: Refusals): Accepted[] {
  return logs.flatMap(({ batch }) => {
    const run = held.get(batch.runId);
    if (run?.lifecycle_stage === "active") return [{ batch, run }];
    refusals.set(batch, run ? runDeleted(batch.runId) : notFound("run", batch.runId));
    return [];
  });
}

async function refuseUnknownModels(
  tx: Tx,
  workspaceId: number,
  given: { candidates: readonly Accepted[]; refusals: Refusals },
): Promise<void> {
  const wanted = given.candidates.flatMap(({ batch }) => batch.modelPoints.map((point) => point.modelId));
  if (wanted.length === 0) return;
  const known = await store.findModels(tx, workspaceId, [...new Set(wanted)]);
  for (const { batch } of given.candidates) {
    const stranger = batch.modelPoints.find((point) => !known.has(point.modelId));
    if (stranger) given.refusals.set(batch, notFound("logged model", stranger.modelId));
  }
}

/** Params of batches that contradict nothing logged before, in the database or earlier in this transaction. */
function acceptParams(given: { candidates: readonly Accepted[]; logged: readonly store.RunPair[]; refusals: Refusals }): store.RunPair[] {
  const { candidates, refusals } = given;
  const logged = new Map(given.logged.map((pair) => [pairKey(pair), pair.value]));
  const fresh: store.RunPair[] = [];
  for (const { batch, run } of candidates) {
    if (refusals.has(batch)) continue;
    const pairs = batch.params.map((param) => ({ ...param, runKey: run.key }));
    const changes = pairs.flatMap((pair) => {
      const old = logged.get(pairKey(pair));
      return old === undefined || old === pair.value ? [] : [{ key: pair.key, old, new: pair.value }];
    });
    if (changes.length > 0) {
      refusals.set(batch, paramChanged(batch.runId, changes));
      continue;
    }
    for (const pair of pairs) {
      if (!logged.has(pairKey(pair))) fresh.push(pair);
      logged.set(pairKey(pair), pair.value);
    }
  }
  return fresh;
}

function paramChanged(runId: string, changes: readonly { key: string; old: string; new: string }[]): AppError {
  const [first] = changes;
  return new AppError(
    "conflict",
    `Params do not change once logged: "${first?.key}" of run "${runId}" is "${first?.old}", not "${first?.new}".`,
    {
      params: { reason: "param-changed", runId, changes },
    },
  );
}

async function writePoints(
  tx: Tx,
  workspaceId: number,
  given: { accepted: readonly Accepted[]; keyIds: ReadonlyMap<string, number>; early: EarlyPoints },
): Promise<void> {
  const { accepted, keyIds, early } = given;
  const late = accepted.filter(({ batch }) => batch.series.length > 0 && !early.batches.has(batch));
  const arrivals = late.map(({ batch, run }) => arrivalOf(batch, { runKey: run.key, keyIds }));
  const modelPoints = accepted.flatMap(({ batch, run }) => batch.modelPoints.map((point) => ({ ...point, runId: run.run_id })));
  const [stored] = await Promise.all([
    arrivals.length > 0 ? insertArrivals(tx, workspaceId, arrivals) : [],
    modelPoints.length > 0 && store.insertModelPoints(tx, workspaceId, modelPoints),
  ]);
  const added = [...early.stored, ...stored];
  if (added.length > 0) store.upsertSummaries(tx, workspaceId, mergeTotals(added.flatMap(({ changes }) => changes)));
}

/** Each run and key once. */
function mergeTotals(changes: readonly store.SummaryChange[]): store.SummaryChange[] {
  const merged = new Map<number, Map<number, store.SummaryChange>>();
  for (const change of changes) {
    const { runKey, keyId, totals } = change;
    const ofRun = merged.get(runKey) ?? new Map<number, store.SummaryChange>();
    merged.set(runKey, ofRun);
    const before = ofRun.get(keyId);
    ofRun.set(keyId, before ? { runKey, keyId, totals: addTotals(before.totals, totals) } : change);
  }
  return [...merged.values()].flatMap((ofRun) => [...ofRun.values()]);
}

const addTotals = (left: MetricTotals, right: MetricTotals): MetricTotals => ({
  count: left.count + right.count,
  numericCount: left.numericCount + right.numericCount,
  min: least(left.min, right.min),
  max: greatest(left.max, right.max),
  sum: left.sum + right.sum,
  first: comparePoints(left.first, right.first) <= 0 ? left.first : right.first,
  last: comparePoints(left.last, right.last) >= 0 ? left.last : right.last,
});
const least = (left: number | undefined, right: number | undefined) =>
  left === undefined || right === undefined ? (left ?? right) : Math.min(left, right);
const greatest = (left: number | undefined, right: number | undefined) =>
  left === undefined || right === undefined ? (left ?? right) : Math.max(left, right);

const pairKey = (pair: { runKey: number; key: string }): string => `${pair.runKey} ${pair.key}`;
const lastOfEach = <T extends KeyValue & { runKey: number }>(pairs: readonly T[]): T[] => [
  ...new Map(pairs.map((pair) => [pairKey(pair), pair])).values(),
];
