import type { ClaimPriority, ClaimState } from "@plumbline/contracts/quotas/pool";
import type { Tx } from "@plumbline/db";
import type { Holder } from "../claim.ts";
import type { Standing } from "../rules/situation.ts";

export interface ClaimRow {
  readonly id: string;
  readonly pool_id: string;
  readonly holder_kind: "job";
  readonly holder_id: string;
  readonly turn: number;
  readonly number: number;
  readonly title: string;
  readonly owner_id: string;
  readonly amount: number;
  readonly priority: ClaimPriority;
  readonly time_limit_seconds: number;
  readonly alike_key: string;
  readonly state: ClaimState;
  /** Why it is to end, or ended. */
  readonly cause: string | null;
  readonly queued_at: Date;
  readonly ranked_at: Date;
  readonly admitted_at: Date | null;
  readonly released_at: Date | null;
}

const columns = `c.id, c.pool_id, c.holder_kind, c.holder_id, c.turn, c.number, c.title, c.owner_id, c.amount, c.priority, c.time_limit_seconds,
  c.alike_key, c.state, c.cause, c.queued_at, c.ranked_at, c.admitted_at, c.released_at`;

/** The newest claim of a holder. */
export const findClaim = (tx: Tx, workspaceId: number, holder: Holder): Promise<ClaimRow | undefined> =>
  tx.row(
    `SELECT ${columns} FROM claim c WHERE c.workspace_id = $1 AND c.holder_kind = $2 AND c.holder_id = $3 ORDER BY c.turn DESC LIMIT 1`,
    [workspaceId, holder.kind, holder.id],
  );

/** The newest claim of a holder, held until the end of the transaction. */
export const lockClaim = (tx: Tx, workspaceId: number, holder: Holder): Promise<ClaimRow | undefined> =>
  tx.row(
    `SELECT ${columns} FROM claim c WHERE c.workspace_id = $1 AND c.holder_kind = $2 AND c.holder_id = $3 ORDER BY c.turn DESC LIMIT 1 FOR UPDATE`,
    [workspaceId, holder.kind, holder.id],
  );

export type NewClaim = Omit<ClaimRow, "state" | "cause" | "admitted_at" | "released_at">;

/** Undefined when the holder has a claim of that turn already. */
export const insertClaim = (tx: Tx, workspaceId: number, made: NewClaim): Promise<ClaimRow | undefined> =>
  tx.row(
    `INSERT INTO claim AS c (id, workspace_id, pool_id, holder_kind, holder_id, turn, number, title, owner_id, amount, priority, time_limit_seconds,
       alike_key, queued_at, ranked_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     ON CONFLICT (workspace_id, holder_kind, holder_id, turn) DO NOTHING RETURNING ${columns}`,
    [
      made.id,
      workspaceId,
      made.pool_id,
      made.holder_kind,
      made.holder_id,
      made.turn,
      made.number,
      made.title,
      made.owner_id,
      made.amount,
      made.priority,
      made.time_limit_seconds,
      made.alike_key,
      made.queued_at,
      made.ranked_at,
    ],
  );

export const setHeld = (tx: Tx, workspaceId: number, held: { id: string; at: Date }): Promise<ClaimRow | undefined> =>
  tx.row(
    `UPDATE claim c SET state = 'admitted', admitted_at = $3, stood = COALESCE(c.stood, 0) WHERE c.workspace_id = $1 AND c.id = $2 AND c.state = 'waiting' RETURNING ${columns}`,
    [workspaceId, held.id, held.at],
  );

export const setReleased = (
  tx: Tx,
  workspaceId: number,
  released: { id: string; at: Date; cause: string },
): Promise<ClaimRow | undefined> =>
  tx.row(
    `UPDATE claim c SET state = 'released', released_at = $3, cause = COALESCE(c.cause, $4)
     WHERE c.workspace_id = $1 AND c.id = $2 AND c.state <> 'released' RETURNING ${columns}`,
    [workspaceId, released.id, released.at, released.cause],
  );

export const setRank = (tx: Tx, workspaceId: number, { holder, rankedAt }: { holder: Holder; rankedAt: Date }): Promise<number> =>
  tx.execute(
    `UPDATE claim SET ranked_at = $4 WHERE workspace_id = $1 AND holder_kind = $2 AND holder_id = $3 AND released_at IS NULL
       AND state = 'waiting'`,
    [workspaceId, holder.kind, holder.id, rankedAt],
  );

export const setPriority = (tx: Tx, workspaceId: number, change: { id: string; priority: ClaimPriority }): Promise<ClaimRow | undefined> =>
  tx.row(`UPDATE claim c SET priority = $3 WHERE c.workspace_id = $1 AND c.id = $2 AND c.state = 'waiting' RETURNING ${columns}`, [
    workspaceId,
    change.id,
    change.priority,
  ]);

/** A claim as admission sees it, and what says how long it will hold. */
export interface StandingRow extends Standing {
  readonly alikeKey: string;
  readonly timeLimitSeconds: number;
}

