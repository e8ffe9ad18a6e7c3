import type { Tx } from "@plumbline/db";

export interface EventRow {
  readonly id: string;
  readonly workspace: string | null;
  readonly action: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly outcome: "done" | "refused";
  readonly occurred_at: Date;
  readonly request_id: string;
  readonly body: string;
  readonly address: string | null;
  readonly is_sealed: boolean;
}

export interface EventFilter {
  /** Undefined reads every workspace, and what happened outside of any. */
  readonly workspaceId?: number | undefined;
  readonly action?: string | undefined;
  readonly actorId?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
  /** Where the last page ended. */
  readonly before?: { readonly occurredAt: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** Newest first. Ids begin with the instant, so that ordering by them alone is the same, and the primary key serves all workspaces. */
export function listEventRows(tx: Tx, filter: EventFilter): Promise<EventRow[]> {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const wanted = [
    ["workspace_id", filter.workspaceId],
    ["action", filter.action],
    ["actor_id", filter.actorId],
    ["subject_kind", filter.subjectKind],
    ["subject_id", filter.subjectId],
  ] as const;
  const conditions = wanted.flatMap(([column, value]) => (value === undefined ? [] : [`e.${column} = ${bind(value)}`]));
  const { before } = filter;
  const isWhole = filter.workspaceId === undefined;
  if (before && isWhole) conditions.push(`e.id < ${bind(before.id)}::uuid`);
  else if (before) conditions.push(`(e.occurred_at, e.id) < (${bind(before.occurredAt)}::timestamptz, ${bind(before.id)}::uuid)`);
  return tx.rows(
    `SELECT e.id, w.name AS workspace, e.action, e.actor_kind, e.actor_id, e.subject_kind, e.subject_id, e.outcome, e.occurred_at, e.request_id,
       e.body, a.address, p.event_id IS NULL AS is_sealed
     FROM audit_event e
     LEFT JOIN workspaces_tenant w ON w.workspace_id = e.workspace_id
     LEFT JOIN audit_annotation a ON a.event_id = e.id
     LEFT JOIN audit_pending_seal p ON p.event_id = e.id
     ${conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : ""}
     ORDER BY ${isWhole ? "" : "e.occurred_at DESC, "}e.id DESC LIMIT ${bind(filter.limit)}`,
    values,
  );
}
