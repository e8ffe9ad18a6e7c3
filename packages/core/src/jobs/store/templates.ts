import type { JobSpec } from "@plumbline/contracts/jobs/spec";
import type { Tx } from "@plumbline/db";

export interface TemplateRow {
  readonly name: string;
  readonly description: string;
  readonly spec: JobSpec;
  readonly revision: number;
  readonly updated_by: string;
  readonly updated_at: Date;
}

const columns = "name, description, spec, revision, updated_by, updated_at";

export const listTemplates = (tx: Tx, workspaceId: number): Promise<TemplateRow[]> =>
  tx.rows(`SELECT ${columns} FROM job_template WHERE workspace_id = $1 ORDER BY name`, [workspaceId]);

export const findTemplate = (tx: Tx, workspaceId: number, name: string): Promise<TemplateRow | undefined> =>
  tx.row(`SELECT ${columns} FROM job_template WHERE workspace_id = $1 AND name = $2`, [workspaceId, name]);

interface Written {
  readonly name: string;
  readonly description: string;
  readonly spec: JobSpec;
  readonly by: string;
  readonly now: Date;
}

export const putTemplate = (tx: Tx, workspaceId: number, written: Written): Promise<TemplateRow | undefined> =>
  tx.row(
    `INSERT INTO job_template AS t (workspace_id, name, description, spec, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (workspace_id, name) DO UPDATE SET description = $3, spec = $4, updated_by = $5, updated_at = $6, revision = t.revision + 1
     RETURNING ${columns}`,
    [workspaceId, written.name, written.description, JSON.stringify(written.spec), written.by, written.now],
  );

export const countTemplates = async (tx: Tx, workspaceId: number): Promise<number> =>
  (await tx.row<{ count: number }>("SELECT count(*) AS count FROM job_template WHERE workspace_id = $1", [workspaceId]))?.count ?? 0;

export const removeTemplate = (tx: Tx, workspaceId: number, name: string): Promise<number> =>
  tx.execute("DELETE FROM job_template WHERE workspace_id = $1 AND name = $2", [workspaceId, name]);
