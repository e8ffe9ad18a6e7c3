import type { RiskTier, Stage, Use } from "@plumbline/contracts/approvals/stage";
import type { Intake } from "@plumbline/contracts/registry/model";
import type { Tx } from "@plumbline/db";
import type { StoredIntake } from "./models.ts";

export interface LiveRow {
  readonly version: number;
  readonly stage: Stage;
  readonly environment: string;
  readonly uses: Use[];
  readonly maxTrafficPercent: number | null;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly until: number | null;
  readonly requestNumber: number | null;
}

export interface InventoryRow {
  readonly model_key: number;
  readonly name: string;
  readonly kind: Intake["kind"];
  readonly tier: RiskTier | null;
  readonly intake: StoredIntake;
  readonly stage: Stage | null;
  readonly live: LiveRow[];
  readonly champion: number | null;
  readonly champion_since: Date | null;
  readonly champion_now: number | null;
  readonly last_validated_at: Date | null;
  readonly next_validation_due_at: Date | null;
  readonly open_findings: number;
  readonly next_finding_due_at: Date | null;
}

interface Instant {
  readonly at: Date;
  /** One model alone. */
  readonly modelKey?: number;
}

// Only rows that were written by the instant count, and of each thing the last of them. What is bounded by it on the other side
// (findings that were closed, authorisations that ended) is compared with it, never with now.
const asOf = `
  WITH revision AS (
    SELECT DISTINCT ON (r.model_key) r.model_key, r.name, r.kind, r.tier, r.intake, r.is_deleted FROM model_revision r
    WHERE r.workspace_id = $1 AND r.changed_at <= $2 AND ($3::bigint IS NULL OR r.model_key = $3) ORDER BY r.model_key, r.revision DESC
  ), stood AS (
    SELECT DISTINCT ON (h.model_key, h.version) h.model_key, h.version, h.kind, h.value AS stage FROM model_history h
    WHERE h.workspace_id = $1 AND h.at <= $2 AND ($3::bigint IS NULL OR h.model_key = $3) AND h.version IS NOT NULL AND h.kind IN ('registered', 'stage', 'deleted')
    ORDER BY h.model_key, h.version, h.id DESC
  ), highest AS (
    SELECT model_key, (array_agg(stage ORDER BY array_position(ARRAY['production', 'staging', 'experimental', 'retired'], stage)))[1] AS stage
    FROM stood WHERE kind <> 'deleted' GROUP BY model_key
  ), champion AS (
    SELECT DISTINCT ON (h.model_key) h.model_key, h.version, h.at FROM model_history h
    WHERE h.workspace_id = $1 AND h.at <= $2 AND ($3::bigint IS NULL OR h.model_key = $3) AND h.kind = 'alias' AND h.value = 'champion'
    ORDER BY h.model_key, h.id DESC
  ), live AS (
    SELECT s.model_key, json_agg(json_build_object('version', s.version, 'stage', s.stage, 'environment', a.environment, 'uses', a.uses,
        'maxTrafficPercent', a.canary_max_percent, 'since', (extract(epoch FROM a.valid_from) * 1000)::bigint,
        'until', (extract(epoch FROM a.valid_until) * 1000)::bigint, 'requestNumber', a.request_number)
      ORDER BY a.environment, s.version DESC, a.valid_from) AS versions
    FROM approvals_authorisation a
    JOIN stood s ON s.model_key = split_part(a.subject_ref, '/', 1)::bigint AND s.version = split_part(a.subject_ref, '/', 2)::int AND s.kind <> 'deleted'
    WHERE a.workspace_id = $1 AND a.subject_kind = 'model-version' AND a.valid_from <= $2 AND (a.valid_until IS NULL OR a.valid_until > $2)
      AND (a.ended_at IS NULL OR a.ended_at > $2)
    GROUP BY s.model_key
  )
  SELECT r.model_key, r.name, r.kind, r.tier, r.intake, highest.stage, COALESCE(live.versions, '[]') AS live, champion.version AS champion,
    CASE WHEN champion.version IS NOT NULL THEN champion.at END AS champion_since, now.version AS champion_now,
    validated.validated_at AS last_validated_at, validated.next_due_at AS next_validation_due_at,
    COALESCE(found.open, 0) AS open_findings, found.due_at AS next_finding_due_at
  FROM revision r
  LEFT JOIN highest ON highest.model_key = r.model_key
  LEFT JOIN live ON live.model_key = r.model_key
  LEFT JOIN champion ON champion.model_key = r.model_key
  LEFT JOIN model_alias now ON now.workspace_id = $1 AND now.model_key = r.model_key AND now.alias = 'champion'
  LEFT JOIN LATERAL (
    SELECT c.validated_at, c.next_due_at FROM model_validation c WHERE c.workspace_id = $1 AND c.model_key = r.model_key AND c.validated_at <= $2
    ORDER BY c.validated_at DESC, c.id DESC LIMIT 1) validated ON true
  LEFT JOIN LATERAL (
    SELECT count(*) AS open, min(f.due_at) AS due_at FROM model_finding f
    WHERE f.workspace_id = $1 AND f.model_key = r.model_key AND f.opened_at <= $2 AND (f.closed_at IS NULL OR f.closed_at > $2)) found ON true
  WHERE NOT r.is_deleted ORDER BY r.name COLLATE "C"`;

