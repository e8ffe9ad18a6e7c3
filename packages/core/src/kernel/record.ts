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

/** One act: who did it, when, and the change rows that tell of it. */
export interface Act {
  readonly caller: Caller;
  readonly audit: AuditRecord;
  readonly changes: readonly ChangeRecord[];
  readonly now: Date;
}

const insertActs = statement(
  "kernel.insert-acts",
  `WITH given AS (
     SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
       $10::text[], $11::text[], $12::bytea[], $13::bytea[], $14::text[], $15::text[], $16::text[])
       AS t(id, workspace_id, action, actor_kind, actor_id, subject_kind, subject_id, request_id, occurred_at, outcome, body, salt, digest, address, user_agent, note)
   ), event AS (
     INSERT INTO audit_event (id, workspace_id, action, actor_kind, actor_id, subject_kind, subject_id, request_id, occurred_at, outcome, body, salt, digest)
     SELECT id, workspace_id, action, actor_kind, actor_id, subject_kind, subject_id, request_id, occurred_at, outcome, body, salt, digest FROM given
   ), annotation AS (
     INSERT INTO audit_annotation (event_id, workspace_id, address, user_agent, note) SELECT id, workspace_id, address, user_agent, note FROM given
   ), pending AS (
     INSERT INTO audit_pending_seal (event_id, workspace_id) SELECT id, workspace_id FROM given
   )
   INSERT INTO change (workspace_id, topic, subject, kind, data)
   SELECT workspace_id, topic, subject, kind, data
   FROM jsonb_to_recordset($17::jsonb) AS c(workspace_id int, topic text, subject text, kind text, data jsonb)`,
);

/**
 * Writes audit events, what may be erased beside them, their pending seals, and change rows, as the transaction commits.
 *
 * The body is canonical JSON (RFC 8785). Address, user agent and note enter it only as SHA-256 over the event's
 * random salt and the text, so that erasing them later breaks no proof. `digest` is SHA-256(salt || body).
 */
export function recordActs(tx: Tx, acts: readonly Act[]): void {
  if (acts.length === 0) return;
  const rows = acts.map(auditRow);
  const columns = Array.from({ length: auditColumns }, (_, column) => rows.map((row) => row[column]));
  const changes = acts.flatMap(({ caller, changes: told }) =>
    caller.workspace ? told.map((change) => ({ ...change, workspace_id: caller.workspace?.id })) : [],
  );
  tx.atCommit(insertActs, [...columns, JSON.stringify(changes)]);
}

/** Writes one act. */
export const recordAct = (tx: Tx, caller: Caller, act: Omit<Act, "caller">): void => recordActs(tx, [{ ...act, caller }]);

const auditColumns = 16;

/** The values of an act's event, in the order of the statement's columns. */
function auditRow({ caller, audit, now }: Act): unknown[] {
  const { actor, requestId } = caller;
  const workspaceId = caller.workspace?.id ?? null;
  const id = uuidv7(now.getTime());
  const salt = randomBytes(16);
  const erasable = { address: caller.address, userAgent: caller.userAgent, note: audit.note ?? null };
  const body = canonicalize({
    id,
    action: audit.action,
    actor: { kind: actor.kind, id: actor.id, via: actor.via, credentialId: actor.credentialId },
    after: audit.after ?? null,
    before: audit.before ?? null,
    erasable: Object.fromEntries(Object.entries(erasable).map(([name, text]) => [name, text === null ? null : saltedDigest(salt, text)])),
    occurredAt: now.toISOString(),
    outcome: audit.outcome,
    requestId,
    subject: { kind: audit.subject.kind, id: audit.subject.id },
    workspaceId,
  }) as string;
  const digest = createHash("sha256").update(salt).update(body).digest();
  return [
    id,
    workspaceId,
    audit.action,
    actor.kind,
    actor.id,
    audit.subject.kind,
    audit.subject.id,
    requestId,
    now,
    audit.outcome,
    body,
    salt,
    digest,
    erasable.address,
    erasable.userAgent,
    erasable.note,
  ];
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
