import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";

/** The database and the migrations of this checkout do not fit together. The message is one line for a person. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

export interface MigrateOptions {
  ownerUrl: string;
  /** Folder of migrations, each a folder with a `migration.sql`. */
  directory: string;
  /** Told once when another process holds the lock. */
  onWait?: () => void;
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface AppliedRow {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

const prismaLock = 72_707_369; // the lock, table and checksums of `prisma migrate deploy`, which may be used in turn with this

/** Applies in order what the database lacks, each migration in a transaction of its own. Returns their names. */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(options.directory);
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: "plumbline-migrate" });
  await client.connect();
  try {
    await takeLock(client, options.onWait);
    const pending = compare(migrations, await readApplied(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(directory, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function takeLock(client: pg.Client, onWait?: () => void): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [prismaLock]);
  if (rows[0]?.taken) return;
  onWait?.();
  await client.query("SELECT pg_advisory_lock($1)", [prismaLock]);
}

async function readApplied(client: pg.Client): Promise<AppliedRow[]> {
  await client.query(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`);
  const { rows } = await client.query<AppliedRow>(
    'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  );
  return rows;
}

function compare(migrations: Migration[], applied: AppliedRow[]): Migration[] {
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = applied.find((row) => !known.has(row.migration_name));
  if (unknown)
    throw new MigrationError(
      `the database is of a newer version: it has the migration ${unknown.migration_name}, which this checkout does not know`,
    );
  const unfinished = applied.find((row) => !row.finished_at);
  if (unfinished) throw new MigrationError(`the migration ${unfinished.migration_name} failed earlier and must be resolved first`);
  const checksums = new Map(applied.map((row) => [row.migration_name, row.checksum]));
  const changed = migrations.find(({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum);
  if (changed) throw new MigrationError(`the migration ${changed.name} was changed after the database had applied it`);
  return migrations.filter(({ name }) => !checksums.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new MigrationError(`the migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
