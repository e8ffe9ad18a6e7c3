// The database's side of a start and of a deployment. Prints one line of JSON; an expected failure is `{"error": …}` and status 1.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError, loadMigrateConfig, loadProvisionConfig } from "../packages/config/src/index.ts";
import { EmbeddedPostgresError, startEmbedded, stopEmbedded } from "../packages/db/src/embedded.ts";
import { MigrationError, migrate } from "../packages/db/src/migrate.ts";
import { type PerRole, perRole, provision } from "../packages/db/src/provision.ts";

const directory = fileURLToPath(new URL("../prisma/migrations", import.meta.url));
const database = "plumbline";

const commands: Record<string, (args: string[]) => Promise<object>> = {
  /** The private server of a data directory, with roles and migrations. */
  async start([dir = "", port]) {
    const server = await startEmbedded({ dir, ...(port === undefined ? {} : { port: Number(port) }) });
    const urls = await provision({ adminUrl: server.superuserUrl("postgres"), database, passwords: storedPasswords(dir) });
    return { urls, port: server.port, pid: server.pid, applied: await applyTo(urls.owner) };
  },
  async stop([dir = ""]) {
    await stopEmbedded(dir);
    return {};
  },
  /** A server of one's own: its roles and database, from an administrator's address and the addresses that the processes will use. */
  async provision() {
    const { adminUrl, ...urls } = loadProvisionConfig(process.env);
    const passwordOf = (url: string) => decodeURIComponent(new URL(url).password);
    await provision({
      adminUrl,
      database: decodeURIComponent(new URL(urls.app).pathname.slice(1)),
      passwords: perRole((key) => passwordOf(urls[key])),
    });
    return {};
  },
  async migrate() {
    return { applied: await applyTo(loadMigrateConfig(process.env).ownerUrl) };
  },
};

function applyTo(ownerUrl: string): Promise<string[]> {
  return migrate({ ownerUrl, directory, onWait: () => console.error("another process is migrating the database; waiting for it") });
}

function storedPasswords(dir: string): PerRole<string> {
  const file = path.join(dir, "roles.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as PerRole<string>;
  const passwords = perRole(() => randomBytes(24).toString("base64url"));
  writeFileSync(`${file}.new`, JSON.stringify(passwords), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return passwords;
}

function isExpected(error: unknown): error is Error {
  if (error instanceof ConfigError || error instanceof EmbeddedPostgresError || error instanceof MigrationError) return true;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(E[A-Z]+|28P01|28000|3D000|53300|57P0\d|53100|25006)$/.test(code); // the server is away, refuses us, or its disk is full
}

const [name = "", ...args] = process.argv.slice(2);
const command = commands[name];
try {
  if (!command) throw new Error(`usage: database.ts ${Object.keys(commands).join(" | ")}`);
  console.log(JSON.stringify(await command(args)));
} catch (error) {
  if (!isExpected(error)) throw error;
  console.log(JSON.stringify({ error: error.message || `the database does not answer: ${"code" in error ? error.code : error.name}` }));
  process.exitCode = 1;
}
