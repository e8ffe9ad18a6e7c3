import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import type { MetricNumber, MetricSummary } from "@plumbline/contracts/experiments/metric";
import type { DatasetDescription, ModelLink, Run, RunColumns } from "@plumbline/contracts/experiments/run";
import { type Statement, statement, type Tx } from "@plumbline/db";
import { type RunRow, toRunInfo } from "./runs.ts";

interface PartRow<P> {
  readonly run_key: number;
  readonly items: readonly P[];
}

// One row and one JSON text per run: parsing it natively costs a third of reading its rows one by one.
const keyed = (table: "run_param" | "run_tag", name: string): Statement =>
  statement(
    name,
    `SELECT run_key, json_agg(json_build_object('key', key, 'value', value)) AS items FROM ${table}
     WHERE workspace_id = $1 AND run_key = ANY($2::bigint[]) AND ($3::text[] IS NULL OR key = ANY($3)) GROUP BY run_key`,
  );
const selectParams = keyed("run_param", "experiments.select-run-params");
const selectTags = keyed("run_tag", "experiments.select-run-tags");

type MetricItem = readonly [
  key: string,
  last: readonly [step: number, time: number, value: MetricNumber],
  first: readonly [step: number, time: number, value: MetricNumber],
  extremes: readonly [min: MetricNumber | null, max: MetricNumber | null, sum: MetricNumber, numericCount: number, count: number],
];

const selectMetrics = statement(
  "experiments.select-run-metrics",
  `SELECT m.run_key, json_agg(json_build_array(k.name,
     json_build_array(m.last_step, m.last_time, m.last_value), json_build_array(m.first_step, m.first_time, m.first_value),
     json_build_array(m.min, m.max, m.sum, m.numeric_count, m.count))) AS items
   FROM metric_summary m JOIN metric_key k ON k.id = m.key_id AND k.workspace_id = m.workspace_id
   WHERE m.workspace_id = $1 AND m.run_key = ANY($2::bigint[]) AND ($3::text[] IS NULL OR k.name = ANY($3)) GROUP BY m.run_key`,
);

interface InputItem {
  readonly id: number;
  readonly tags: KeyValue[];
}

const selectInputs = statement(
  "experiments.select-run-inputs",
  `SELECT run_key, json_agg(json_build_object('id', dataset_id, 'tags', tags) ORDER BY dataset_id) AS items FROM run_input
   WHERE workspace_id = $1 AND run_key = ANY($2::bigint[]) GROUP BY run_key`,
);

interface ModelItem extends ModelLink {
  readonly direction: "input" | "output";
}

const selectModels = statement(
  "experiments.select-run-models",
  `SELECT run_key, json_agg(json_build_object('modelId', model_id, 'step', step, 'direction', direction) ORDER BY step, model_id) AS items FROM run_model
   WHERE workspace_id = $1 AND run_key = ANY($2::bigint[]) GROUP BY run_key`,
);

interface DatasetRow {
  readonly id: number;
  readonly name: string;
  readonly digest: string;
  readonly source_type: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
}

interface Loading {
  readonly rows: readonly RunRow[];
  readonly columns: RunColumns;
}

/** Rows of one statement: a page of thousands of runs must not become one answer of the database. */
const chunkMax = 2000;

/** Runs with their params, tags, metrics, inputs and models: one statement per part and chunk, whatever the number of runs. */
export async function loadRuns(tx: Tx, workspaceId: number, { rows, columns }: Loading): Promise<Run[]> {
  const runs: Run[] = [];
  for (let start = 0; start < rows.length; start += chunkMax) {
    runs.push(...(await loadChunk(tx, workspaceId, { rows: rows.slice(start, start + chunkMax), columns })));
  }
  return runs;
}

async function loadChunk(tx: Tx, workspaceId: number, { rows, columns }: Loading): Promise<Run[]> {
  const keys = rows.map(({ key }) => key);
  const part = async <P>(sql: Statement, wanted: readonly string[] | null | undefined): Promise<Map<number, readonly P[]>> => {
    if (wanted?.length === 0) return new Map();
    const found = await tx.rows<PartRow<P>>(
      sql,
      wanted === undefined ? [workspaceId, keys, null] : wanted === null ? [workspaceId, keys] : [workspaceId, keys, wanted],
    );
    return new Map(found.map(({ run_key, items }) => [run_key, items]));
  };
  const params = await part<KeyValue>(selectParams, columns.params);
  const tags = await part<KeyValue>(selectTags, columns.tags);
  const metrics = await part<MetricItem>(selectMetrics, columns.metrics);
  const inputs = await part<InputItem>(selectInputs, null);
  const models = await part<ModelItem>(selectModels, null);
  const datasets = await loadDatasets(
    tx,
    workspaceId,
    [...inputs.values()].flatMap((items) => items.map(({ id }) => id)),
  );
  return rows.map((row) => ({
    ...toRunInfo(row),
    params: sorted(params.get(row.key)),
    tags: sorted(tags.get(row.key)),
    metrics: sorted((metrics.get(row.key) ?? []).map(toMetricSummary)),
    inputs: (inputs.get(row.key) ?? []).flatMap(({ id, tags: inputTags }) => {
      const dataset = datasets.get(id);
      return dataset ? [{ dataset, tags: inputTags }] : [];
    }),
    modelInputs: modelLinks(models.get(row.key), "input"),
    modelOutputs: modelLinks(models.get(row.key), "output"),
  }));
}

async function loadDatasets(tx: Tx, workspaceId: number, ids: readonly number[]): Promise<Map<number, DatasetDescription>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows<DatasetRow>(
    "SELECT id, name, digest, source_type, source, schema, profile FROM logged_dataset WHERE workspace_id = $1 AND id = ANY($2::bigint[])",
    [workspaceId, [...new Set(ids)]],
  );
  return new Map(rows.map((row) => [row.id, toDataset(row)]));
}

const toDataset = ({ name, digest, source_type, source, schema, profile }: DatasetRow): DatasetDescription => ({
  name,
  digest,
  sourceType: source_type,
  source,
  ...(schema === null ? {} : { schema }),
  ...(profile === null ? {} : { profile }),
});

const sorted = <T extends { readonly key: string }>(items: readonly T[] = []): T[] =>
  [...items].sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));

const modelLinks = (items: readonly ModelItem[] = [], direction: ModelItem["direction"]): ModelLink[] =>
  items.filter((item) => item.direction === direction).map(({ modelId, step }) => ({ modelId, step }));

function toMetricSummary([key, last, first, [min, max, sum, numericCount, count]]: MetricItem): MetricSummary {
  return {
    key,
    last: { step: last[0], timestamp: last[1], value: last[2] },
    first: { step: first[0], timestamp: first[1], value: first[2] },
    min,
    max,
    mean: numericCount === 0 ? null : typeof sum === "number" ? sum / numericCount : sum,
    count,
  };
}
