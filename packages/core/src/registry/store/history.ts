import type { HistoryEntry } from "@plumbline/contracts/registry/history";
import type { Tx } from "@plumbline/db";

/** Why a row of the history was written; the inventory's time line counts by it. */
export type Cause = "promotion" | "retirement" | "rollback" | "step-down" | "alias" | "registration" | "deletion" | "break-glass";

export interface HistoryFact {
  readonly modelKey: number;
  readonly version: number | null;
  readonly kind: HistoryEntry["kind"];
  readonly value: string;
  readonly before: string | null;
  readonly cause: Cause;
  readonly reason: string;
  readonly requestNumber: number | null;
  readonly by: string;
  readonly at: Date;
}

/** Writes what happened, in the order given. */
export async function insertHistory(tx: Tx, workspaceId: number, facts: readonly HistoryFact[]): Promise<void> {
  if (facts.length === 0) return;
  await tx.execute(
    `INSERT INTO model_history (workspace_id, model_key, version, kind, value, before, at, by, cause, request_number, reason)
     SELECT $1, f.* FROM unnest($2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[], $9::text[], $10::int[], $11::text[]) AS f`,
    [
      workspaceId,
      facts.map(({ modelKey }) => modelKey),
      facts.map(({ version }) => version),
      facts.map(({ kind }) => kind),
      facts.map(({ value }) => value),
      facts.map(({ before }) => before),
      facts.map(({ at }) => at),
      facts.map(({ by }) => by),
      facts.map(({ cause }) => cause),
      facts.map(({ requestNumber }) => requestNumber),
      facts.map(({ reason }) => reason),
    ],
  );
}

export interface HistoryRow {
  readonly id: number;
  readonly kind: HistoryEntry["kind"];
  readonly version: number | null;
  readonly value: string;
  readonly before: string | null;
  readonly at: Date;
  readonly by: string;
  readonly request_number: number | null;
  readonly reason: string;
}

interface HistoryList {
  readonly modelKey: number;
  readonly version: number | undefined;
  readonly alias: string | undefined;
  readonly before: number | null;
  readonly limit: number;
}

/** What happened to a model, the newest first; of one version or alias where one is named. */
export function listHistory(tx: Tx, workspaceId: number, list: HistoryList): Promise<HistoryRow[]> {
  return tx.rows(
    `SELECT id, kind, version, value, before, at, by, request_number, reason FROM model_history
     WHERE workspace_id = $1 AND model_key = $2 AND ($3::bigint IS NULL OR id < $3)
       AND ($4::int IS NULL OR version = $4 OR (kind = 'alias' AND before = $4::text)) AND ($5::text IS NULL OR (kind = 'alias' AND value = $5))
     ORDER BY id DESC LIMIT $6`,
    [workspaceId, list.modelKey, list.before, list.version ?? null, list.alias ?? null, list.limit],
  );
}

export async function wasInProduction(tx: Tx, workspaceId: number, of: { modelKey: number; version: number }): Promise<boolean> {
  const row = await tx.row(
    "SELECT FROM model_history WHERE workspace_id = $1 AND model_key = $2 AND version = $3 AND kind = 'stage' AND value = 'production' LIMIT 1",
    [workspaceId, of.modelKey, of.version],
  );
  return row !== undefined;
}

/** The versions that were champion, the latest first. */
export async function championsOf(tx: Tx, workspaceId: number, modelKey: number): Promise<number[]> {
  const rows = await tx.rows<{ version: number }>(
    `SELECT version FROM model_history WHERE workspace_id = $1 AND model_key = $2 AND kind = 'alias' AND value = 'champion' AND version IS NOT NULL
     GROUP BY version ORDER BY max(id) DESC`,
    [workspaceId, modelKey],
  );
  return rows.map(({ version }) => version);
}
