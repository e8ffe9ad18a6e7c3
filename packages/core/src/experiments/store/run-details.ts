import type { KeyValue } from "@plumbline/contracts/experiments/experiment";
import type { Run, RunColumns } from "@plumbline/contracts/experiments/run";
import { type Statement, statement, type Tx } from "@plumbline/db";
import { createBindings } from "../../kernel/index.ts";
import { loadDatasets } from "./datasets.ts";
import type { Figures, MetricColumns } from "./metric-figures.ts";
import { type RunRow, toRunInfo } from "./runs.ts";

/** Runs of one statement: what hangs on them comes as one value, which has to stay far below a gigabyte. */
const chunkMax = 500;

/** A run with as much of its metrics as was asked for. */
export type RunWith<M> = Omit<Run, "metrics"> & { metrics: M[] };

interface Wanted<M> {
  readonly columns: RunColumns;
  readonly figures: Figures<M>;
}

/** Runs with their params, tags, metrics, inputs and models: one statement for all of them, or for each 500. */
export async function loadRuns<M extends { readonly key: string }>(
  tx: Tx,
  workspaceId: number,
  page: Wanted<M> & { rows: readonly RunRow[] },
): Promise<RunWith<M>[]> {
  const runs: RunWith<M>[] = [];
  for (let start = 0; start < page.rows.length; start += chunkMax) {
    const chunk = page.rows.slice(start, start + chunkMax);
    const drafts: Drafts<M> = new Map(chunk.map((row) => [row.key, emptyRun<M>(row)]));
    await fillRuns(tx, workspaceId, { drafts, wanted: page });
    runs.push(...drafts.values());
  }
  return runs;
}

const emptyRun = <M>(row: RunRow): RunWith<M> => ({
  ...toRunInfo(row),
  owner: row.created_by,
  params: [],
  tags: [],
  metrics: [],
  inputs: [],
  modelInputs: [],
  modelOutputs: [],
});

type Drafts<M> = ReadonlyMap<number, RunWith<M>>;
/** Runs of which the metrics are no matter. */
type AnyDrafts = Drafts<unknown>;

async function fillRuns<M extends { readonly key: string }>(
  tx: Tx,
  workspaceId: number,
  { drafts, wanted }: { drafts: Drafts<M>; wanted: Wanted<M> },
): Promise<void> {
  const { sql, values } = partsStatement(workspaceId, drafts, wanted);
  const parts = await tx.row<Parts>(sql, values);
  if (!parts) return;
  for (const run of drafts.values()) run.owner = parts.owners?.[run.createdBy] ?? run.owner;
  if (parts.params) addTexts(drafts, parts.params, ({ params }) => params);
  if (parts.tags) addTexts(drafts, parts.tags, ({ tags }) => tags);
  if (parts.metrics) addMetrics(drafts, { columns: parts.metrics, names: parts.names ?? {}, figures: wanted.figures });
  addModels(drafts, parts.models);
  if (parts.inputs.run === null) return;
  const datasets = await loadDatasets(tx, workspaceId, parts.inputs.dataset);
  for (const [index, run, dataset] of entries(drafts, parts.inputs.run, parts.inputs.dataset)) {
    const described = datasets.get(dataset);
    if (described) run.inputs.push({ dataset: described, tags: [...(parts.inputs.tags[index] ?? [])] });
  }
}

/** Rows of a table by column. JSON columns cost a half of what rows cost, to make and to read. */
interface TextColumns {
  readonly run: readonly number[] | null;
  readonly key: readonly string[];
  readonly value: readonly string[];
}

interface InputColumns {
  readonly run: readonly number[] | null;
  readonly dataset: readonly number[];
  readonly tags: readonly (readonly KeyValue[])[];
}

interface ModelColumns {
  readonly run: readonly number[] | null;
  readonly direction: readonly ("input" | "output")[];
  readonly model: readonly string[];
  readonly step: readonly number[];
}

interface Parts {
  /** Names by the ids of whoever made the runs. */
  readonly owners: Readonly<Record<string, string>> | null;
  readonly params?: TextColumns;
  readonly tags?: TextColumns;
  readonly metrics?: MetricColumns;
  /** Names of metrics by their numbers. */
  readonly names?: Readonly<Record<string, string>> | null;
  readonly inputs: InputColumns;
  readonly models: ModelColumns;
}

const columnsOf = (columns: Readonly<Record<string, string>>): string =>
  `json_build_object(${Object.entries(columns)
    .map(([name, sql]) => `'${name}', json_agg(${sql})`)
    .join(", ")})`;

const ofEach = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, name]));

