import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbedded, stopEmbedded } from "@plumbline/db/embedded";
import pg from "pg";

/** A throw-away PostgreSQL with the four roles and a migrated template database. */
export interface TestServer {
  readonly superuserUrl: string;
}

const migrations = path.join(import.meta.dirname, "../../../prisma/migrations");
export const templateDatabase = "plumbline_template";
export const rolePassword = "only-for-tests";

/** Starts a server of its own in a temporary directory; `stop` leaves nothing behind. */
export async function startTestServer(): Promise<TestServer & { stop: () => Promise<void> }> {
  const dir = await mkdtemp(path.join(tmpdir(), "plumbline-test-"));
  const server = await startEmbedded({ dir, settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", shared_buffers: "128MB" } });
  await prepareTemplate(server.superuserUrl);
  return {
    superuserUrl: server.superuserUrl("postgres"),
    stop: async () => {
      await stopEmbedded(dir);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function prepareTemplate(urlOf: (database: string) => string): Promise<void> {
  await withClient(urlOf("postgres"), async (client) => {
    for (const role of ["owner", "app", "system", "retention"]) {
      await client.query(`CREATE ROLE plumbline_${role} LOGIN PASSWORD '${rolePassword}'`);
    }
    await client.query(`CREATE DATABASE ${templateDatabase} OWNER plumbline_owner`);
  });
  await withClient(asRole(urlOf(templateDatabase), "owner"), async (client) => {
    const names = (await readdir(migrations, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    for (const name of names.sort()) await client.query(await readFile(path.join(migrations, name, "migration.sql"), "utf8"));
  });
}

/** The same address for another role of the platform. */
export function asRole(url: string, role: "owner" | "app" | "system" | "retention", database?: string): string {
  const address = new URL(url);
  address.username = `plumbline_${role}`;
  address.password = rolePassword;
  if (database) address.pathname = `/${database}`;
  return address.toString();
}

export async function withClient<R>(connectionString: string, work: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
