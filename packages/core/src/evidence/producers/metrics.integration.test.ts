import type { ProduceInput } from "@plumbline/contracts/evidence/evidence";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLoggedModel, logBatch, logInputs } from "../../experiments/index.ts";
import type { Caller } from "../../kernel/index.ts";
import { registerVersion } from "../../registry/index.ts";
import { getEvidence } from "../index.ts";
import { openTestEvidence, type TestEvidence, type TestVersion } from "../open-test-evidence.ts";

let it: TestEvidence;
let caller: Caller;
beforeAll(async () => {
  it = await openTestEvidence();
  caller = await it.newCaller(await it.env.createWorkspace());
});
afterAll(() => it.env.close());

type Metrics = Omit<Extract<ProduceInput, { kind: "metrics" }>, "kind">;
async function read(version: TestVersion, more: Metrics = {}) {
  const production = await it.make(caller, version, { kind: "metrics", ...more });
  const { evidenceId } = production;
  return { production, evidence: evidenceId === null ? undefined : await getEvidence(it.deps, caller, { evidenceId }) };
}
const point = (key: string, value: number | "NaN", step = 0) => ({ key, value, step, timestamp: step + 1 });
const dataset = (name: string, digest: string) => ({ dataset: { name, digest, sourceType: "local", source: "{}" } });

describe("of a run", () => {
  test("the newest values are read, under the run's own names", async () => {
    const made = await it.register(caller);
    await logBatch(it.deps, caller, {
      runId: made.runId,
      metrics: [point("auc", 0.5), point("auc", 0.91, 3), point("val/ks", 0.4), point("odd", "NaN")],
    });
    const { evidence } = await read(made, { id: "holdout" });
    expect(evidence).toMatchObject({
      kind: "metrics",
      title: "Metrics",
      verdict: "info",
      summary: `3 metrics of the run ${made.runId}.`,
      values: { auc: 0.91, "val/ks": 0.4, odd: null, id: "holdout" },
      inputs: [{ kind: "run", name: made.runId, digest: null }],
      producer: { kind: "platform" },
    });
  });

  test("are known to be of a dataset where the run has that one alone", async () => {
    const made = await it.register(caller);
    await logBatch(it.deps, caller, { runId: made.runId, metrics: [point("auc", 0.8)] });
    const other = await read(made, { dataset: "loans" });
    expect(other.production).toMatchObject({ state: "failed", message: expect.stringContaining('the dataset "loans"') });
    await logInputs(it.deps, caller, { runId: made.runId, datasets: [dataset("loans", "d1")] });
    expect((await read(made, { dataset: "loans" })).evidence).toMatchObject({
      values: { auc: 0.8, dataset: "loans" },
      inputs: [{ kind: "run" }, { kind: "dataset", name: "loans", digest: "d1" }],
    });
    await logInputs(it.deps, caller, { runId: made.runId, datasets: [dataset("others", "d2")] });
    expect((await read(made, { dataset: "loans" })).production.state).toBe("failed");
  });

  test("are at most as many as evidence has room for", async () => {
    const made = await it.register(caller);
    await logBatch(it.deps, caller, {
      runId: made.runId,
      metrics: Array.from({ length: 495 }, (_, index) => point(`m${String(index).padStart(3, "0")}`, index)),
    });
    const { evidence } = await read(made);
    expect(Object.keys(evidence?.values ?? {})).toHaveLength(490);
    expect(evidence).toMatchObject({ summary: expect.stringContaining("The first 490 metrics"), method: { isCut: true } });
  });

  test("without metrics fails with the reason", async () => {
    const made = await it.register(caller);
    expect((await read(made)).production).toMatchObject({
      state: "failed",
      message: "Neither the version's run nor its logged model holds metrics.",
    });
  });
});

describe("of a logged model", () => {
  async function registerModel() {
    const run = await it.register(caller);
    const { modelId, artifactUri } = await createLoggedModel(it.deps, caller, { experimentId: "0", sourceRunId: run.runId, name: "m" });
    await it.write(caller, `${artifactUri.replace("mlflow-artifacts:/", "")}/MLmodel`, `flavors: {}\nid: ${modelId}\n`);
    const of = { runId: run.runId, modelId };
    const log = ([name, digest]: readonly [string, string], value: number, step: number) =>
      logBatch(it.deps, caller, {
        runId: of.runId,
        metrics: [{ ...point("auc", value, step), modelId, datasetName: name, datasetDigest: digest }],
      });
    await log(["train", "t1"], 0.99, 1);
    await log(["holdout", "h1"], 0.7, 1);
    await log(["holdout", "h1"], 0.85, 2);
    const version = await registerVersion(it.deps, caller, { model: run.model, source: `models:/${modelId}`, loggedModelId: modelId });
    return { ...of, model: run.model, version: version.version };
  }

  test("a dataset narrows the values to those computed on it", async () => {
    const made = await registerModel();
    expect((await read(made, { dataset: "holdout" })).evidence).toMatchObject({
      title: "Metrics on holdout",
      values: { auc: 0.85, dataset: "holdout" },
      inputs: [
        { kind: "logged-model", name: made.modelId },
        { kind: "dataset", name: "holdout", digest: "h1" },
        { kind: "run", name: made.runId },
      ],
    });
    expect((await read(made, { dataset: "train" })).evidence).toMatchObject({ values: { auc: 0.99 } });
    expect((await read(made, { dataset: "nowhere" })).production).toMatchObject({ state: "failed" });
    // Of whatever data: no clause that names a dataset may take it.
    expect((await read(made)).evidence?.inputs.some(({ kind }) => kind === "dataset")).toBe(false);
  });

  test("of the version's run is found where the version names the run alone", async () => {
    const { runId, model } = await registerModel();
    const [run] = await it.env.sql<{ artifact_uri: string }>("SELECT artifact_uri FROM run WHERE run_id = $1", [runId]);
    const { version } = await registerVersion(it.deps, caller, { model, source: `${run?.artifact_uri}/model`, runId });
    expect((await read({ model, version }, { dataset: "holdout" })).evidence).toMatchObject({ values: { auc: 0.85 } });
  });
});
