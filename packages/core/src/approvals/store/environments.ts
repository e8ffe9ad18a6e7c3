import type { Environment } from "@plumbline/contracts/approvals/environment";
import type { Tx } from "@plumbline/db";

interface EnvironmentRow {
  readonly name: string;
  readonly description: string;
  readonly stage: Environment["stage"];
  readonly position: number;
  readonly live_count: number;
  readonly created_at: Date;
  readonly is_archived: boolean;
}

const select = `SELECT e.name, e.description, e.stage, e.position, e.created_at, e.archived_at IS NOT NULL AS is_archived,
    (SELECT count(*) FROM authorisation a WHERE a.workspace_id = e.workspace_id AND a.environment = e.name
       AND a.ended_at IS NULL AND (a.valid_until IS NULL OR a.valid_until > $2)) AS live_count
  FROM environment e WHERE e.workspace_id = $1`;

const toEnvironment = (row: EnvironmentRow): Environment => ({
  name: row.name,
  description: row.description,
  stage: row.stage,
  position: row.position,
  liveCount: row.live_count,
  createdAt: row.created_at.toISOString(),
  isArchived: row.is_archived,
});

export const selectEnvironments = async (tx: Tx, workspaceId: number, now: Date): Promise<Environment[]> =>
  (await tx.rows<EnvironmentRow>(`${select} ORDER BY e.position, e.name`, [workspaceId, now])).map(toEnvironment);

export async function findEnvironment(
  tx: Tx,
  workspaceId: number,
  { name, now }: { name: string; now: Date },
): Promise<Environment | undefined> {
  const row = await tx.row<EnvironmentRow>(`${select} AND e.name = $3`, [workspaceId, now, name]);
  return row && toEnvironment(row);
}

/** Holds the environment until the end of the transaction; false when there is none. */
export const lockEnvironment = async (tx: Tx, workspaceId: number, name: string): Promise<boolean> =>
  (await tx.row("SELECT name FROM environment WHERE workspace_id = $1 AND name = $2 FOR UPDATE", [workspaceId, name])) !== undefined;

/** The environments of a stage that are open, in their order; none is closed until the transaction ends. */
export const holdOpenEnvironments = async (tx: Tx, workspaceId: number, stage: Environment["stage"]): Promise<string[]> =>
  (
    await tx.rows<{ name: string }>(
      "SELECT name FROM environment WHERE workspace_id = $1 AND stage = $2 AND archived_at IS NULL ORDER BY position, name FOR SHARE",
      [workspaceId, stage],
    )
  ).map(({ name }) => name);

interface NewEnvironment {
  readonly name: string;
  readonly description: string;
  readonly stage: string;
  readonly by: string;
  readonly at: Date;
}

/** Places it last. False when the name is taken, also by an archived one. */
export const insertEnvironment = async (tx: Tx, workspaceId: number, environment: NewEnvironment): Promise<boolean> =>
  (await tx.execute(
    `INSERT INTO environment (workspace_id, name, description, stage, position, created_by, created_at)
     SELECT $1, $2, $3, $4, COALESCE((SELECT max(position) + 1 FROM environment WHERE workspace_id = $1), 0), $5, $6
     ON CONFLICT (workspace_id, name) DO NOTHING`,
    [workspaceId, environment.name, environment.description, environment.stage, environment.by, environment.at],
  )) > 0;

export async function updateEnvironmentRow(
  tx: Tx,
  workspaceId: number,
  change: { name: string; description?: string | undefined; position?: number | undefined },
): Promise<void> {
  await tx.execute(
    "UPDATE environment SET description = COALESCE($3, description), position = COALESCE($4, position) WHERE workspace_id = $1 AND name = $2",
    [workspaceId, change.name, change.description ?? null, change.position ?? null],
  );
}

export async function archiveEnvironmentRow(tx: Tx, workspaceId: number, { name, at }: { name: string; at: Date }): Promise<void> {
  await tx.execute("UPDATE environment SET archived_at = $3 WHERE workspace_id = $1 AND name = $2", [workspaceId, name, at]);
}
