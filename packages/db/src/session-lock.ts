import pg from "pg";

/** A lock that lives as long as the connection which took it. */
export interface SessionLock {
  /** Aborts when the lock is lost: the connection broke, or does not answer. Whoever holds it may hold it no more. */
  readonly lost: AbortSignal;
  /** Gives it back. */
  release(): Promise<void>;
}

interface SessionLockOptions {
  readonly connectionString: string;
  /** How long the server may take to answer before the lock counts as lost. */
  readonly answerTimeoutMs: number;
  readonly onIdleError?: ((error: Error) => void) | undefined;
}

const pingEveryMs = 2000;

/**
 * Takes the advisory lock of a name on a connection of its own; undefined where somebody else has it. The server frees it
 * when the connection ends, however it ends; here that is noticed within a few seconds.
 */
export async function takeSessionLock(name: string, options: SessionLockOptions): Promise<SessionLock | undefined> {
  const { connectionString, answerTimeoutMs } = options;
  const client = new pg.Client({
    connectionString,
    keepAlive: true,
    connectionTimeoutMillis: answerTimeoutMs,
    query_timeout: answerTimeoutMs,
    application_name: "plumbline lock",
  });
  const loss = new AbortController();
  client.on("error", (error) => {
    options.onIdleError?.(error);
    loss.abort();
  });
  client.on("end", () => loss.abort());
  await client.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken", [name]);
    if (!rows[0]?.taken) {
      await client.end();
      return undefined;
    }
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  const ping = setInterval(() => {
    client.query("SELECT 1").catch(() => loss.abort());
  }, pingEveryMs);
  loss.signal.addEventListener("abort", () => clearInterval(ping));
  return {
    lost: loss.signal,
    async release() {
      clearInterval(ping);
      await client.end();
    },
  };
}
