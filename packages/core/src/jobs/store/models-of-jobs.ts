import type { Tx } from "@plumbline/db";

/** Models of which a version came of a job's run. */
export const selectModelsOfJobs = (tx: Tx, workspaceId: number, jobIds: readonly string[]): Promise<{ job_id: string; model: string }[]> =>
  tx.rows(
    `SELECT DISTINCT j.id AS job_id, v.model FROM job j JOIN registry_version v ON v.workspace_id = $1 AND v.run_id = j.run_id
     WHERE j.workspace_id = $1 AND j.id = ANY($2::uuid[]) ORDER BY 1, 2`,
    [workspaceId, jobIds],
  );
