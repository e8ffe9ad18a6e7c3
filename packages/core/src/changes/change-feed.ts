import type { Change } from "@plumbline/contracts/changes";
import type { Database } from "@plumbline/db";
import type { Logger } from "pino";
import { type ChangeRow, currentPosition, hasUnsettled, type Position, selectChanges, selectWorkspaceChanges } from "./store.ts";

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

const lookEveryMs = 1000;
const settleMs = 25;
const pageSize = 500;
const replayMax = 1000;

/** Reads the change table once for all streams of a process, in an order in which nothing can be skipped. */
export async function openChangeFeed(db: Database, logger: Logger): Promise<ChangeFeed> {
  const system = { role: "system" } as const;
  const subscribers = new Set<{ workspaceId: number; deliver: (row: ChangeRow) => void }>();
  let position: Position = await db.transaction(system, currentPosition);
  let isLooking = false;
  let mustLookAgain = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  const readPage = (): Promise<{ rows: ChangeRow[]; isBehind: boolean }> =>
    db.transaction(system, async (tx) => {
      const rows = await selectChanges(tx, position, pageSize);
      return { rows, isBehind: rows.length === pageSize || (await hasUnsettled(tx)) };
    });

  const look = async (): Promise<void> => {
    if (isLooking || isClosed) {
      mustLookAgain = true;
      return;
    }
    isLooking = true;
    mustLookAgain = false;
    clearTimeout(timer);
    let nextMs = lookEveryMs;
    try {
      const { rows, isBehind } = await readPage();
      for (const row of rows)
        for (const subscriber of subscribers) if (subscriber.workspaceId === row.workspace_id) subscriber.deliver(row);
      const last = rows.at(-1);
      if (last) position = { xid: last.xid, id: last.id };
      if (isBehind) nextMs = settleMs;
    } catch (error) {
      logger.warn({ err: error }, "the change feed could not be read; trying again");
    }
    isLooking = false;
    if (!isClosed) timer = setTimeout(() => void look(), mustLookAgain ? settleMs : nextMs);
  };

  const hint = (): void => {
    if (subscribers.size > 0) void look();
  };
  const stopListening = await db.listen("plumbline_change", hint);
  timer = setTimeout(() => void look(), lookEveryMs);

  return {
    hint,
    async subscribe(subscriber) {
      let queued: ChangeRow[] | undefined = [];
      let lastSent = subscriber.after === undefined ? position : parsePosition(subscriber.after);
      const send = (row: ChangeRow): void => {
        if (!isAfter(row, lastSent)) return;
        lastSent = { xid: row.xid, id: row.id };
        subscriber.onChange(toChange(row));
      };
      const entry = { workspaceId: subscriber.workspaceId, deliver: (row: ChangeRow) => (queued ? queued.push(row) : send(row)) };
      subscribers.add(entry);
      if (subscriber.after !== undefined) {
        const range = { after: lastSent, limit: replayMax + 1 };
        const missed = await db.transaction(system, (tx) => selectWorkspaceChanges(tx, subscriber.workspaceId, range));
        if (missed.length > replayMax) subscriber.onReset();
        else missed.forEach(send);
      }
      queued.forEach(send);
      queued = undefined;
      return () => subscribers.delete(entry);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      subscribers.clear();
      await stopListening();
    },
  };
}

/** `<transaction id>.<row id>`; anything else begins at now's end, as if nothing was missed. */
function parsePosition(id: string): Position {
  const match = /^(\d{1,20})\.(\d{1,18})$/.exec(id);
  return match?.[1] && match[2] ? { xid: match[1], id: Number(match[2]) } : { xid: "18446744073709551615", id: 0 };
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
