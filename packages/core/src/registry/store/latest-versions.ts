import type { Stage } from "@plumbline/contracts/approvals/stage";
import type { Tx } from "@plumbline/db";
import { type VersionRow, versionColumns } from "./versions.ts";

interface Latest {
  readonly models: readonly string[];
  /** Null for all of them. */
  readonly stages: readonly Stage[] | null;
}

/** By model; the stage whose first version is the oldest comes first. */
export const selectLatestVersions = (tx: Tx, workspaceId: number, { models, stages }: Latest): Promise<VersionRow[]> =>
  tx.rows(
    `SELECT ${versionColumns}
     FROM (SELECT n.model_key, max(n.version) AS newest, min(n.version) AS oldest
           FROM registered_model k JOIN model_version n ON n.workspace_id = $1 AND n.model_key = k.key
           WHERE k.workspace_id = $1 AND k.name = ANY($2::text[]) AND n.deleted_at IS NULL AND ($3::text[] IS NULL OR n.stage = ANY($3))
           GROUP BY n.model_key, n.stage) l
     JOIN model_version v ON v.workspace_id = $1 AND v.model_key = l.model_key AND v.version = l.newest
     JOIN registered_model m ON m.workspace_id = $1 AND m.key = v.model_key
     ORDER BY m.name, l.oldest`,
    [workspaceId, models, stages],
  );
