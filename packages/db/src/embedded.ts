import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { type Binaries, findBinaries, serverEnvironment } from "./embedded-binaries.ts";
import { checkVersion, createCluster, openPlace, type Place, reachable } from "./embedded-cluster.ts";
import { EmbeddedPostgresError, explain } from "./embedded-error.ts";
import { exclusively } from "./embedded-lock.ts";
import { postmasterState, readPidFile } from "./embedded-process.ts";
import { freePort } from "./free-port.ts";

export { EmbeddedPostgresError } from "./embedded-error.ts";

/** What a private server is started with. */
export interface EmbeddedOptions {
  /** Holds the cluster, its log and the superuser's password. Made when absent. */
  dir: string;
  /** Port to listen on when it has to be started; any free one when absent. */
  port?: number;
  /** Server settings on top of our own, for example `{ fsync: 'off' }` in tests. They do not reach a server that runs already. */
  settings?: Readonly<Record<string, string>>;
}

/** A private server that accepts connections on the loopback address. */
export interface EmbeddedServer {
  port: number;
  /** Process id of the postmaster. */
  pid: number;
  /** False: it ran already and was adopted. */
  started: boolean;
  /** The superuser's address of one database. */
  superuserUrl: (database: string) => string;
}

const startTimeoutMs = 120_000;
const stopTimeoutMs = 60_000;
const reapTimeoutMs = 5_000;
const logLimitBytes = 16 * 2 ** 20;
const ownSettings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  // The cluster, in which the server works.
  unix_socket_directories: ".",
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
    const place = openPlace(dir);
    return await exclusively(dir, () => adoptOrStart(place, options));
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
    refuseAfter(deadline, `PostgreSQL (process ${pidFile.pid}) did not stop within ${stopTimeoutMs / 1000} s`);
    await delay(20);
  }
}

async function adoptOrStart(place: Place, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const binaries = await findBinaries(place.user);
  await createCluster(place, binaries);
  checkVersion(place, binaries);
  const password = readFileSync(place.passwordFile, "utf8").trim();
  const urlAt = (port: number) => (database: string) =>
    `postgresql://postgres:${password}@127.0.0.1:${port}/${database}${socketOf(place, port)}`;
  const accepting = (port: number) => accepts(urlAt(port)("postgres"));
  const running = await settle(place, accepting);
  const port = running ?? (await startServer({ place, binaries, accepting, options }));
  return { port, pid: readPidFile(place.cluster)?.pid ?? 0, started: running === undefined, superuserUrl: urlAt(port) };
}

/** What an operating system allows at least for the path of a socket. */
const socketPathMax = 100;

/** The part of an address that leads over the server's own socket, which costs half of what a port does; empty where there is none. */
function socketOf({ cluster }: Place, port: number): string {
  const socket = path.join(cluster, `.s.PGSQL.${port}`);
  const isUsable = Buffer.byteLength(socket) <= socketPathMax && existsSync(socket);
  return isUsable ? `?host=${encodeURIComponent(cluster)}` : "";
}

interface Launch {
  place: Place;
  binaries: Binaries;
  accepting: (port: number) => Promise<boolean>;
  options: EmbeddedOptions;
}

/** Returns the port that the new server accepts connections on. */
async function startServer({ place, binaries, accepting, options }: Launch): Promise<number> {
  const deadline = Date.now() + startTimeoutMs;
  while (true) {
    const port = options.port ?? (await freePort());
    const child = launch(place, binaries, { ...ownSettings, ...options.settings, port: String(port) });
    const outcome = await untilAccepting(child, () => accepting(port), deadline);
    if (outcome === "accepting") return port;
    if (outcome === "late") child.kill();
    const complaint = outcome === "late" ? `it accepted no connection within ${startTimeoutMs / 1000} s` : child.output();
    const isPassing = /Address already in use|could not bind|pre-existing shared memory block/.test(complaint);
    if (!isPassing || Date.now() > deadline) throw new Error(complaint);
    await delay(200);
  }
}

/** The port of a server that runs here already; undefined once it is certain that none does. */
async function settle(place: Place, accepting: (port: number) => Promise<boolean>): Promise<number | undefined> {
  const begun = Date.now();
  let found = readPidFile(place.cluster);
  while (found) {
    const state = postmasterState(found.pid);
    if (state === "alive" && (await accepting(found.port))) return found.port;
    // The server itself would take such a number for a living postmaster and refuse.
    const isDead = state === "stranger" || (state === "zombie" && Date.now() > begun + reapTimeoutMs);
    if (isDead) rmSync(path.join(place.cluster, "postmaster.pid"), { force: true });
    if (isDead || state === "gone") return;
    refuseAfter(begun + startTimeoutMs, `PostgreSQL (process ${found.pid}) runs on ${place.cluster} but accepts no connection`);
    await delay(50);
    found = readPidFile(place.cluster);
  }
}

function refuseAfter(deadline: number, reason: string): void {
  if (Date.now() > deadline) throw new EmbeddedPostgresError(reason);
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
  return { hasEnded: () => ended !== undefined, output, kill: () => child.kill() };
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
async function accepts(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
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
