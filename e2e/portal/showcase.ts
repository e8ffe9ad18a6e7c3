import type { APIRequestContext } from "@playwright/test";
import type { ShownComparison } from "./comparison-showcase.ts";
import type { ShownDatasets } from "./dataset-showcase.ts";
import type { Governed } from "./governance-showcase.ts";
import type { ShownImports } from "./import-showcase.ts";
import type { ShownJobs } from "./job-showcase.ts";
import { unreachableKubeconfig } from "./kubeconfig.ts";
import { modelFile } from "./model-file.ts";
import { matrixPicture } from "./picture.ts";
import type { Shared } from "./quota-showcase.ts";
import type { ShownReports } from "./report-showcase.ts";
import { scoresParquet } from "./run-files.ts";
import { call } from "./session.ts";
import { createExperiment, createRun, endRun, logBatch, type NewRun, type Tracking, uploadFile } from "./tracking.ts";

/** Ids of what the pages show. */
export interface Showcase extends ShownDatasets, ShownComparison, ShownReports, Governed, Shared, ShownImports, ShownJobs {
  workspace: string;
  emptyWorkspace: string;
  experimentId: string;
  /** Finished, with everything that a run can have. */
  runId: string;
  /** Running, with nothing but a metric. */
  liveRunId: string;
  /** Finished, without a curve: figures, pictures and the runs that it started. */
  searchRunId: string;
  /** The model that the first run has logged. */
  loggedModelId: string;
  /** Asks for more of a cluster's pool; not decided yet. */
  quotaOfCluster: number;
  /** Registered, with two versions and all that people keep about a model. */
  model: string;
  /** An intake, and nothing more yet. */
  plannedModel: string;
}

/** What clients log; models are registered after it. */
export type Tracked = Omit<
  Showcase,
  | "workspace"
  | "emptyWorkspace"
  | "model"
  | "plannedModel"
  | "quotaOfCluster"
  | keyof ShownDatasets
  | keyof ShownComparison
  | keyof ShownReports
  | keyof Governed
  | keyof Shared
  | keyof ShownImports
  | keyof ShownJobs
>;

const minuteMs = 60_000;
const steps = 60;

/** Fills a workspace by the ways of clients: experiments, runs of every state, curves, files, a model. */
export async function fillWorkspace(client: Tracking): Promise<Tracked> {
  const experimentId = await createExperiment(client, "credit-default");
  await createExperiment(client, "credit-default-with-a-name-that-goes-on-for-rather-longer-than-any-column-is-wide");
  const startTime = Date.now() - 190 * minuteMs;
  const runId = await createRun(client, { experimentId, name: "gradient-boosting", startTime, tags: conditions });
  await logCurves(client, runId, { startTime, until: 0.31 });
  await logSystem(client, runId, startTime);
  await logBatch(client, runId, {
    params: { max_depth: "6", learning_rate: "0.05", seed: "7", objective: "binary:logistic" },
    tags: notes,
  });
  await logInput(client, runId);
  const loggedModelId = await logModel(client, runId, experimentId);
  await logFiles(client, runId);
  await endRun(client, runId, { status: "FINISHED", endTime: startTime + 42 * minuteMs });
  const searchRunId = await logSearch(client, { experimentId, name: "grid-search", startTime: startTime - 300 * minuteMs });
  const failed = await createRun(client, { experimentId, name: "wide-network", startTime: Date.now() - 30 * minuteMs });
  await endRun(client, failed, { status: "FAILED" });
  const liveStart = Date.now() - 4 * minuteMs;
  const liveRunId = await createRun(client, { experimentId, name: "deep-network", startTime: liveStart });
  await logCurves(client, liveRunId, { startTime: liveStart, until: 0.4 });
  await throwAway(client, experimentId);
  return { experimentId, runId, liveRunId, searchRunId, loggedModelId };
}

/** A run and an experiment that wait in the trash. */
async function throwAway(client: Tracking, experimentId: string): Promise<void> {
  const runId = await createRun(client, { experimentId, name: "typo-in-the-seed" });
  await client.post("runs/delete", { run_id: runId });
  const first = await createExperiment(client, "first-tries");
  await createRun(client, { experimentId: first, name: "warm-up" });
  await client.post("experiments/delete", { experiment_id: first });
}

const conditions = {
  "mlflow.source.name": "train/credit.py",
  "mlflow.source.type": "LOCAL",
  "mlflow.source.git.commit": "9f1c2ab34de56f7089abcdef0123456789abcdef",
  "mlflow.user": "cora",
};
const notes = { team: "risk", "mlflow.note.content": "Early stopping at step 52.\nThe holdout is the last quarter." };

async function logCurves(client: Tracking, runId: string, { startTime, until }: { startTime: number; until: number }): Promise<void> {
  const metrics = Array.from({ length: steps }, (_, step) => {
    const timestamp = startTime + (step + 1) * 4_000;
    const fall = until + 0.4 * Math.exp(-step / 14);
    return [
      { key: "train_loss", value: fall - 0.02, step, timestamp },
      { key: "val_loss", value: fall + 0.02 * Math.sin(step / 3), step, timestamp },
      { key: "auc", value: 1 - fall / 2, step, timestamp },
      { key: "learning_rate", value: 0.1 / (1 + step), step, timestamp },
    ];
  }).flat();
  await logBatch(client, runId, { metrics });
}