/** The ids of people and service accounts; the platform itself has another. */
const accountId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function partsStatement(
  workspaceId: number,
  drafts: AnyDrafts,
  { columns: wanted, figures }: Wanted<unknown>,
): { sql: Statement; values: readonly unknown[] } {
  const bindings = createBindings();
  const of = (alias: string) => `${alias}.workspace_id = $1 AND ${alias}.run_key = ANY($2::bigint[])`;
  bindings.bind(workspaceId);
  bindings.bind([...drafts.keys()]);
  const makers = bindings.bind([...new Set([...drafts.values()].map(({ createdBy }) => createdBy))].filter((id) => accountId.test(id)));
  const named = (column: string, names: readonly string[] | undefined) =>
    names ? ` AND ${column} = ANY(${bindings.bind(names)}::text[])` : "";
  const parts = new Map([
    ["owners", `SELECT json_object_agg(a.actor_id, a.name) FROM access_actor a WHERE a.account_id = ANY(${makers}::uuid[])`],
  ]);
  const isWanted = (names: readonly string[] | undefined) => names === undefined || names.length > 0;
  const text = columnsOf({ run: "k.run_key", key: "k.key", value: "k.value" });
  if (isWanted(wanted.params)) parts.set("params", `SELECT ${text} FROM run_param k WHERE ${of("k")}${named("k.key", wanted.params)}`);
  if (isWanted(wanted.tags)) parts.set("tags", `SELECT ${text} FROM run_tag k WHERE ${of("k")}${named("k.key", wanted.tags)}`);
  // Each name once, by its number: joined, names would be found by plans that change with what PostgreSQL knows of new ones.
  let metrics = "";
  if (isWanted(wanted.metrics)) {
    const ids = wanted.metrics && `ARRAY(SELECT id FROM metric_key WHERE workspace_id = $1${named("name", wanted.metrics)})`;
    const read = ["run_key", "key_id", ...figures.columns].join(", ");
    metrics = `WITH m AS MATERIALIZED (SELECT ${read} FROM metric_summary m WHERE ${of("m")}${ids ? ` AND key_id = ANY(${ids})` : ""}) `;
    parts.set("metrics", `SELECT ${columnsOf({ run: "run_key", key: "key_id", ...ofEach(figures.columns) })} FROM m`);
    const met = "ARRAY(SELECT DISTINCT key_id FROM m)";
    parts.set("names", `SELECT json_object_agg(id, name) FROM metric_key WHERE workspace_id = $1 AND id = ANY(${met})`);
  }
  const input = columnsOf({ run: "i.run_key", dataset: "i.dataset_id", tags: "i.tags" });
  parts.set("inputs", `SELECT ${input} FROM (SELECT * FROM run_input i WHERE ${of("i")} ORDER BY i.dataset_id) AS i`);
  const model = columnsOf({ run: "m.run_key", direction: "m.direction", model: "m.model_id", step: "m.step" });
  parts.set("models", `SELECT ${model} FROM (SELECT * FROM run_model m WHERE ${of("m")} ORDER BY m.step, m.model_id) AS m`);
  const sql = [...parts].map(([name, part]) => `(${part}) AS ${name}`).join(", ");
  // PostgreSQL tells statements apart by the first 63 characters of their names.
  const shape = [wanted.params, wanted.tags, wanted.metrics].map((names) =>
    names === undefined ? "all" : names.length > 0 ? "some" : "none",
  );
  const name = `experiments.run-parts-${[...shape, figures.name].join("-")}`;
  return { sql: statement(name, `${metrics}SELECT ${sql}`), values: bindings.values };
}

/** Each row with its run. */
function* entries<R, V>(
  drafts: ReadonlyMap<number, R>,
  runs: readonly number[] | null,
  values: readonly V[],
): Generator<readonly [index: number, run: R, value: V]> {
  for (const [index, key] of (runs ?? []).entries()) {
    const run = drafts.get(key);
    if (run) yield [index, run, values[index] as V];
  }
}

function addTexts(drafts: AnyDrafts, columns: TextColumns, listOf: (run: RunWith<unknown>) => KeyValue[]): void {
  for (const [index, run, key] of entries(drafts, columns.run, columns.key)) listOf(run).push({ key, value: columns.value[index] ?? "" });
  if (columns.run) for (const run of drafts.values()) sortByKey(listOf(run));
}

function addMetrics<M extends { readonly key: string }>(
  drafts: Drafts<M>,
  found: { columns: MetricColumns; names: Readonly<Record<number, string>>; figures: Figures<M> },
): void {
  const { columns, names, figures } = found;
  for (const [index, run, id] of entries(drafts, columns.run, columns.key)) {
    const key = names[id];
    if (key !== undefined) run.metrics.push(figures.read(columns, { index, key }));
  }
  if (columns.run) for (const run of drafts.values()) sortByKey(run.metrics);
}

function addModels(drafts: AnyDrafts, columns: ModelColumns): void {
  for (const [index, run, modelId] of entries(drafts, columns.run, columns.model)) {
    const links = columns.direction[index] === "input" ? run.modelInputs : run.modelOutputs;
    links.push({ modelId, step: columns.step[index] ?? 0 });
  }
}

function sortByKey(items: { readonly key: string }[]): void {
  items.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
}
