import { endBroughtRuns, openBroughtRuns, reopenBroughtRuns } from "../../experiments/index.ts";
import type { SourceRun } from "../source/entities.ts";
import { findRunOrigins, openRunOrigins, type RunOrigin, settleRunOrigins } from "../store/origins.ts";
import { eachAtOnce } from "./at-once.ts";
import { bringArtifacts } from "./bring-artifacts.ts";
import type { PlacedExperiment } from "./bring-experiments.ts";
import type { ModelsOfRuns } from "./bring-logged-models.ts";
import { bringParts } from "./bring-parts.ts";
import { bringPoints, type OpenRun } from "./bring-points.ts";
import { DigestSum } from "./digest-sum.ts";
import { type PreparedRun, prepareRun, whyRunRefused } from "./prepare-run.ts";
import { expectedFacts, fingerprintOf } from "./run-facts.ts";
import { asImporter, type Work } from "./work.ts";

const chunkRuns = 100;
const runsAtOnce = 8;

/** Brings the runs of an experiment with all that hangs on them. Those that are here as they are there are passed over. */
export async function bringRuns(work: Work, placed: PlacedExperiment, models: ModelsOfRuns): Promise<void> {
  for await (const page of work.source.runs(placed.source.experiment_id)) {
    for (let start = 0; start < page.length; start += chunkRuns) {
      work.reporter.signal.throwIfAborted();
      await bringChunk(work, { runs: page.slice(start, start + chunkRuns), experimentId: placed.experimentId, models });
    }
  }
}

interface Chunk {
  readonly runs: readonly SourceRun[];
  readonly experimentId: number;
  readonly models: ModelsOfRuns;
}

async function bringChunk(work: Work, { runs, experimentId, models }: Chunk): Promise<void> {
  const { reporter, sourceKey, workspaceId } = work;
  reporter.count("runs", "source", runs.length);
  const prepared = runs.flatMap((run) => {
    const why = whyRunRefused(run);
    if (why === undefined) return [prepareRun(run, experimentId)];
    leaveOut(work, run.info.run_id, why);
    reporter.step();
    return [];
  });
  for (const { run, problems } of prepared)
    for (const { kind, reason } of problems) reporter.problem(kind, `run ${run.runId}: ${reason.slice(0, 120)}`, reason);
  const runIds = prepared.map(({ run }) => run.runId);
  const origins = await asImporter(work, (ctx) => findRunOrigins(ctx.tx, workspaceId, { sourceKey, runIds }));
  const [same, others] = partition(prepared, (one) => isUnchanged(one, origins.get(one.run.runId)));
  await passOver(work, same, origins);
  const open = await openRuns(work, others, origins);
  await writeRuns(work, open, models);
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  const { first = [], second = [] } = Object.groupBy(items, (item) => (isFirst(item) ? "first" : "second"));
  return [first, second];
}

/** As it was when it was brought whole. A run that goes on there may have points that its last ones do not show. */
function isUnchanged(prepared: PreparedRun, origin: RunOrigin | undefined): boolean {
  if (!origin?.is_whole || prepared.run.status === "RUNNING") return false;
  return origin.fingerprint?.equals(fingerprintOf(expectedFacts(prepared))) ?? false;
}

/** Their files may still be new. What this import itself brought before it was interrupted is whole. */
async function passOver(work: Work, runs: readonly PreparedRun[], origins: ReadonlyMap<string, RunOrigin>): Promise<void> {
  const { reporter, importId } = work;
  await eachAtOnce(runs, runsAtOnce, async ({ run, params, tags, artifactUri }) => {
    const origin = origins.get(run.runId);
    const what = origin?.import_id === importId ? "brought" : "unchanged";
    reporter.count("runs", what);
    for (const [kind, number] of [
      ["points", origin?.points ?? 0],
      ["params", params.length],
      ["tags", tags.length],
    ] as const) {
      reporter.count(kind, "source", number);
      reporter.count(kind, what, number);
    }
    const to = directoryOf(run);
    await bringArtifacts(work, { root: { uri: artifactUri, runId: run.runId }, to, subject: `run ${run.runId}`, isFresh: false });
    reporter.step();
  });
}

const directoryOf = ({ experimentId, runId }: PreparedRun["run"]): string => `${experimentId}/${runId}/artifacts`;

/** Makes those that are new, and lets those that came before be written to. One whose id a run from elsewhere has is left out. */
async function openRuns(work: Work, runs: readonly PreparedRun[], origins: ReadonlyMap<string, RunOrigin>): Promise<OpenRun[]> {
  const { sourceKey, importId, workspaceId } = work;
  if (runs.length === 0) return [];
  const made = await asImporter(work, async (ctx) => {
    const isKnown = ({ run }: PreparedRun) => origins.has(run.runId);
    const fresh = await openBroughtRuns(
      ctx,
      runs.filter((one) => !isKnown(one)).map(({ run }) => run),
    );
    const known = runs.filter(isKnown).map(({ run }) => run.runId);
    await reopenBroughtRuns(ctx, known);
    await openRunOrigins(ctx.tx, workspaceId, { sourceKey, importId, runIds: [...fresh, ...known] });
    return fresh;
  });
  // Its name, state or times may be all that is new. What this import began before it was interrupted is its own.
  const isNew = (prepared: PreparedRun): boolean => {
    const origin = origins.get(prepared.run.runId);
    return origin?.import_id === importId || !origin?.fingerprint?.equals(fingerprintOf(expectedFacts(prepared)));
  };
  return runs.flatMap((prepared) => {
    const { runId } = prepared.run;
    if (made.has(runId) || origins.has(runId))
      return [{ prepared, isFresh: made.has(runId), isTouched: isNew(prepared), points: new DigestSum(), failures: [] }];
    leaveOut(work, runId, "A run of this id is here already, which is not from this source. It stays as it is.");
    work.reporter.step();
    return [];
  });
}

function leaveOut({ reporter }: Work, runId: string, why: string): void {
  reporter.count("runs", "leftOut");
  reporter.problem("run", runId, why);
}

async function writeRuns(work: Work, runs: readonly OpenRun[], models: ModelsOfRuns): Promise<void> {
  if (runs.length === 0) return;
  const { reporter, sourceKey, workspaceId } = work;
  await bringPoints(work, runs, models);
  await eachAtOnce(runs, runsAtOnce, async (run) => {
    reporter.signal.throwIfAborted();
    await bringParts(work, run, models);
    const { run: brought, artifactUri } = run.prepared;
    const root = { uri: artifactUri, runId: brought.runId };
    const isWhole = await bringArtifacts(work, { root, to: directoryOf(brought), subject: `run ${brought.runId}`, isFresh: run.isFresh });
    if (!isWhole) run.failures.push("");
    for (const failure of run.failures) if (failure !== "") reporter.problem("run", brought.runId, failure);
  });
  await asImporter(work, async (ctx) => {
    await endBroughtRuns(
      ctx,
      runs.map(({ prepared }) => prepared.run),
    );
    await settleRunOrigins(ctx.tx, workspaceId, { sourceKey, runs: runs.map(writtenOf) });
  });
  for (const { isTouched } of runs) reporter.count("runs", isTouched ? "brought" : "unchanged");
  reporter.step(runs.length);
}

const writtenOf = ({ prepared, points, failures }: OpenRun) => ({
  runId: prepared.run.runId,
  isWhole: failures.length === 0,
  fingerprint: fingerprintOf(expectedFacts(prepared)),
  points: points.count,
  pointSum: points.bytes,
});
