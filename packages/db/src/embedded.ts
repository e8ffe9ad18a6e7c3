import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { type Binaries, chooseServerUser, findBinaries, type ServerUser, serverEnvironment } from "./embedded-binaries.ts";
import { EmbeddedPostgresError, explain } from "./embedded-error.ts";
import { exclusively } from "./embedded-lock.ts";
import { postmasterState, readPidFile } from "./embedded-process.ts";

export { EmbeddedPostgresError } from "./embedded-error.ts";

/** What a private server is started with. */
export interface EmbeddedOptions {
  /** Holds the cluster, its log and the superuser's password. Made when absent. */
  dir: string;
  /** Server settings on top of our own, for example `{ fsync: 'off' }` in tests. They do not reach a server that runs already. */
  settings?: Readonly<Record<string, string>>;
}

/** A private server that accepts connections on the loopback address. */
export interface EmbeddedServer {
  port: number;
  /** False: it ran already and was adopted. */
  started: boolean;
  /** The superuser's address of one database. */
  superuserUrl: (database: string) => string;
}

interface Place {
  dir: string;
  cluster: string;
  log: string;
  passwordFile: string;
  user: ServerUser | undefined;
}

const run = promisify(execFile);
const startTimeoutMs = 120_000;
const stopTimeoutMs = 60_000;
const reapTimeoutMs = 5_000;
const logLimitBytes = 16 * 2 ** 20;
const ownSettings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  wal_compression: "on",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
};

/** Starts the private server of `dir`, or adopts the one that runs there. Throws EmbeddedPostgresError. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dir = path.resolve(options.dir);
  try {
    const place = prepare(dir);
    return await exclusively(dir, () => adoptOrStart(place, { ...ownSettings, ...options.settings }));
  } catch (error) {
    throw explain(error, dir);
  }
}

/** Stops the server of `dir`, if one runs, after its open statements were cancelled. */
export async function stopEmbedded(dir: string): Promise<void> {
  const pidFile = readPidFile(path.join(path.resolve(dir), "cluster"));
  if (!pidFile || postmasterState(pidFile.pid) !== "alive") return;
  process.kill(pidFile.pid, "SIGINT");
  const deadline = Date.now() + stopTimeoutMs;
  while (postmasterState(pidFile.pid) === "alive") {
    if (Date.now() > deadline)
      throw new EmbeddedPostgresError(`PostgreSQL (process ${pidFile.pid}) did not stop within ${stopTimeoutMs / 1000} s`);
    await delay(20);
  }
}

function prepare(dir: string): Place {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const cluster = path.join(dir, "cluster");
  const user = chooseServerUser(cluster);
  if (user) chownSync(dir, user.uid, user.gid);
  chmodSync(dir, 0o700);
  return { dir, cluster, log: path.join(dir, "postgres.log"), passwordFile: path.join(dir, "superuser.password"), user };
}