/** What waits for pools or holds parts of them, of every workspace; asked as the database role `system`. */
export const selectStanding = (tx: Tx, poolIds: readonly string[]): Promise<StandingRow[]> =>
  tx.rows(
    `SELECT c.id, c.pool_id AS "poolId", c.workspace_id AS "workspaceId", c.amount,
       CASE c.priority WHEN 'low' THEN 0 WHEN 'high' THEN 2 ELSE 1 END AS priority, c.state,
       (extract(epoch FROM c.ranked_at) * 1000)::float8 AS "rankedAt", (extract(epoch FROM c.admitted_at) * 1000)::float8 AS "admittedAt",
       c.alike_key AS "alikeKey", c.time_limit_seconds AS "timeLimitSeconds"
     FROM claim c WHERE c.pool_id = ANY($1::uuid[]) AND c.released_at IS NULL`,
    [poolIds],
  );

export interface HeldClaim {
  readonly id: string;
  readonly workspace_id: number;
  readonly holder_kind: "job";
  readonly holder_id: string;
}

/** Those that still waited; others were released meanwhile. */
export const admitClaims = (
  tx: Tx,
  admitted: readonly { readonly id: string; readonly borrowed: number }[],
  now: Date,
): Promise<HeldClaim[]> =>
  tx.rows(
    `UPDATE claim c SET state = 'admitted', admitted_at = $3, borrowed = given.borrowed, stood = COALESCE(c.stood, 0)
     FROM unnest($1::uuid[], $2::float8[]) AS given(id, borrowed)
     WHERE c.id = given.id AND c.state = 'waiting' RETURNING c.id, c.workspace_id, c.holder_kind, c.holder_id`,
    [admitted.map(({ id }) => id), admitted.map(({ borrowed }) => borrowed), now],
  );

export const evictClaims = (tx: Tx, evicted: readonly { readonly id: string; readonly cause: string }[], now: Date): Promise<number> =>
  tx.execute(
    `UPDATE claim c SET state = 'evicting', evicted_at = $3, cause = given.cause FROM unnest($1::uuid[], $2::text[]) AS given(id, cause)
     WHERE c.id = given.id AND c.state = 'admitted'`,
    [evicted.map(({ id }) => id), evicted.map(({ cause }) => cause), now],
  );

export const selectEvicting = (tx: Tx, poolIds: readonly string[]): Promise<(HeldClaim & { cause: string })[]> =>
  tx.rows(
    `SELECT c.id, c.workspace_id, c.holder_kind, c.holder_id, c.cause FROM claim c
     WHERE c.pool_id = ANY($1::uuid[]) AND c.released_at IS NULL AND c.state = 'evicting' ORDER BY c.id`,
    [poolIds],
  );

/**
 * Places in the workspace's own queues, by rank. What a cluster has not been handed yet still has the rank that it queued with, and stands
 * behind what the cluster has.
 */
export const selectPositions = (
  tx: Tx,
  workspaceId: number,
  of: { kind: string; ids: readonly string[] },
): Promise<{ holder_id: string; at: number; of: number }[]> =>
  tx.rows(
    `SELECT holder_id, at, of FROM (
       SELECT c.holder_kind, c.holder_id, (count(*) OVER (PARTITION BY c.pool_id))::int AS of,
         (row_number() OVER (PARTITION BY c.pool_id ORDER BY CASE c.priority WHEN 'low' THEN 0 WHEN 'high' THEN 2 ELSE 1 END DESC,
           p.admission = 'kueue' AND c.ranked_at = c.queued_at, c.ranked_at, c.id))::int AS at
       FROM claim c JOIN pool p ON p.id = c.pool_id WHERE c.workspace_id = $1 AND c.released_at IS NULL AND c.state = 'waiting') queue
     WHERE holder_kind = $2 AND holder_id = ANY($3::uuid[])`,
    [workspaceId, of.kind, of.ids],
  );

export interface OwnHolder {
  readonly id: string;
  readonly holder_id: string;
  readonly title: string;
  readonly owner_id: string;
}

/** Who stands behind the workspace's claims that wait for pools or hold parts of them. */
export const selectOwnHolders = (tx: Tx, workspaceId: number, poolIds: readonly string[]): Promise<OwnHolder[]> =>
  tx.rows(
    "SELECT c.id, c.holder_id, c.title, c.owner_id FROM claim c WHERE c.workspace_id = $1 AND c.pool_id = ANY($2::uuid[]) AND c.released_at IS NULL",
    [workspaceId, poolIds],
  );

/** What workspaces hold of pools; asked as the database role `system`. */
export const selectHeld = (tx: Tx, poolIds: readonly string[]): Promise<{ pool_id: string; workspace_id: number; amount: number }[]> =>
  tx.rows(
    `SELECT c.pool_id, c.workspace_id, sum(c.amount) AS amount FROM claim c
     WHERE c.pool_id = ANY($1::uuid[]) AND c.released_at IS NULL AND c.state <> 'waiting' GROUP BY c.pool_id, c.workspace_id`,
    [poolIds],
  );
