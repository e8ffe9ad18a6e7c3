import { createHash, randomBytes } from "node:crypto";
import type { Tx } from "@plumbline/db";
import { statement } from "@plumbline/db";
import canonicalize from "canonicalize";
import type { Caller } from "./context.ts";
import { uuidv7 } from "./uuid.ts";

/** The thing that an event or a change is about. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** A row of the change feed. */
export interface ChangeRecord {
  readonly topic: string;
  readonly subject: string;
  readonly kind: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What is written about an act. Values must hold no secrets; `note` is free text and may be erased later. */
export interface AuditRecord {
  readonly action: string;
  readonly outcome: "done" | "refused";
  readonly subject: Subject;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly note?: string;
}

const insertAudit = statement(
  "kernel.insert-audit",
  `WITH event AS (
     INSERT INTO audit_event (id, workspace_id, action, actor_kind, actor_id, subject_kind, subject_id, request_id, occurred_at, outcome, body, salt, digest)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
   ), annotation AS (
     INSERT INTO audit_annotation (event_id, workspace_id, address, user_agent, note) VALUES ($1, $2, $14, $15, $16)
   ), pending AS (
     INSERT INTO audit_pending_seal (event_id, workspace_id) VALUES ($1, $2)
   )
   INSERT INTO change (workspace_id, topic, subject, kind, data)
   SELECT $2, topic, subject, kind, data FROM jsonb_to_recordset($17::jsonb) AS c(topic text, subject text, kind text, data jsonb)`,
);

/**
 * Writes an audit event, what may be erased beside it, its pending seal, and change rows, as the transaction commits.
 *
 * The body is canonical JSON (RFC 8785). Address, user agent and note enter it only as SHA-256 over the event's
 * random salt and the text, so that erasing them later breaks no proof. `digest` is SHA-256(salt || body).
 */
export function recordAct(tx: Tx, caller: Caller, act: { audit: AuditRecord; changes: readonly ChangeRecord[]; now: Date }): void {
  const { audit, changes, now } = act;
  const id = uuidv7(now.getTime());
  const salt = randomBytes(16);
  const erasable = { address: caller.address, userAgent: caller.userAgent, note: audit.note ?? null };
  const body = canonicalize({
    id,
    action: audit.action,
    actor: { kind: caller.actor.kind, id: caller.actor.id, via: caller.actor.via, credentialId: caller.actor.credentialId },
    after: audit.after ?? null,
    before: audit.before ?? null,
    erasable: Object.fromEntries(Object.entries(erasable).map(([name, text]) => [name, text === null ? null : saltedDigest(salt, text)])),
    occurredAt: now.toISOString(),
    outcome: audit.outcome,
    requestId: caller.requestId,
    subject: { kind: audit.subject.kind, id: audit.subject.id },
    workspaceId: caller.workspace?.id ?? null,
  }) as string;
  tx.atCommit(insertAudit, [
    id,
    caller.workspace?.id ?? null,
    audit.action,
    caller.actor.kind,
    caller.actor.id,
    audit.subject.kind,
    audit.subject.id,
    caller.requestId,
    now,
    audit.outcome,
    body,
    salt,
    createHash("sha256").update(salt).update(body).digest(),
    erasable.address,
    erasable.userAgent,
    erasable.note,
    JSON.stringify(caller.workspace ? changes : []),
  ]);
}

const insertChanges = statement(
  "kernel.insert-changes",
  `INSERT INTO change (workspace_id, topic, subject, kind, data)
   SELECT $1, topic, subject, kind, data FROM jsonb_to_recordset($2::jsonb) AS c(topic text, subject text, kind text, data jsonb)`,
);

/** Writes change rows alone, as the transaction commits; for ingest. */
export function recordChanges(tx: Tx, workspaceId: number, changes: readonly ChangeRecord[]): void {
  if (changes.length > 0) tx.atCommit(insertChanges, [workspaceId, JSON.stringify(changes)]);
}

const saltedDigest = (salt: Buffer, text: string): string => createHash("sha256").update(salt).update(text).digest("hex");
