import type { Tx } from "@plumbline/db";
import { gapMs, idleAfterMs } from "../rules/idle.ts";

export interface IdleClaim {
  readonly workspace_id: number;
  readonly pool_id: string;
  readonly holder_id: string;
  readonly title: string;
  readonly owner_id: string;
  readonly nudged_at: Date | null;
  readonly units: number;
  readonly since: Date;
}

/** A claim of any workspace with idle units; asked as the database role `system`. */
export const findIdleClaim = (tx: Tx, claimId: string, now: Date): Promise<IdleClaim | undefined> =>
  tx.row(
    `SELECT c.workspace_id, c.pool_id, c.holder_id, c.title, c.owner_id, c.nudged_at, count(*)::int AS units, max(COALESCE(u.worked_at, u.since)) AS since
     FROM claim c JOIN unit_use u ON u.claim_id = c.id
     WHERE c.id = $1 AND c.released_at IS NULL AND u.sampled_at > $2
       AND u.sampled_at - COALESCE(u.worked_at, u.since) >= make_interval(secs => ${idleAfterMs / 1000}) GROUP BY c.id`,
    [claimId, new Date(now.getTime() - gapMs)],
  );

/** False when its owner was told since. */
export const markNudged = async (tx: Tx, workspaceId: number, of: { claimId: string; now: Date; before: Date }): Promise<boolean> =>
  (await tx.execute("UPDATE claim SET nudged_at = $3 WHERE workspace_id = $1 AND id = $2 AND (nudged_at IS NULL OR nudged_at <= $4)", [
    workspaceId,
    of.claimId,
    of.now,
    of.before,
  ])) > 0;
