import { getMetricHistory, getRun } from "../../experiments/index.ts";
import { findRunOrigins, type RunOrigin } from "../store/origins.ts";
import { eachAtOnce } from "./at-once.ts";
import type { PlacedExperiment } from "./bring-experiments.ts";
import { DigestSum, pointText } from "./digest-sum.ts";
import { type PreparedRun, prepareRun, whyRunRefused } from "./prepare-run.ts";
import { differencesOf, expectedFacts, factsHere, fingerprintOf } from "./run-facts.ts";
import { asImporter, type Work } from "./work.ts";

const runsAtOnce = 4;
const keysAtOnce = 4;

/** Reads the runs of an experiment that this import brought on both sides again, and compares them. */
export async function verifyRuns(work: Work, { source, experimentId }: PlacedExperiment): Promise<void> {
  const { sourceKey, workspaceId, importId, reporter } = work;
  for await (const page of work.source.runs(source.experiment_id)) {
    const prepared = page.filter((run) => whyRunRefused(run) === undefined).map((run) => prepareRun(run, experimentId));
    const runIds = prepared.map(({ run }) => run.runId);
    const origins = await asImporter(work, (ctx) => findRunOrigins(ctx.tx, workspaceId, { sourceKey, runIds }));
    await eachAtOnce(prepared, runsAtOnce, async (one) => {
      reporter.signal.throwIfAborted();
      const origin = origins.get(one.run.runId);
      if (origin?.import_id === importId && origin.fingerprint !== null) await verifyRun(work, one, origin);
      reporter.step();
    });
  }
}

async function verifyRun(work: Work, prepared: PreparedRun, origin: RunOrigin): Promise<void> {
  const { deps, caller, reporter, checks } = work;
  const { runId } = prepared.run;
  const expected = expectedFacts(prepared);
  const here = factsHere(await getRun(deps, caller, { runId }), expected);
  if (origin.fingerprint !== null && !origin.fingerprint.equals(fingerprintOf(expected))) {
    reporter.problem("run", runId, "It changed at the source while it was brought. Run the import again to bring what is new.");
    return;
  }
  const text = (facts: typeof here): string => `${runId} ${fingerprintOf(facts).toString("hex")}`;
  if (!checks.compare("runs", { there: text(expected), here: text(here) }))
    reporter.problem("run", runId, `It differs from the source in ${differencesOf(expected, here).join(", ")}.`);
  const points = await pointsHere(work, prepared);
  if (!checks.addSums("points", { there: { sum: origin.point_sum ?? Buffer.alloc(16), count: origin.points }, here: points }))
    reporter.problem("points", runId, `${points.count} points are here, ${origin.points} were read at the source, or their values differ.`);
}

async function pointsHere({ deps, caller }: Work, { run, metrics }: PreparedRun): Promise<DigestSum> {
  const sum = new DigestSum();
  await eachAtOnce(metrics, keysAtOnce, async ({ key }) => {
    const { items } = await getMetricHistory(deps, caller, { runId: run.runId, key });
    for (const point of items) sum.add(pointText(key, { ...point, value: Number(point.value) }));
  });
  return sum;
}
