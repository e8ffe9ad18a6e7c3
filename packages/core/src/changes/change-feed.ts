import type { Change } from "@plumbline/contracts/changes";
import type { Database } from "@plumbline/db";
import type { Logger } from "pino";
import { createPump } from "./pump.ts";
import {
  type ChangeRow,
  currentPosition,
  hasUnsettled,
  nextTransaction,
  type Position,
  selectChanges,
  selectWorkspaceChanges,
} from "./store.ts";

/** Who listens to one workspace. `onReset` says that more was missed than is replayed: read everything anew. */
export interface Subscriber {
  readonly workspaceId: number;
  readonly after?: string;
  readonly onChange: (change: Change) => void;
  readonly onReset: () => void;
}

export interface ChangeFeed {
  /** Begins to deliver, first what came after `after`. The returned function ends it. */
  subscribe(subscriber: Subscriber): Promise<() => void>;
  /** Look now: something was written. */
  hint(): void;
  close(): Promise<void>;
}

interface Entry {
  readonly workspaceId: number;
  readonly deliver: (row: ChangeRow) => void;
}

interface Stream extends Entry {
  readonly send: (row: ChangeRow) => void;
  readonly release: () => void;
}

const pageSize = 500;
const replayMax = 1000;
const system = { role: "system" } as const;

/**
 * Reads the change table once for all streams of a process, in an order in which nothing can be skipped: when it is told of
 * something new, and without being told every `lookEveryMs`.
 */
export async function openChangeFeed(db: Database, logger: Logger, { lookEveryMs = 1000 } = {}): Promise<ChangeFeed> {
  const entries = new Set<Entry>();
  let position: Position = await db.transaction(system, currentPosition);

  const pump = createPump(
    async () => {
      const { rows, isBehind } = await db.transaction(system, async (tx) => {
        const page = await selectChanges(tx, position, pageSize);
        return { rows: page, isBehind: page.length === pageSize || (await hasUnsettled(tx)) };
      });
      for (const row of rows) deliver(entries, row);
      const last = rows.at(-1);
      if (last) position = { xid: last.xid, id: last.id };
      return isBehind;
    },
    { lookEveryMs, logger },
  );
  const hint = (): void => {
    if (entries.size > 0) pump.look();
  };
  const stopListening = await db.listen("plumbline_change", hint);

  return {
    hint,
    async subscribe(subscriber) {
      const resumeAt = subscriber.after === undefined ? undefined : await findPosition(db, subscriber.after);
      const stream = createStream(subscriber, resumeAt ?? position);
      entries.add(stream);
      try {
        if (subscriber.after !== undefined) await replay(db, { subscriber, stream, resumeAt });
      } catch (error) {
        entries.delete(stream);
        throw error;
      }
      stream.release();
      return () => entries.delete(stream);
    },
    async close() {
      pump.close();
      entries.clear();
      await stopListening();
    },
  };
}

/** Sends what was missed since `resumeAt`; says so when that is too much, or when nobody knows since when. */
async function replay(db: Database, given: { subscriber: Subscriber; stream: Stream; resumeAt: Position | undefined }): Promise<void> {
  const { subscriber, stream, resumeAt } = given;
  if (!resumeAt) return subscriber.onReset();
  const range = { after: resumeAt, limit: replayMax + 1 };
  const missed = await db.transaction(system, (tx) => selectWorkspaceChanges(tx, subscriber.workspaceId, range));
  if (missed.length > replayMax) return subscriber.onReset();
  for (const row of missed) stream.send(row);
}

function deliver(entries: Iterable<Entry>, row: ChangeRow): void {
  for (const entry of entries) {
    if (entry.workspaceId === row.workspace_id) entry.deliver(row);
  }
}

/** One subscriber's stream: what arrives during the replay waits, and nothing is sent twice. */
function createStream(subscriber: Subscriber, begin: Position): Stream {
  let lastSent = begin;
  let waiting: ChangeRow[] | undefined = [];
  const send = (row: ChangeRow): void => {
    if (!isAfter(row, lastSent)) return;
    lastSent = { xid: row.xid, id: row.id };
    subscriber.onChange(toChange(row));
  };
  return {
    workspaceId: subscriber.workspaceId,
    send,
    deliver: (row) => {
      if (waiting) waiting.push(row);
      else send(row);
    },
    release() {
      const held = waiting ?? [];
      waiting = undefined;
      for (const row of held) send(row);
    },
  };
}

/**
 * The position of an event id, `<transaction id>.<row id>`. One that lies ahead of this database is of another, such as
 * the one that a backup was taken of: whoever waited for it would hear nothing for a long time.
 */
async function findPosition(db: Database, id: string): Promise<Position | undefined> {
  const match = /^(\d{1,19})\.(\d{1,15})$/.exec(id);
  if (!match?.[1] || !match[2]) return undefined;
  const xid = match[1];
  return BigInt(xid) < BigInt(await db.transaction(system, nextTransaction)) ? { xid, id: Number(match[2]) } : undefined;
}

const isAfter = (row: ChangeRow, position: Position): boolean => {
  const difference = BigInt(row.xid) - BigInt(position.xid);
  return difference > 0n || (difference === 0n && row.id > position.id);
};

const toChange = (row: ChangeRow): Change => ({
  id: `${row.xid}.${row.id}`,
  topic: row.topic,
  subject: row.subject,
  kind: row.kind,
  data: row.data,
  at: row.created_at.toISOString(),
});
