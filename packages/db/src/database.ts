import { type SpanOptions, traced } from "@plumbline/tracing";
import pg from "pg";
import { type SessionLock, takeSessionLock } from "./session-lock.ts";
import { openSocket } from "./socket.ts";
import { type Scope, type Tx, transactionOn } from "./transaction.ts";

export interface DatabaseOptions {
  readonly appUrl: string;
  readonly systemUrl: string;
  readonly retentionUrl?: string;
  readonly poolSize?: number;
  readonly systemPoolSize?: number;
  readonly retentionPoolSize?: number;
  readonly connectTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  /** Told of errors on idle connections, which no caller waits for. */
  readonly onIdleError?: (error: Error) => void;
}

export interface Database {
  /** Runs `work` in one transaction; commits when it returns, rolls back when it throws. */
  transaction<R>(scope: Scope, work: (tx: Tx) => Promise<R>): Promise<R>;
  /** Calls `onMessage` for each NOTIFY on `channel`, reconnecting for as long as it is not stopped. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>;
  /** Takes the advisory lock of a name for as long as a connection of its own lives; undefined where somebody else has it. */
  takeLock(name: string): Promise<SessionLock | undefined>;
  /** Milliseconds that a trivial query took. Throws when the database does not answer. */
  ping(): Promise<number>;
  close(): Promise<void>;
}

/** int8 as number: ids, counts and milliseconds stay below 2^53; a step above it loses its last digits. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? (Number as never) : (pg.types.getTypeParser(oid as never, format as never) as never),
};

/** Opens one pool per database role. Connections are made when first needed. */
export function openDatabase(options: DatabaseOptions): Database {
  const open = (connectionString: string, max: number) => {
    const pool = new pg.Pool({
      connectionString,
      max,
      types,
      connectionTimeoutMillis: options.connectTimeoutMs ?? 5000,
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
      pipeline: true,
      stream: openSocket,
      application_name: "plumbline",
    });
    pool.on("error", (error) => options.onIdleError?.(error));
    // The pool listens to idle connections alone. One that is lost in use fails its statements; unheard, it would end the process too.
    pool.on("connect", (client) => client.on("error", () => undefined));
    return pool;
  };
  const pools = {
    app: open(options.appUrl, options.poolSize ?? 16),
    system: open(options.systemUrl, options.systemPoolSize ?? 8),
    retention: options.retentionUrl ? open(options.retentionUrl, options.retentionPoolSize ?? 2) : undefined,
  };
  return {
    transaction: (scope, work) => traced("transaction", spanOf(scope), () => transact(pools[scope.role], scope, work)),
    listen: (channel, onMessage) => listen(options, channel, onMessage),
    takeLock: (name) =>
      takeSessionLock(name, {
        connectionString: options.systemUrl,
        answerTimeoutMs: options.connectTimeoutMs ?? 5000,
        onIdleError: options.onIdleError,
      }),
    async ping() {
      const started = performance.now();
      await pools.system.query("SELECT 1");
      return performance.now() - started;
    },
    async close() {
      await Promise.all([pools.app.end(), pools.system.end(), pools.retention?.end()]);
    },
  };
}

const spanOf = ({ role }: Scope): SpanOptions => ({
  kind: "client",
  isPart: true,
  attributes: { "db.system.name": "postgresql", "plumbline.role": role },
});

async function transact<R>(pool: pg.Pool | undefined, scope: Scope, work: (tx: Tx) => Promise<R>): Promise<R> {
  if (!pool) throw new Error(`no connection is configured for the database role ${scope.role}`);
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    // Not waited for: it travels with the first statement, which fails if this one did.
    const begun = client.query(begin(scope));
    begun.catch(() => undefined);
    const { tx, commit } = transactionOn(client, scope);
    const result = await work(tx);
    await begun;
    await commit();
    return result;
  } catch (error) {
    failure = await rollBack(client);
    throw error;
  } finally {
    client.release(failure);
  }
}

/** BEGIN and the tenant in one round trip. Settings end with the transaction. */
function begin(scope: Scope): string {
  const settings = [
    ...(scope.role === "app" ? tenantOf(scope) : []),
    ...(scope.byIndex ? ["set_config('enable_seqscan', 'off', true)"] : []),
  ];
  return settings.length > 0 ? `BEGIN; SELECT ${settings.join(", ")}` : "BEGIN";
}

function tenantOf({ workspaceId, actorId }: Scope & { role: "app" }): string[] {
  if (!Number.isSafeInteger(workspaceId)) throw new Error("a workspace id is a whole number");
  return [
    `set_config('plumbline.workspace_id', '${workspaceId}', true)`,
    `set_config('plumbline.actor_id', ${pg.escapeLiteral(actorId)}, true)`,
  ];
}

/** A connection that cannot roll back is broken: returning the error makes the pool drop it. */
async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query("ROLLBACK");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function listen(options: DatabaseOptions, channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>> {
  let stopped = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  const connect = async (): Promise<void> => {
    client = new pg.Client({ connectionString: options.systemUrl, keepAlive: true, application_name: "plumbline listen" });
    client.on("notification", (message) => onMessage(message.payload ?? ""));
    client.on("error", (error) => options.onIdleError?.(error));
    client.on("end", () => {
      if (!stopped) retry = setTimeout(() => void connect().catch(() => undefined), 1000);
    });
    await client.connect();
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
  };
  await connect();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await client?.end();
  };
}
