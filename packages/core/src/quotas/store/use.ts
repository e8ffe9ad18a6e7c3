import type { Tx } from "@plumbline/db";
import type { UnitState } from "../rules/idle.ts";

const milliseconds = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** Units of a claim, held until the end of the transaction: reports of one claim may come at once. */
export const selectUnits = (tx: Tx, workspaceId: number, claimId: string): Promise<UnitState[]> =>
  tx.rows(
    `SELECT unit, measure, percent, ${milliseconds("since")} AS since, ${milliseconds("sampled_at")} AS "sampledAt", ${milliseconds("worked_at")} AS "workedAt"
     FROM unit_use WHERE workspace_id = $1 AND claim_id = $2 ORDER BY unit FOR UPDATE`,
    [workspaceId, claimId],
  );

export async function putUnits(tx: Tx, workspaceId: number, of: { claimId: string; states: readonly UnitState[] }): Promise<void> {
  const states = [...of.states].sort((one, other) => (one.unit < other.unit ? -1 : 1));
  await tx.execute(
    `INSERT INTO unit_use AS u (workspace_id, claim_id, unit, measure, percent, since, sampled_at, worked_at)
     SELECT $1, $2, s.unit, s.measure, s.percent, to_timestamp(s.since / 1000), to_timestamp(s.sampled / 1000), to_timestamp(s.worked / 1000)
     FROM unnest($3::text[], $4::text[], $5::float8[], $6::float8[], $7::float8[], $8::float8[]) AS s(unit, measure, percent, since, sampled, worked)
     ON CONFLICT (claim_id, unit) DO UPDATE
     SET measure = EXCLUDED.measure, percent = EXCLUDED.percent, since = EXCLUDED.since, sampled_at = EXCLUDED.sampled_at, worked_at = EXCLUDED.worked_at
     WHERE u.sampled_at < EXCLUDED.sampled_at`,
    [
      workspaceId,
      of.claimId,
      states.map(({ unit }) => unit),
      states.map(({ measure }) => measure),
      states.map(({ percent }) => percent),
      states.map(({ since }) => since),
      states.map(({ sampledAt }) => sampledAt),
      states.map(({ workedAt }) => workedAt),
    ],
  );
}

export interface HourUse {
  readonly hour: Date;
  readonly busySum: number;
  readonly busyCount: number;
  readonly smSum: number;
  readonly smCount: number;
  readonly idleSeconds: number;
}

export async function addUse(tx: Tx, workspaceId: number, of: { claimId: string; hours: readonly HourUse[] }): Promise<void> {
  await tx.execute(
    `INSERT INTO use_hour AS u (workspace_id, claim_id, hour, busy_sum, busy_count, sm_sum, sm_count, idle_seconds)
     SELECT $1, $2, * FROM unnest($3::timestamptz[], $4::float8[], $5::int[], $6::float8[], $7::int[], $8::float8[])
     ON CONFLICT (claim_id, hour) DO UPDATE SET busy_sum = u.busy_sum + EXCLUDED.busy_sum, busy_count = u.busy_count + EXCLUDED.busy_count,
       sm_sum = u.sm_sum + EXCLUDED.sm_sum, sm_count = u.sm_count + EXCLUDED.sm_count, idle_seconds = u.idle_seconds + EXCLUDED.idle_seconds`,
    [
      workspaceId,
      of.claimId,
      of.hours.map(({ hour }) => hour),
      of.hours.map(({ busySum }) => busySum),
      of.hours.map(({ busyCount }) => busyCount),
      of.hours.map(({ smSum }) => smSum),
      of.hours.map(({ smCount }) => smCount),
      of.hours.map(({ idleSeconds }) => idleSeconds),
    ],
  );
}

/** What is remembered of units ends with the claim; the hours stay. */
export const forgetUnits = (tx: Tx, workspaceId: number, claimId: string): Promise<number> =>
  tx.execute("DELETE FROM unit_use WHERE workspace_id = $1 AND claim_id = $2", [workspaceId, claimId]);
