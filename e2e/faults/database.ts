import path from "node:path";
import pg from "pg";
import { startEmbedded, stopEmbedded } from "../../packages/db/src/embedded.ts";
import { migrate } from "../../packages/db/src/migrate.ts";
import { perRole, provision } from "../../packages/db/src/provision.ts";

export interface Database {
  /** Where the api finds it. */
  readonly variables: Record<string, string>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Kills one process that serves the api under load: PostgreSQL then ends all others, and recovers from its log. */
  readonly killBackend: () => Promise<void>;
  /** Holds a run, so that whoever writes to it waits. */
  readonly lockRun: (runId: string) => Promise<{ release: () => Promise<void> }>;
  readonly isLockAwaited: () => Promise<boolean>;
  /** Asks as the owner of the tables, past row-level security. */
  readonly rows: <R extends object>(sql: string, values?: unknown[]) => Promise<R[]>;
  /** Stops it for good. */
  readonly close: () => Promise<void>;
}

const migrations = path.resolve(import.meta.dirname, "../../prisma/migrations");

/** A PostgreSQL of a suite's own, with its usual durability, which keeps its port when it is started again. */
export async function openDatabase(dir: string, port: number): Promise<Database> {
  const start = () => startEmbedded({ dir, port, settings: { shared_buffers: "64MB" } });
  const server = await start();
  const quit = endWithThisProcess(() => process.kill(server.pid, "SIGQUIT"));
  const close = () => stopEmbedded(dir).finally(quit.forget);
  try {
    const adminUrl = server.superuserUrl("postgres");
    const urls = await provision({ adminUrl, database: "plumbline", passwords: perRole(() => "only-for-this-suite") });
    await migrate({ ownerUrl: urls.owner, directory: migrations });
    return {
      variables: { DATABASE_URL: urls.app, DATABASE_SYSTEM_URL: urls.system, DATABASE_RETENTION_URL: urls.retention },
      start: async () => {
        const { pid } = await start();
        quit.become(() => process.kill(pid, "SIGQUIT"));
      },
      stop: () => stopEmbedded(dir),
      killBackend: () => killBackend(adminUrl),
      lockRun: (runId) => lockRun(urls.owner, runId),
      isLockAwaited: async () => (await ask(adminUrl, "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'")).length > 0,
      rows: (sql, values) => ask(urls.owner, sql, values),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function ask<R extends object>(connectionString: string, sql: string, values: unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<R>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function lockRun(connectionString: string, runId: string): Promise<{ release: () => Promise<void> }> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query("BEGIN");
  await client.query("SELECT FROM run WHERE run_id = $1 FOR UPDATE", [runId]);
  return { release: () => client.end() };
}

async function killBackend(adminUrl: string): Promise<void> {
  const found = "SELECT pid FROM pg_stat_activity WHERE usename = 'plumbline_app' ORDER BY state = 'active' DESC LIMIT 1";
  const [backend] = await ask<{ pid: number }>(adminUrl, found);
  if (!backend) throw new Error("no process of PostgreSQL serves the api");
  process.kill(backend.pid, "SIGKILL");
}

/** PostgreSQL lives in a process group of its own: a suite that is cut short takes it along. */
function endWithThisProcess(end: () => void) {
  let current = end;
  const leave = () => process.exit(1);
  const quit = () => {
    try {
      current();
    } catch {
      // It has ended.
    }
  };
  process.on("exit", quit);
  process.on("SIGTERM", leave);
  return {
    become(next: () => void) {
      current = next;
    },
    forget() {
      process.off("exit", quit);
      process.off("SIGTERM", leave);
    },
  };
}
