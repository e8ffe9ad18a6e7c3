import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import type { DatasetInput, ModelLink } from "@plumbline/contracts/experiments/run";
import { type BroughtRun, whyKeyRefused } from "../../experiments/index.ts";
import type { SourceMetric, SourceRun } from "../source/entities.ts";

/** What is to be written of a run, and what cannot be. */
export interface PreparedRun {
  readonly run: BroughtRun;
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
  /** The last point of each metric. */
  readonly metrics: readonly SourceMetric[];
  readonly datasets: readonly DatasetInput[];
  readonly modelInputs: readonly ModelLink[];
  readonly modelOutputs: readonly ModelLink[];
  readonly artifactUri: string;
  readonly problems: readonly { readonly kind: string; readonly reason: string }[];
}

const paramMax = 6000;
const tagMax = 8000;
const nameTag = "mlflow.runName";
const runIdGrammar = /^[a-zA-Z0-9][\w-]{0,255}$/;

/** Why a run cannot be taken at all. */
export const whyRunRefused = ({ info }: SourceRun): string | undefined =>
  runIdGrammar.test(info.run_id) ? undefined : "Its id is none that a run here can have.";

/** The run as it is to be here, in the experiment of a number. */
export function prepareRun(source: SourceRun, experimentId: number): PreparedRun {
  const { info, data, inputs, outputs } = source;
  const problems: { kind: string; reason: string }[] = [];
  const refuse = (kind: string, reason: string) => void problems.push({ kind, reason });
  const name = info.run_name || data.tags.find(({ key }) => key === nameTag)?.value || info.run_id;
  const givenTags = [...data.tags.filter(({ key }) => key !== nameTag), { key: nameTag, value: name }];
  const userId = info.user_id || data.tags.find(({ key }) => key === "mlflow.user")?.value || "";
  return {
    run: {
      runId: info.run_id,
      experimentId,
      name,
      userId,
      status: info.status,
      startTime: info.start_time ?? 0,
      endTime: info.end_time ?? null,
      lifecycleStage: info.lifecycle_stage,
    },
    params: storablePairs(data.params, { kind: "param", max: paramMax, refuse }),
    tags: storablePairs(givenTags, { kind: "tag", max: tagMax, refuse }),
    metrics: data.metrics.filter(({ key }) => {
      const why = whyKeyRefused(key);
      if (why !== undefined) refuse("metric", why);
      return why === undefined;
    }),
    datasets: inputs.dataset_inputs.flatMap(({ dataset, tags }) => datasetOf(dataset, tags, refuse)),
    modelInputs: inputs.model_inputs.map(({ model_id: modelId }) => ({ modelId, step: 0 })),
    modelOutputs: outputs.model_outputs.map(({ model_id: modelId, step }) => ({ modelId, step })),
    artifactUri: info.artifact_uri,
    problems,
  };
}

interface Rule {
  readonly kind: "param" | "tag";
  readonly max: number;
  readonly refuse: (kind: string, reason: string) => void;
}

/** The pairs that can be stored, each key once. Those that come shorter are told of. */
function storablePairs(pairs: readonly KeyValue[], { kind, max, refuse }: Rule): KeyValue[] {
  const kept = new Map<string, string>();
  for (const { key, value } of pairs) {
    const why =
      whyKeyRefused(key) ??
      (/\0/.test(value) || !value.isWellFormed() ? `The value of "${key}" holds half a character or NUL.` : undefined);
    if (why !== undefined) {
      refuse(kind, why);
      continue;
    }
    if (value.length > max) refuse(kind, `The value of "${key}" has ${value.length} characters and was cut to ${max}.`);
    kept.set(key, shortened(value, max));
  }
  return [...kept].map(([key, value]) => ({ key, value }));
}

/** Less half a character at the end. */
const shortened = (value: string, max: number): string =>
  value.length <= max ? value : value.slice(0, max).replace(/[\ud800-\udbff]$/, "");

type Given = SourceRun["inputs"]["dataset_inputs"][number];

function datasetOf(dataset: Given["dataset"], tags: Given["tags"], refuse: Rule["refuse"]): DatasetInput[] {
  const { name, digest, source_type: sourceType, source, schema, profile } = dataset;
  const isTooLong = tags.some(({ key, value }) => key.length > 255 || value.length > 500);
  if (name === "" || name.length > 500 || digest === "" || digest.length > 36 || isTooLong) {
    refuse("input", `The dataset "${name.slice(0, 100)}" has a name, digest or tag that is empty or too long.`);
    return [];
  }
  const optional = { ...(schema ? { schema } : {}), ...(profile ? { profile } : {}) };
  return [{ dataset: { name, digest, sourceType: sourceType || "unknown", source: source || "unknown", ...optional }, tags: [...tags] }];
}
