import type { RuntimeBody } from "@plumbline/contracts/jobs/runtime";
import type { Tx } from "@plumbline/db";
import type { z } from "zod";

export type RuntimeContent = z.output<typeof RuntimeBody>;

export interface RuntimeRow {
  readonly name: string;
  readonly version: number;
  readonly body: RuntimeContent;
  readonly digest: Buffer;
  readonly created_by: string;
  readonly created_at: Date;
  readonly retired_at: Date | null;
}

const columns = "name, version, body, digest, created_by, created_at, retired_at";

export const listRuntimeRows = (tx: Tx): Promise<RuntimeRow[]> =>
  tx.rows(`SELECT ${columns} FROM training_runtime ORDER BY created_at DESC, name, version DESC`);

/** The newest version, retired or not. */
export const findNewestRuntime = (tx: Tx, name: string): Promise<RuntimeRow | undefined> =>
  tx.row(`SELECT ${columns} FROM training_runtime WHERE name = $1 ORDER BY version DESC LIMIT 1`, [name]);

interface NewRuntime {
  readonly name: string;
  readonly version: number;
  readonly body: RuntimeContent;
  readonly digest: Buffer;
  readonly createdBy: string;
  readonly now: Date;
}

/** Undefined where somebody else made this version meanwhile. */
export const insertRuntime = (tx: Tx, runtime: NewRuntime): Promise<RuntimeRow | undefined> =>
  tx.row(
    `INSERT INTO training_runtime (name, version, body, digest, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (name, version) DO NOTHING RETURNING ${columns}`,
    [runtime.name, runtime.version, JSON.stringify(runtime.body), runtime.digest, runtime.createdBy, runtime.now],
  );

/** Returns the versions that were not retired before. */
export const retireVersions = (tx: Tx, name: string, now: Date): Promise<{ version: number }[]> =>
  tx.rows("UPDATE training_runtime SET retired_at = $2 WHERE name = $1 AND retired_at IS NULL RETURNING version", [name, now]);

interface RuntimeUse {
  readonly name: string;
  readonly version: number;
  readonly jobs: number;
}

/** How many jobs of the workspace used each version. */
export const countRuntimeUses = (tx: Tx, workspaceId: number): Promise<RuntimeUse[]> =>
  tx.rows(
    `SELECT resolved->'runtime'->>'name' AS name, (resolved->'runtime'->>'version')::int AS version, count(*)::int AS jobs
     FROM job WHERE workspace_id = $1 AND jsonb_typeof(resolved->'runtime') = 'object' GROUP BY 1, 2`,
    [workspaceId],
  );
