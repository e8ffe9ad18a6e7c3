import { matrixPicture } from "./picture.ts";
import { createExperiment, createRun, endRun, logBatch, type Tracking, uploadFile } from "./tracking.ts";

/** Runs of one sweep that differ in everything that can differ: the first is the baseline. */
export interface ShownComparison {
  comparedIds: readonly string[];
  comparedExperiment: string;
}

interface Compared {
  name: string;
  params: Record<string, string>;
  auc: number;
  commit: string;
  data: string;
  lightgbm: string;
}

const commits = { old: "7be03d5a1c4e9f00112233445566778899aabbcc", now: "a41f9c2b34de56f7089abcdef0123456789abcde" };
const sweep: readonly Compared[] = [
  {
    name: "vivid-wren",
    params: given({ leaf: 50, rate: 0.05, leaves: 63, depth: 6 }),
    auc: 0.8625,
    commit: commits.old,
    data: "v7",
    lightgbm: "4.3.0",
  },
  {
    name: "nimble-crane",
    params: given({ leaf: 200, rate: 0.03, leaves: 31, depth: 6 }),
    auc: 0.8705,
    commit: commits.now,
    data: "v7",
    lightgbm: "4.5.0",
  },
  {
    name: "steady-otter",
    params: given({ leaf: 200, rate: 0.05, leaves: 63, depth: 8 }),
    auc: 0.8677,
    commit: commits.now,
    data: "v7",
    lightgbm: "4.5.0",
  },
  {
    name: "bold-heron",
    params: given({ leaf: 100, rate: 0.1, leaves: 127, depth: 10 }),
    auc: 0.8667,
    commit: commits.old,
    data: "v5",
    lightgbm: "4.3.0",
  },
  {
    name: "calm-lynx",
    params: given({ leaf: 100, rate: 0.03, leaves: 31, depth: 12 }),
    auc: 0.864,
    commit: commits.old,
    data: "v7",
    lightgbm: "4.5.0",
  },
];
const steps = 120;
const stepMs = 2_000;

function given({ leaf, rate, leaves, depth }: Record<"leaf" | "rate" | "leaves" | "depth", number>): Record<string, string> {
  const sampling = JSON.stringify({ bagging: { fraction: leaf > 100 ? 0.8 : 0.7, freq: 5 }, columns: 0.9 });
  return {
    min_data_in_leaf: String(leaf),
    learning_rate: String(rate),
    num_leaves: String(leaves),
    max_depth: String(depth),
    objective: "binary",
    sampling,
  };
}

export async function addComparison(client: Tracking): Promise<ShownComparison> {
  const comparedExperiment = await createExperiment(client, "default-risk-lgbm");
  const comparedIds: string[] = [];
  for (const [at, run] of sweep.entries()) comparedIds.push(await logRun(client, comparedExperiment, { ...run, at }));
  return { comparedIds, comparedExperiment };
}

async function logRun(client: Tracking, experimentId: string, { at, ...run }: Compared & { at: number }): Promise<string> {
  const startTime = Date.now() - (90 + at * 30) * 60_000;
  const isNow = run.commit === commits.now;
  const tags = {
    "mlflow.source.name": "train.py",
    "mlflow.source.git.commit": run.commit,
    "mlflow.source.git.repoURL": "https://github.com/acme/default-risk",
    "mlflow.source.git.dirty": String(isNow),
    "plumbline.python": isNow ? "CPython 3.13.1" : "CPython 3.12.4",
    "plumbline.hardware": "16 cores, 64 GB memory",
    "mlflow.user": "cora",
    team: "risk",
  };
  const runId = await createRun(client, { experimentId, name: run.name, startTime, tags });
  const metrics = Array.from({ length: steps }, (_, step) => {
    const timestamp = startTime + step * stepMs;
    const auc = run.auc - 0.2 * Math.exp(-step / (12 + at * 3)) + 0.001 * Math.sin(step * (1 + at));
    return [
      { key: "auc", value: step === steps - 1 ? run.auc : auc, step, timestamp },
      { key: "logloss", value: 1.2 - auc, step, timestamp },
    ];
  }).flat();
  await logBatch(client, runId, { metrics, params: run.params });
  const context = [{ key: "mlflow.data.context", value: "training" }];
  await client.post("runs/log-inputs", { run_id: runId, datasets: [{ dataset: datasetOf(run.data), tags: context }] });
  for (const [path, content] of Object.entries(filesOf(run, { at, isNow }))) await uploadFile(client, runId, { path, content });
  await endRun(client, runId, { status: "FINISHED", endTime: startTime + steps * stepMs });
  return runId;
}

function datasetOf(digest: string): Record<string, string> {
  const isNew = digest === "v7";
  const columns = { loan_id: "long", dti: isNew ? "double" : "long", ...(isNew && { income_monthly: "double" }) };
  return {
    name: "loans-2026q3",
    digest,
    source_type: "http",
    source: `{"url":"https://data.example/loans-${digest}.parquet"}`,
    profile: JSON.stringify({ num_rows: isNew ? 482_006 : 455_120 }),
    schema: JSON.stringify({ mlflow_colspec: Object.entries(columns).map(([name, type]) => ({ name, type, required: true })) }),
  };
}

function filesOf(run: Compared, { at, isNow }: { at: number; isNow: boolean }): Record<string, string | Uint8Array<ArrayBuffer>> {
  const { learning_rate: rate, max_depth: depth } = run.params;
  return {
    "source/requirements.txt": `lightgbm==${run.lightgbm}\nmlflow==3.17.0\nnumpy==2.4.1\npandas==2.3.0\n${isNow ? "shap==0.47.0\n" : ""}`,
    "source/python_env.yaml": `python: ${isNow ? "3.13.1" : "3.12.4"}\n`,
    ...(isNow && { "source/uncommitted.diff": uncommitted }),
    "config.yaml": `model:\n  boosting: gbdt\n  rate: ${rate}\n  depth: ${depth}\ndata:\n  split: [0.8, 0.1, 0.1]\n  seed: 7\n`,
    "train.py": script(run),
    "notes.txt": "The holdout is the last quarter.\n",
    "confusion.png": matrixPicture([
      [40 + at * 20, 220],
      [210 - at * 12, 90],
    ]),
  };
}

const uncommitted = `diff --git a/features.py b/features.py
--- a/features.py
+++ b/features.py
@@ -14,3 +14,3 @@
-dti = debt / income_monthly
+dti = debt / income_monthly.clip(lower=1)
`;

const script = ({ params }: Compared): string =>
  [
    "import lightgbm",
    "",
    ...Array.from({ length: 12 }, (_, at) => `# Step ${at + 1} of the preparation`),
    "params = dict(",
    '    objective="binary",',
    `    min_data_in_leaf=${params.min_data_in_leaf},`,
    "    seed=cfg.seed,",
    ")",
    "",
  ].join("\n");
