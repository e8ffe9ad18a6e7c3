import { hash } from "node:crypto";
import type { Run } from "@plumbline/contracts/experiments/run";
import type { PreparedRun } from "./prepare-run.ts";

/** What must be the same of a run on both sides; parts that were left out are not among it. */
export interface RunFacts {
  readonly info: readonly (string | number | null)[];
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Last points: step, time and value. */
  readonly metrics: Readonly<Record<string, string>>;
  readonly links: readonly string[];
}

/** What the run is to be here. */
export function expectedFacts({ run, params, tags, metrics, datasets, modelInputs, modelOutputs }: PreparedRun): RunFacts {
  return {
    info: [run.name, run.status, run.userId, run.startTime, run.endTime, run.lifecycleStage],
    params: byKey(params.map(({ key, value }) => [key, value])),
    tags: byKey(tags.map(({ key, value }) => [key, value])),
    metrics: byKey(metrics.map((metric) => [metric.key, lastText(metric)])),
    links: linksOf({
      datasets: datasets.map(({ dataset }) => dataset),
      inputs: modelInputs.map(({ modelId }) => modelId),
      outputs: modelOutputs.map(({ modelId }) => modelId),
    }),
  };
}

/** What the run is here. Keys that only it has were added here, and are nobody's loss. */
export function factsHere(run: Run, expected: RunFacts): RunFacts {
  const within = (wanted: Readonly<Record<string, string>>, entries: [string, string][]) =>
    byKey(entries.filter(([key]) => Object.hasOwn(wanted, key)));
  return {
    info: [run.name, run.status, run.userId, run.startTime, run.endTime, run.lifecycleStage],
    params: within(
      expected.params,
      run.params.map(({ key, value }) => [key, value]),
    ),
    tags: within(
      expected.tags,
      run.tags.map(({ key, value }) => [key, value]),
    ),
    metrics: within(
      expected.metrics,
      run.metrics.map(({ key, last }) => [key, lastText({ ...last, value: Number(last.value) })]),
    ),
    links: linksOf({
      datasets: run.inputs.map(({ dataset }) => dataset),
      inputs: run.modelInputs.map(({ modelId }) => modelId),
      outputs: run.modelOutputs.map(({ modelId }) => modelId),
    }).filter((link) => expected.links.includes(link)),
  };
}

export const fingerprintOf = (facts: RunFacts): Buffer => hash("sha256", JSON.stringify(facts), "buffer");

/** The parts that differ, for people. */
export function differencesOf(expected: RunFacts, here: RunFacts): string[] {
  const parts = ["info", "params", "tags", "metrics", "links"] as const;
  return parts.filter((part) => JSON.stringify(expected[part]) !== JSON.stringify(here[part]));
}

const lastText = ({ step, timestamp, value }: { step: number | bigint; timestamp: number | bigint; value: number }): string =>
  `${Number(step)} ${Number(timestamp)} ${value}`;

const byKey = (entries: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries([...entries].sort(([left], [right]) => (left < right ? -1 : 1)));

interface Links {
  readonly datasets: readonly { readonly name: string; readonly digest: string }[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

const linksOf = ({ datasets, inputs, outputs }: Links): string[] =>
  [
    ...datasets.map(({ name, digest }) => `dataset ${name} ${digest}`),
    ...inputs.map((id) => `input ${id}`),
    ...outputs.map((id) => `output ${id}`),
  ].sort();
