import type { RunKeys } from "@plumbline/contracts/experiments/run";
import { aggregates } from "../columns.ts";
import { columnWords } from "./panel-words.ts";

export interface Choice {
  /** A column as text: `m:max:auc`. */
  value: string;
  label: string;
}

/** What a chart can draw of each run: figures of metrics, duration; with texts also params, tags and who, when and what. */
export function columnChoices({ metrics, params, tags }: RunKeys, { hasTexts }: { hasTexts: boolean }): Choice[] {
  const figures = [...metrics.flatMap((key) => aggregates.map((aggregate) => `m:${aggregate}:${key}`)), "duration"];
  const texts = [
    ...params.map((key) => `p:${key}`),
    ...tags.filter((key) => !key.startsWith("mlflow.")).map((key) => `t:${key}`),
    "status",
    "user",
    "dataset",
  ];
  return (hasTexts ? [...texts, ...figures] : figures).map((value) => ({ value, label: wordsOf(value) }));
}

const kinds: Partial<Record<string, string>> = { p: "param", t: "tag" };

function wordsOf(value: string): string {
  const kind = kinds[value.charAt(0)];
  return value.charAt(1) === ":" && kind ? `${columnWords(value)} (${kind})` : columnWords(value);
}

/** The choice that a text names, by its words or its column. */
export function findChoice(choices: readonly Choice[], text: string): Choice | undefined {
  const wanted = text.trim().toLowerCase();
  return choices.find(({ value, label }) => value === text.trim() || label.toLowerCase() === wanted);
}
