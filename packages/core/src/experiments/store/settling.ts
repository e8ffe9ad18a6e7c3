import { statement, type Tx } from "@plumbline/db";
import { holdBlocks, putBlocks } from "./ranked-blocks.ts";
import { headMax, numberAttributes, textAttributes } from "./search/ranked-fields.ts";

// Ranks are made across workspaces, by the role `retention` under its own policies.

/** Marks the hot runs that are not marked yet; whoever writes to one afterwards takes the mark away. */
export const markSettling = (tx: Tx, now: Date): Promise<number> =>
  tx.execute("UPDATE hot_run SET settling_at = $1 WHERE settling_at IS NULL", [now]);

/**
 * Transactions of the application that are open: one that began before a run was marked may have seen no need to take the mark away.
 * Those of other roles write to no run.
 */
export async function listOpenTransactions(tx: Tx): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(
    `SELECT l.virtualxid AS id FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'virtualxid' AND l.granted AND l.mode = 'ExclusiveLock' AND a.datname = current_database()
       AND pg_has_role(a.usesysid, 'plumbline_app', 'USAGE') AND NOT EXISTS (SELECT FROM pg_roles o WHERE o.oid = a.usesysid AND o.rolsuper)`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Since when a run must have been marked: one that still runs is written to again more likely. */
export interface Quiet {
  readonly endedBefore: Date;
  readonly runningBefore: Date;
  readonly limit: number;
}

const holdSettling = statement(
  "experiments.hold-settling",
  `SELECT h.workspace_id AS "workspaceId", h.experiment_id AS "experimentId", h.run_key AS key
   FROM hot_run h LEFT JOIN LATERAL (SELECT status FROM run WHERE run.key = h.run_key OFFSET 0) AS r ON true
   WHERE (h.workspace_id, h.experiment_id, h.run_key) > ($4::int, $5::int, $6::bigint) AND h.settling_at <= GREATEST($1::timestamptz, $2::timestamptz)
     AND h.settling_at <= CASE WHEN r.status IN ('RUNNING', 'SCHEDULED') THEN $2::timestamptz ELSE $1::timestamptz END
   ORDER BY h.workspace_id, h.experiment_id, h.run_key LIMIT $3 FOR UPDATE OF h SKIP LOCKED`,
);

/** A row of `hot_run`, in the order of its key. */
export interface HotRun {
  readonly workspaceId: number;
  readonly experimentId: number;
  readonly key: number;
}

/** Holds runs, behind one, that nobody has written to since they were marked; nobody finds them settled before this transaction ends. */
export const holdSettled = (tx: Tx, quiet: Quiet, after: HotRun | undefined): Promise<HotRun[]> =>
  tx.rows(holdSettling, [
    quiet.endedBefore,
    quiet.runningBefore,
    quiet.limit,
    after?.workspaceId ?? 0,
    after?.experimentId ?? 0,
    after?.key ?? 0,
  ]);

const eachRun = "unnest($1::bigint[]) AS wanted(key) CROSS JOIN LATERAL (SELECT * FROM run WHERE key = wanted.key OFFSET 0) AS r";
const head = (sql: string): string => `left(${sql}, ${headMax})`;

const numbers = `
  SELECT r.workspace_id, r.experiment_id, r.key AS run_key, n.field, n.value, r.start_time FROM ${eachRun} CROSS JOIN LATERAL (
    SELECT m.key_id AS field, m.last_value AS value FROM metric_summary m WHERE m.run_key = r.key
    UNION ALL VALUES (${numberAttributes.start_time}, r.start_time::float8), (${numberAttributes.end_time}, r.end_time::float8),
      (${numberAttributes.duration}, (r.end_time - r.start_time)::float8) OFFSET 0
  ) AS n WHERE n.value IS NOT NULL`;
const texts = `
  SELECT r.workspace_id, r.experiment_id, r.key AS run_key, t.field, ${head("t.value")} AS head, r.start_time FROM ${eachRun} CROSS JOIN LATERAL (
    SELECT 'params.' || p.key AS field, p.value FROM run_param p WHERE p.run_key = r.key
    UNION ALL SELECT 'tags.' || g.key, g.value FROM run_tag g WHERE g.run_key = r.key
    UNION ALL VALUES ${Object.entries(textAttributes)
      .map(([name, column]) => `('attributes.${name}', ${column})`)
      .join(", ")} OFFSET 0
  ) AS t`;

// What is as it was is not written again.
const putNumberBlocks = statement("experiments.put-ranked-blocks", putBlocks(numbers));
const putNumbers = statement(
  "experiments.put-ranked-numbers",
  `INSERT INTO ranked_number AS k (workspace_id, experiment_id, run_key, field, value, start_time) ${numbers}
   ON CONFLICT (run_key, field) DO UPDATE SET value = excluded.value, start_time = excluded.start_time
   WHERE k.value <> excluded.value OR k.start_time <> excluded.start_time`,
);
const putTexts = statement(
  "experiments.put-ranked-texts",
  `INSERT INTO ranked_text AS k (workspace_id, experiment_id, run_key, field, head, start_time) ${texts}
   ON CONFLICT (run_key, field) DO UPDATE SET head = excluded.head, start_time = excluded.start_time
   WHERE k.head <> excluded.head OR k.start_time <> excluded.start_time`,
);
// Nothing but a tag is ever taken away from a run. It comes first: a run that had no ranks has none to look at.
const dropTags = statement(
  "experiments.drop-ranked-tags",
  `DELETE FROM ranked_text k USING unnest($1::bigint[]) AS wanted(key)
   WHERE k.run_key = wanted.key AND k.field >= 'tags.' AND k.field < 'tags/'
     AND NOT EXISTS (SELECT FROM run_tag g WHERE g.run_key = wanted.key AND g.key = substr(k.field, 6))`,
);
const dropHot = statement(
  "experiments.drop-hot",
  "DELETE FROM hot_run h USING unnest($1::bigint[]) AS wanted(key) WHERE h.run_key = wanted.key",
);

/** Gives held runs the ranks of what they have now; from the end of the transaction on they are no longer hot. */
export async function rankRuns(tx: Tx, keys: readonly number[]): Promise<void> {
  await holdBlocks(tx);
  await Promise.all([dropTags, putNumbers, putNumberBlocks, putTexts, dropHot].map((sql) => tx.execute(sql, [keys])));
}