/** Every model as it stood at an instant, by name. */
export const readInventory = (tx: Tx, workspaceId: number, { at, modelKey }: Instant): Promise<InventoryRow[]> =>
  tx.rows(asOf, [workspaceId, at, modelKey ?? null]);

/** The model that had a name at an instant. */
export async function findModelNamed(tx: Tx, workspaceId: number, of: { name: string; at: Date }): Promise<number | undefined> {
  const row = await tx.row<{ model_key: number }>(
    `SELECT r.model_key FROM model_revision r WHERE r.workspace_id = $1 AND r.name = $2 AND r.changed_at <= $3 AND NOT r.is_deleted AND NOT EXISTS (
       SELECT FROM model_revision n WHERE n.workspace_id = $1 AND n.model_key = r.model_key AND n.revision > r.revision AND n.changed_at <= $3)
     ORDER BY r.changed_at DESC, r.model_key DESC LIMIT 1`,
    [workspaceId, of.name, of.at],
  );
  return row?.model_key;
}

export interface ChangeRow {
  readonly at: Date;
  readonly kind: "promotion" | "retirement" | "rollback" | "step-down";
  readonly model: string;
  readonly version: number;
}

/** Moves of versions up to an instant, the newest first, under the names that the models had last. */
export function listChanges(tx: Tx, workspaceId: number, { at, limit }: { at: Date; limit: number }): Promise<ChangeRow[]> {
  return tx.rows(
    `SELECT h.at, CASE h.cause WHEN 'break-glass' THEN 'promotion' ELSE h.cause END AS kind,
       COALESCE((SELECT r.name FROM model_revision r WHERE r.model_key = h.model_key AND r.workspace_id = $1 AND r.changed_at <= $2 ORDER BY r.revision DESC LIMIT 1), '') AS model,
       h.version
     FROM model_history h WHERE h.workspace_id = $1 AND h.at <= $2 AND h.version IS NOT NULL
       AND ((h.kind = 'stage' AND h.cause IN ('promotion', 'retirement', 'step-down', 'break-glass')) OR (h.kind = 'alias' AND h.cause = 'rollback'))
     ORDER BY h.at DESC, h.id DESC LIMIT $3`,
    [workspaceId, at, limit],
  );
}

export interface ChampionRow {
  readonly version: number | null;
  readonly at: Date;
}

/** Every move of the alias `champion` up to an instant, in order; null where it named nothing from then on. */
export const listChampions = (tx: Tx, workspaceId: number, of: { modelKey: number; at: Date }): Promise<ChampionRow[]> =>
  tx.rows(
    `SELECT version, at FROM model_history WHERE workspace_id = $1 AND model_key = $2 AND kind = 'alias' AND value = 'champion' AND at <= $3 ORDER BY id`,
    [workspaceId, of.modelKey, of.at],
  );

export interface ChampionFacts {
  readonly digest: Buffer | null;
  readonly datasets: string[];
  readonly request_number: number | null;
  readonly decided_at: Date | null;
  readonly decision: unknown;
}

/** What the champion of an instant was made of, and the decision that had let it into production. */
export const findChampionFacts = (
  tx: Tx,
  workspaceId: number,
  of: { modelKey: number; version: number; at: Date },
): Promise<ChampionFacts | undefined> =>
  tx.row(
    `SELECT v.digest, ARRAY(SELECT DISTINCT d.name || '@' || d.digest FROM experiments_run_dataset d
         WHERE d.workspace_id = $1 AND d.run_id = v.run_id ORDER BY 1) AS datasets,
       c.number AS request_number, c.decided_at, c.decision
     FROM model_version v
     LEFT JOIN LATERAL (
       SELECT h.request_number FROM model_history h WHERE h.workspace_id = $1 AND h.model_key = v.model_key AND h.version = v.version
         AND h.request_number IS NOT NULL AND h.at <= $4 AND ((h.kind = 'stage' AND h.value = 'production') OR (h.kind = 'alias' AND h.value = 'champion'))
       ORDER BY h.id DESC LIMIT 1) h ON true
     LEFT JOIN approvals_decision c ON c.workspace_id = $1 AND c.number = h.request_number
     WHERE v.workspace_id = $1 AND v.model_key = $2 AND v.version = $3`,
    [workspaceId, of.modelKey, of.version, of.at],
  );

export interface FindingAsOf {
  readonly title: string;
  readonly severity: string;
  readonly due_at: Date | null;
  /** Null where it was open at the instant. */
  readonly closed_at: Date | null;
}

export const listFindingsAsOf = (tx: Tx, workspaceId: number, of: { modelKey: number; at: Date; limit: number }): Promise<FindingAsOf[]> =>
  tx.rows(
    `SELECT title, severity, due_at, CASE WHEN closed_at <= $3 THEN closed_at END AS closed_at FROM model_finding
     WHERE workspace_id = $1 AND model_key = $2 AND opened_at <= $3 ORDER BY opened_at DESC, id DESC LIMIT $4`,
    [workspaceId, of.modelKey, of.at, of.limit],
  );
