import type { Tx } from "@plumbline/db";
import type { Measure } from "../rules/idle.ts";

/** What a namespace holds without a quota. */
export interface OutsideRow {
  readonly pool_id: string;
  readonly namespace: string;
  readonly kind: string;
  readonly amount: number;
  readonly since: Date;
  readonly seen_at: Date;
  readonly measure: Measure | null;
  readonly percent: number | null;
  readonly idle_since: Date | null;
}

export const lockOutside = (tx: Tx, poolId: string): Promise<OutsideRow[]> =>
  tx.rows(
    `SELECT pool_id, namespace, kind, amount, since, seen_at, measure, percent, idle_since FROM outside_holding WHERE pool_id = $1
     ORDER BY namespace, kind FOR UPDATE`,
    [poolId],
  );

export const selectOutside = (tx: Tx): Promise<OutsideRow[]> =>
  tx.rows(
    "SELECT pool_id, namespace, kind, amount, since, seen_at, measure, percent, idle_since FROM outside_holding ORDER BY pool_id, namespace, kind",
  );

export async function replaceOutside(tx: Tx, poolId: string, rows: readonly OutsideRow[]): Promise<void> {
  await tx.execute("DELETE FROM outside_holding WHERE pool_id = $1", [poolId]);
  await tx.execute(
    `INSERT INTO outside_holding (pool_id, namespace, kind, amount, since, seen_at, measure, percent, idle_since)
     SELECT $1, h.namespace, h.kind, h.amount, h.since, h.seen_at, h.measure, h.percent, h.idle_since
     FROM jsonb_to_recordset($2::jsonb) AS h(namespace text, kind text, amount float8, since timestamptz, seen_at timestamptz, measure text,
       percent float8, idle_since timestamptz)`,
    [poolId, JSON.stringify(rows)],
  );
}

export interface OutsideHours {
  readonly namespace: string;
  readonly hour: Date;
  readonly unitHours: number;
  readonly idleHours: number;
}

export async function addOutsideHours(tx: Tx, poolId: string, hours: readonly OutsideHours[]): Promise<void> {
  await tx.execute(
    `INSERT INTO outside_hour (pool_id, namespace, hour, unit_hours, idle_hours)
     SELECT $1, h.namespace, h.hour, sum(h.unit_hours), sum(h.idle_hours)
     FROM unnest($2::text[], $3::timestamptz[], $4::float8[], $5::float8[]) AS h(namespace, hour, unit_hours, idle_hours) GROUP BY h.namespace, h.hour
     ON CONFLICT (pool_id, namespace, hour) DO UPDATE
     SET unit_hours = outside_hour.unit_hours + EXCLUDED.unit_hours, idle_hours = outside_hour.idle_hours + EXCLUDED.idle_hours`,
    [
      poolId,
      hours.map(({ namespace }) => namespace),
      hours.map(({ hour }) => hour),
      hours.map(({ unitHours }) => unitHours),
      hours.map(({ idleHours }) => idleHours),
    ],
  );
}
