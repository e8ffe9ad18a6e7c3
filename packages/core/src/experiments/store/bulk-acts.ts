import type { BulkAct, BulkActKind } from "@plumbline/contracts/experiments/bulk-act";
import type { WorkspacePermission } from "@plumbline/contracts/permissions";
import { statement, type Tx } from "@plumbline/db";
import type { Actor } from "../../kernel/index.ts";

/** In whose name an act is carried out, and what they might do when they asked for it. */
export interface ActCaller {
  readonly actor: Actor;
  readonly permissions: readonly WorkspacePermission[];
  readonly requestId: string;
}

export interface Refusal {
  readonly runId: string;
  readonly reason: string;
}

export interface ActRow {
  readonly id: string;
  readonly act: BulkActKind;
  readonly filter: string | null;
  readonly state: BulkAct["state"];
  readonly total: number;
  readonly position: number;
  readonly changed: number;
  readonly refused: number;
  readonly refusals: Refusal[];
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly finished_at: Date | null;
}

const columns =
  "a.id, a.act, a.filter, a.state, COALESCE((a.act->>'runs')::int, cardinality(a.run_ids)) AS total, a.position, a.changed, a.refused, a.refusals, a.requested_by, a.requested_at, a.finished_at";

interface NewAct {
  readonly id: string;
  readonly act: BulkActKind;
  readonly filter: string | null;
  readonly runIds: readonly string[];
  readonly caller: ActCaller;
  readonly now: Date;
}

export async function insertAct(tx: Tx, workspaceId: number, act: NewAct): Promise<void> {
  await tx.execute(
    `INSERT INTO bulk_act (id, workspace_id, act, filter, run_ids, state, caller, requested_by, requested_at)
     VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7, $8)`,
    [act.id, workspaceId, JSON.stringify(act.act), act.filter, act.runIds, JSON.stringify(act.caller), act.caller.actor.id, act.now],
  );
}

const selectAct = statement("experiments.select-bulk-act", `SELECT ${columns} FROM bulk_act a WHERE a.workspace_id = $1 AND a.id = $2`);

export const findAct = (tx: Tx, workspaceId: number, id: string): Promise<ActRow | undefined> => tx.row(selectAct, [workspaceId, id]);

/** Newest first: ids begin with the instant. */
export const listActs = (tx: Tx, workspaceId: number, page: { before: string | null; limit: number }): Promise<ActRow[]> =>
  tx.rows(`SELECT ${columns} FROM bulk_act a WHERE a.workspace_id = $1 AND ($2::uuid IS NULL OR a.id < $2) ORDER BY a.id DESC LIMIT $3`, [
    workspaceId,
    page.before,
    page.limit,
  ]);

/** An unfinished act, held until the transaction ends, with the next of its runs. */
export interface HeldAct extends ActRow {
  readonly caller: ActCaller;
  readonly next: string[];
}

const holdAct = statement(
  "experiments.hold-bulk-act",
  `SELECT ${columns}, a.caller, a.run_ids[a.position + 1 : a.position + $3] AS next FROM bulk_act a
   WHERE a.workspace_id = $1 AND a.id = $2 AND a.state IN ('queued', 'running') FOR UPDATE`,
);

export const holdUnfinishedAct = (tx: Tx, workspaceId: number, of: { id: string; runs: number }): Promise<HeldAct | undefined> =>
  tx.row(holdAct, [workspaceId, of.id, of.runs]);

interface Advance {
  readonly id: string;
  readonly looked: number;
  readonly changed: number;
  readonly refusals: readonly Refusal[];
  readonly refusalsMax: number;
  readonly now: Date;
}

const advance = statement(
  "experiments.advance-bulk-act",
  `UPDATE bulk_act SET position = position + $3, changed = changed + $4, refused = refused + jsonb_array_length($5::jsonb),
     refusals = (SELECT COALESCE(jsonb_agg(r ORDER BY at), '[]') FROM jsonb_array_elements(refusals || $5::jsonb) WITH ORDINALITY AS t(r, at) WHERE at <= $6),
     state = CASE WHEN position + $3 >= cardinality(run_ids) THEN 'done' ELSE 'running' END,
     finished_at = CASE WHEN position + $3 >= cardinality(run_ids) THEN $7::timestamptz END
   WHERE workspace_id = $1 AND id = $2`,
);

/** Writes what became of the next runs; the act is done with its last one. */
export const advanceAct = (tx: Tx, workspaceId: number, by: Advance): Promise<number> =>
  tx.execute(advance, [workspaceId, by.id, by.looked, by.changed, JSON.stringify(by.refusals), by.refusalsMax, by.now]);

const purged = statement(
  "experiments.tell-purged",
  "UPDATE bulk_act SET position = position + $3, changed = changed + $3, state = 'running' WHERE workspace_id = $1 AND id = $2",
);

/** Writes how many more runs of an experiment were removed. */
export const tellPurged = (tx: Tx, workspaceId: number, { id, removed }: { id: string; removed: number }): Promise<number> =>
  tx.execute(purged, [workspaceId, id, removed]);

interface PurgeEnd {
  readonly id: string;
  readonly refusals: readonly Refusal[];
  readonly now: Date;
}

/** Ends the removal of an experiment's runs; those that stay are refused. */
export const endPurge = (tx: Tx, workspaceId: number, { id, refusals, now }: PurgeEnd): Promise<number> =>
  tx.execute(
    `UPDATE bulk_act SET state = 'done', refusals = $3::jsonb, refused = GREATEST((act->>'runs')::int - changed, 0), position = GREATEST((act->>'runs')::int, changed),
       finished_at = $4 WHERE workspace_id = $1 AND id = $2`,
    [workspaceId, id, JSON.stringify(refusals), now],
  );

/** Ends an unfinished act; false where it has ended. */
export const cancelAct = async (tx: Tx, workspaceId: number, { id, now }: { id: string; now: Date }): Promise<boolean> =>
  (await tx.execute(
    "UPDATE bulk_act SET state = 'cancelled', finished_at = $3 WHERE workspace_id = $1 AND id = $2 AND state IN ('queued', 'running')",
    [workspaceId, id, now],
  )) > 0;