async function logSystem(client: Tracking, runId: string, startTime: number): Promise<void> {
  const metrics = Array.from({ length: steps }, (_, step) => {
    const timestamp = startTime + (step + 1) * 4_000;
    return [
      { key: "system/cpu_utilization_percentage", value: 60 + 20 * Math.sin(step / 5), step, timestamp },
      { key: "system/system_memory_usage_megabytes", value: 3_000 + 40 * step, step, timestamp },
      { key: "system/gpu_0_utilization_percentage", value: 90 - (step % 9), step, timestamp },
    ];
  }).flat();
  await logBatch(client, runId, { metrics });
}

function logInput(client: Tracking, runId: string): Promise<unknown> {
  const dataset = { name: "loans-2026q3", digest: "a41f09c2", source_type: "http", source: '{"url":"https://data.example/loans.parquet"}' };
  return client.post("runs/log-inputs", {
    run_id: runId,
    datasets: [{ dataset, tags: [{ key: "mlflow.data.context", value: "training" }] }],
  });
}

async function logModel(client: Tracking, runId: string, experimentId: string): Promise<string> {
  const body = { experiment_id: experimentId, name: "credit-default", source_run_id: runId };
  const { model } = await client.post<{ model: { info: { model_id: string; artifact_uri: string } } }>("logged-models", body);
  const { model_id, artifact_uri } = model.info;
  const place = artifact_uri.replace(/^mlflow-artifacts:\/*/, "/api/2.0/mlflow-artifacts/artifacts/");
  await client.put(`${place}/requirements.txt`, "mlflow==3.17.0\nscikit-learn==1.8.0\nnumpy==2.4.1\n");
  await client.put(`${place}/python_env.yaml`, "python: 3.12.7\n");
  await client.put(`${place}/MLmodel`, modelFile);
  await client.patch(`logged-models/${model_id}`, { model_id, status: "LOGGED_MODEL_READY" });
  await client.post("runs/outputs", { run_id: runId, models: [{ model_id, step: steps - 1 }] });
  return model_id;
}

async function logFiles(client: Tracking, runId: string): Promise<void> {
  const table = ["feature,importance", ...["income", "age", "debt ratio", "late payments"].map((name, at) => `${name},${0.4 - at / 10}`)];
  const files = {
    "report/metrics.json": JSON.stringify({
      auc: 0.845,
      threshold: 0.42,
      confusion: [
        [812, 64],
        [71, 203],
      ],
    }),
    "report/importance.csv": table.join("\n"),
    "report/summary.html": "<!doctype html><title>Summary</title><h1>Summary</h1><p>Every segment stays within its limits.</p>",
    "report/scores.parquet": scoresParquet,
    "README.md":
      "# Credit default\n\nGradient boosting on **482,006** loans.\n\n| split | auc |\n|---|--:|\n| valid | 0.845 |\n\n- [x] calibrated\n- [ ] reviewed\n",
    "eval.json": JSON.stringify({ columns: ["question", "score"], data: [["Which segment?", 0.5]] }),
    "train.log": Array.from({ length: 40 }, (_, at) => `epoch ${at} done`).join("\n"),
    "confusion.png": matrixPicture([
      [40, 220],
      [210, 90],
    ]),
  };
  for (const [path, content] of Object.entries(files)) await uploadFile(client, runId, { path, content });
}

async function logSearch(client: Tracking, search: Required<Omit<NewRun, "tags">>): Promise<string> {
  const parent = await createRun(client, search);
  const once = { step: 0, timestamp: search.startTime };
  const figures = { best_cv_score: 0.79, test_auc: 0.7811, test_precision_score_macro_average: 0.7702, training_log_loss: 0.0003624 };
  await logBatch(client, parent, { metrics: Object.entries(figures).map(([key, value]) => ({ key, value, ...once })) });
  const picture = matrixPicture([
    [12, 3],
    [2, 21],
  ]);
  for (const path of ["test_confusion_matrix.png", "plots/calibration.png", "plots/gains.png"])
    await uploadFile(client, parent, { path, content: picture });
  for (const depth of [3, 6, 9]) {
    const startTime = search.startTime + depth * minuteMs;
    const tags = { "mlflow.parentRunId": parent };
    const child = await createRun(client, { ...search, name: `depth-${depth}`, startTime, tags });
    const metrics = [{ key: "auc", value: 0.7 + depth / 100, step: 0, timestamp: startTime }];
    await logBatch(client, child, { metrics, params: { max_depth: String(depth) } });
    await endRun(client, child, { status: "FINISHED", endTime: startTime + minuteMs });
  }
  await endRun(client, parent, { status: "FINISHED", endTime: search.startTime + 20 * minuteMs });
  return parent;
}

/** A group, a service account and its token: what the pages about people list besides people. And a cluster that does not answer. */
export async function addMachines(platform: APIRequestContext, workspace: string): Promise<void> {
  const group = await call<{ id: string }>(platform, "POST /groups", {
    name: `Model risk ${workspace}`,
    description: "Second line of defence",
  });
  const me = await call<{ id: string }>(platform, "GET /me");
  await call(platform, `PUT /groups/${group.id}/members/${me.id}`);
  const robot = await call<{ id: string }>(platform, "POST /service-accounts", { name: "nightly", role: "contributor", workspace });
  await call(platform, "POST /tokens", { name: "nightly training", serviceAccountId: robot.id, workspace });
  const connection = { kind: "kubeconfig", kubeconfig: unreachableKubeconfig };
  await call(platform, "POST /clusters", { name: `far-${workspace}`, connection });
}
