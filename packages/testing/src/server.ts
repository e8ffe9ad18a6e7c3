import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbedded, stopEmbedded } from "@plumbline/db/embedded";
import { migrate } from "@plumbline/db/migrate";
import { perRole, provision, type RoleKey, roleNames } from "@plumbline/db/provision";
import pg from "pg";

declare module "vitest" {
  interface ProvidedContext {
    /** Superuser address of the run's own PostgreSQL. */
    superuserUrl: string;
  }
}

/** A throw-away PostgreSQL with the four roles and a migrated template database. */
export interface TestServer {
  readonly superuserUrl: string;
}

const migrations = path.join(import.meta.dirname, "../../../prisma/migrations");
export const templateDatabase = "plumbline_template";
const rolePassword = "only-for-tests";

/** Starts a server of its own in a temporary directory; `stop` leaves nothing behind. */
export async function startTestServer(): Promise<TestServer & { stop: () => Promise<void> }> {
  const dir = await mkdtemp(path.join(tmpdir(), "plumbline-test-"));
  const server = await startEmbedded({
    dir,
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", shared_buffers: "128MB" },
  });
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
  const urls = await provision({ adminUrl: urlOf("postgres"), database: templateDatabase, passwords: perRole(() => rolePassword) });
  await migrate({ ownerUrl: urls.owner, directory: migrations });
}

/** The same address for another role of the platform. */
export function asRole(url: string, role: RoleKey, database?: string): string {
  const address = new URL(url);
  address.username = roleNames[role];
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
