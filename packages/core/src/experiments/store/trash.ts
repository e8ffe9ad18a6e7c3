import { statement, type Tx } from "@plumbline/db";
import { isNeededSql } from "./runs-in-use.ts";

interface Trashed {
  readonly deleted_time: number;
  readonly deleted_by: string | null;
  /** Null: for ever. */
  readonly keep_days: number | null;
}

export interface TrashedRunRow extends Trashed {
  readonly key: number;
  readonly run_id: string;
  readonly name: string;
  readonly experiment_id: number;
  readonly experiment_name: string;
}

interface TrashedExperimentRow extends Trashed {
  readonly id: number;
  readonly name: string;
  readonly runs: number;
}

interface TrashPage {
  readonly search: string;
  /** Time and key, or id, of the last one of the page before. */
  readonly after: readonly [number, number] | undefined;
  readonly limit: number;
}

const matches = (name: string): string => `($2 = '' OR strpos(lower(${name}), lower($2)) > 0)`;
const follows = (time: string, key: string): string => `($3::bigint IS NULL OR (${time} <= $3 AND (${time} < $3 OR ${key} > $4::bigint)))`;
const keep = (experimentId: string): string =>
  `LEFT JOIN experiment_retention k ON k.workspace_id = $1 AND k.experiment_id = ${experimentId}`;

const selectRuns = statement(
  "experiments.select-trashed-runs",
  `SELECT r.key, r.run_id, r.name, r.experiment_id, e.name AS experiment_name, r.deleted_time, r.deleted_by, k.keep_deleted_days AS keep_days
   FROM run r JOIN experiment e ON e.workspace_id = $1 AND e.id = r.experiment_id AND e.lifecycle_stage = 'active' ${keep("r.experiment_id")}
   WHERE r.workspace_id = $1 AND r.deleted_time IS NOT NULL AND ${matches("r.name")} AND ${follows("r.deleted_time", "r.key")}
   ORDER BY r.deleted_time DESC, r.key LIMIT $5`,
);
const selectExperiments = statement(
  "experiments.select-trashed-experiments",
  `SELECT e.id, e.name, e.deleted_time, e.deleted_by, k.keep_deleted_days AS keep_days,
     (SELECT count(*) FROM run r WHERE r.workspace_id = $1 AND r.experiment_id = e.id) AS runs
   FROM experiment e ${keep("e.id")}
   WHERE e.workspace_id = $1 AND e.deleted_time IS NOT NULL AND ${matches("e.name")} AND ${follows("e.deleted_time", "e.id")}
   ORDER BY e.deleted_time DESC, e.id LIMIT $5`,
);

const values = (workspaceId: number, { search, after, limit }: TrashPage): unknown[] => [
  workspaceId,
  search,
  after?.[0] ?? null,
  after?.[1] ?? null,
  limit,
];

/** Deleted runs of experiments that are not, the last deleted first. */
export const listTrashedRuns = (tx: Tx, workspaceId: number, page: TrashPage): Promise<TrashedRunRow[]> =>
  tx.rows(selectRuns, values(workspaceId, page));

export const listTrashedExperiments = (tx: Tx, workspaceId: number, page: TrashPage): Promise<TrashedExperimentRow[]> =>
  tx.rows(selectExperiments, values(workspaceId, page));

const countRuns = statement("experiments.count-runs-of", "SELECT count(*) FROM run WHERE workspace_id = $1 AND experiment_id = $2");

export async function countRunsOf(tx: Tx, workspaceId: number, experimentId: number): Promise<number> {
  return (await tx.row<{ count: number }>(countRuns, [workspaceId, experimentId]))?.count ?? 0;
}

interface Removable {
  readonly experimentId: number;
  /** Only those that were deleted before. */
  readonly before: number | null;
  readonly isNeeded: boolean;
  readonly limit: number;
}

const selectDeleted = (isNeeded: boolean) =>
  statement(
    `experiments.select-deleted-runs-${isNeeded ? "needed" : "free"}`,
    `SELECT r.run_id, r.name FROM run r WHERE r.workspace_id = $1 AND r.experiment_id = $2 AND r.lifecycle_stage = 'deleted'
       AND ($3::bigint IS NULL OR r.deleted_time < $3) AND ${isNeeded ? "" : "NOT "}${isNeededSql} ORDER BY r.start_time, r.run_id LIMIT $4`,
  );
const [needed, free] = [selectDeleted(true), selectDeleted(false)];

/** Deleted runs of an experiment: those that something needs, or those that may go for good. */
export const listDeletedRuns = (
  tx: Tx,
  workspaceId: number,
  { experimentId, before, isNeeded, limit }: Removable,
): Promise<{ run_id: string; name: string }[]> => tx.rows(isNeeded ? needed : free, [workspaceId, experimentId, before, limit]);

// As the database role `retention`. Datasets are named by runs alone.
const removals = [
  "DELETE FROM logged_model WHERE workspace_id = $1 AND experiment_id = $2",
  "DELETE FROM logged_dataset WHERE workspace_id = $1 AND experiment_id = $2",
  "DELETE FROM experiment WHERE workspace_id = $1 AND id = $2 AND lifecycle_stage = 'deleted'",
];
const holdEmpty = `SELECT id FROM experiment e WHERE e.workspace_id = $1 AND e.id = $2 AND e.lifecycle_stage = 'deleted'
  AND NOT EXISTS (SELECT FROM run r WHERE r.workspace_id = $1 AND r.experiment_id = e.id)`;

/** Removes a deleted experiment that has no run any more; whether it did. Returns where files of its models lie. */
export async function removeEmptyExperiment(
  tx: Tx,
  workspaceId: number,
  experimentId: number,
): Promise<{ artifact_uri: string; model_id: string }[] | undefined> {
  if (!(await tx.row(holdEmpty, [workspaceId, experimentId]))) return undefined;
  const models = await tx.rows<{ artifact_uri: string; model_id: string }>(
    "SELECT artifact_uri, model_id FROM logged_model WHERE workspace_id = $1 AND experiment_id = $2",
    [workspaceId, experimentId],
  );
  for (const removal of removals) await tx.execute(removal, [workspaceId, experimentId]);
  return models;
}
