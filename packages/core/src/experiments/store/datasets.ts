import type { DatasetDescription, DatasetInput } from "@plumbline/contracts/experiments/run";
import { statement, type Tx } from "@plumbline/db";

interface DatasetRow {
  readonly id: number;
  readonly name: string;
  readonly digest: string;
  readonly source_type: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
}

const select = statement(
  "experiments.select-datasets",
  "SELECT id, name, digest, source_type, source, schema, profile FROM logged_dataset WHERE workspace_id = $1 AND id = ANY($2::bigint[])",
);

/** Datasets by their key; each is read once, however many runs used it. */
export async function loadDatasets(tx: Tx, workspaceId: number, ids: readonly number[]): Promise<Map<number, DatasetDescription>> {
  const rows = await tx.rows<DatasetRow>(select, [workspaceId, [...new Set(ids)]]);
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

/** Stores datasets that the experiment does not have yet. Others wait for a dataset that is being stored: sorted input cannot deadlock. */
export async function putDatasets(
  tx: Tx,
  workspaceId: number,
  put: { experimentId: number; datasets: readonly DatasetDescription[] },
): Promise<void> {
  const { experimentId, datasets } = put;
  await tx.execute(
    `INSERT INTO logged_dataset (workspace_id, experiment_id, name, digest, source_type, source, schema, profile)
     SELECT $1, $2, d.* FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) AS d
     ON CONFLICT (workspace_id, experiment_id, name, digest) DO NOTHING`,
    [
      workspaceId,
      experimentId,
      datasets.map(({ name }) => name),
      datasets.map(({ digest }) => digest),
      datasets.map(({ sourceType }) => sourceType),
      datasets.map(({ source }) => source),
      datasets.map(({ schema }) => schema ?? null),
      datasets.map(({ profile }) => profile ?? null),
    ],
  );
}

interface RunInputs {
  readonly run: { readonly key: number; readonly experiment_id: number };
  readonly inputs: readonly DatasetInput[];
}

/** Says that a run used datasets that are stored. One that it used already keeps its tags. */
export async function putRunInputs(tx: Tx, workspaceId: number, { run, inputs }: RunInputs): Promise<void> {
  await tx.execute(
    `INSERT INTO run_input (workspace_id, run_key, dataset_id, tags)
     SELECT $1, $2, d.id, given.tags
     FROM unnest($4::text[], $5::text[], $6::jsonb[]) AS given(name, digest, tags)
     JOIN logged_dataset d ON d.workspace_id = $1 AND d.experiment_id = $3 AND d.name = given.name AND d.digest = given.digest
     ON CONFLICT (run_key, dataset_id) DO NOTHING`,
    [
      workspaceId,
      run.key,
      run.experiment_id,
      inputs.map(({ dataset }) => dataset.name),
      inputs.map(({ dataset }) => dataset.digest),
      inputs.map(({ tags }) => JSON.stringify(tags)),
    ],
  );
}

interface UsedDataset {
  readonly experiment_id: number;
  readonly name: string;
  readonly digest: string;
  readonly context: string | null;
}

/** Datasets that runs of experiments used, once for each context they were used in. */
export function listUsedDatasets(
  tx: Tx,
  workspaceId: number,
  asked: { experimentIds: readonly number[]; limit: number },
): Promise<UsedDataset[]> {
  return tx.rows(
    `SELECT DISTINCT d.experiment_id, d.name, d.digest, c.value AS context
     FROM logged_dataset d
     JOIN run_input i ON i.workspace_id = $1 AND i.dataset_id = d.id
     LEFT JOIN LATERAL (SELECT t.value FROM jsonb_to_recordset(i.tags) AS t(key text, value text) WHERE t.key = 'mlflow.data.context' LIMIT 1) AS c ON true
     WHERE d.workspace_id = $1 AND d.experiment_id = ANY($2::int[])
     ORDER BY d.experiment_id, d.name, d.digest, context LIMIT $3`,
    [workspaceId, asked.experimentIds, asked.limit],
  );
}