async function adoptOrStart(place: Place, settings: Readonly<Record<string, string>>): Promise<EmbeddedServer> {
  const binaries = await findBinaries(place.user);
  await createCluster(place, binaries);
  checkVersion(place, binaries);
  const password = readFileSync(place.passwordFile, "utf8").trim();
  const at = (port: number, started: boolean): EmbeddedServer => ({
    port,
    started,
    superuserUrl: (database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`,
  });
  const running = await settle(place, (port) => accepts(at(port, false)));
  if (running) return at(running, false);
  const deadline = Date.now() + startTimeoutMs;
  while (true) {
    const port = await freePort();
    const child = launch(place, binaries, { ...settings, port: String(port) });
    const outcome = await untilAccepting(child, () => accepts(at(port, true)), deadline);
    if (outcome === "accepting") return at(port, true);
    const complaint = child.output();
    const isPassing = /Address already in use|could not bind|pre-existing shared memory block/.test(complaint);
    if (!isPassing || Date.now() > deadline)
      throw new Error(outcome === "late" ? `it accepted no connection within ${startTimeoutMs / 1000} s` : complaint);
    await delay(200);
  }
}

/** The port of a server that runs here already; undefined once it is certain that none does. */
async function settle(place: Place, accepting: (port: number) => Promise<boolean>): Promise<number | undefined> {
  const deadline = Date.now() + startTimeoutMs;
  const reapedBy = Date.now() + reapTimeoutMs;
  while (true) {
    const pidFile = readPidFile(place.cluster);
    const state = pidFile ? postmasterState(pidFile.pid) : "gone";
    if (!pidFile || state === "gone") return undefined;
    if (state === "alive" && (await accepting(pidFile.port))) return pidFile.port;
    if (state === "stranger" || (state === "zombie" && Date.now() > reapedBy)) {
      // The server itself would take the number for a living postmaster and refuse.
      rmSync(path.join(place.cluster, "postmaster.pid"), { force: true });
      return undefined;
    }
    if (Date.now() > deadline)
      throw new EmbeddedPostgresError(`PostgreSQL (process ${pidFile.pid}) runs on ${place.cluster} but accepts no connection`);
    await delay(50);
  }
}

async function createCluster(place: Place, binaries: Binaries): Promise<void> {
  if (existsSync(path.join(place.cluster, "PG_VERSION"))) return;
  const unfinished = path.join(place.dir, "cluster.new");
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(place.passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  for (const file of place.user ? [unfinished, place.passwordFile] : []) chownSync(file, place.user?.uid ?? 0, place.user?.gid ?? 0);
  const at = reachable(unfinished, place.user);
  // Not path.join: it would take the link for a plain folder.
  const passwordFile = `${at}/../${path.basename(place.passwordFile)}`;
  const args = [
    "-D",
    at,
    "-U",
    "postgres",
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--encoding=UTF8",
    "--locale=C",
    "--data-checksums",
  ];
  await run(binaries.initdb, args, { ...place.user, cwd: unfinished, env: serverEnvironment });
  renameSync(unfinished, place.cluster);
}

/**
 * A path by which the server's user gets to a directory whose parents may be closed to it (a checkout in root's home).
 * The working directory is entered before the user changes, and this link leads into it without walking the parents.
 */
function reachable(dir: string, user: ServerUser | undefined): string {
  return user && process.platform === "linux" ? "/proc/self/cwd" : dir;
}

function checkVersion(place: Place, binaries: Binaries): void {
  const version = Number.parseInt(readFileSync(path.join(place.cluster, "PG_VERSION"), "utf8"), 10);
  if (version === binaries.majorVersion) return;
  const relation = version > binaries.majorVersion ? "newer" : "older";
  throw new EmbeddedPostgresError(
    `the database in ${place.cluster} is of PostgreSQL ${version}, ${relation} than the ${binaries.majorVersion} that comes with this version of the product`,
  );
}

function launch(place: Place, binaries: Binaries, settings: Readonly<Record<string, string>>) {
  if ((statSync(place.log, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) renameSync(place.log, `${place.log}.1`);
  const log = openSync(place.log, "a", 0o600);
  const begin = statSync(place.log).size;
  const args = [
    "-D",
    reachable(place.cluster, place.user),
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  // A session of its own: a terminal's Ctrl-C must reach the supervisor alone.
  const child = spawn(binaries.postgres, args, {
    ...place.user,
    cwd: place.cluster,
    env: serverEnvironment,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  let ended: Error | true | undefined;
  child.once("error", (error) => {
    ended = error;
  });
  child.once("exit", () => {
    ended = true;
  });
  const output = () => (ended instanceof Error ? ended.message : readFileSync(place.log, "utf8").slice(begin));
  return { hasEnded: () => ended !== undefined, output };
}

async function untilAccepting(
  child: { hasEnded: () => boolean },
  accepting: () => Promise<boolean>,
  deadline: number,
): Promise<"accepting" | "ended" | "late"> {
  while (!child.hasEnded()) {
    if (await accepting()) return "accepting";
    if (Date.now() > deadline) return "late";
    await delay(20);
  }
  return "ended";
}

/** Knowing the password proves that it is our server which answers there. */
async function accepts(server: EmbeddedServer): Promise<boolean> {
  const client = new pg.Client({ connectionString: server.superuserUrl("postgres"), connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
