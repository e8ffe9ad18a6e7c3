import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startEmbedded, stopEmbedded } from "../packages/db/src/embedded.ts";
import { freePort } from "../packages/db/src/free-port.ts";

// Each start loads several programs; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const run = promisify(execFile);
const checkout = fileURLToPath(new URL("..", import.meta.url));
const isRoot = process.getuid?.() === 0;
const root = mkdtempSync(path.join(tmpdir(), "plumbline-start-"));
const patience = { timeout: 120_000, interval: 50 };
// A shell's: no sandbox of the test runner, none of its variables.
const plain = { PATH: process.env.PATH, HOME: root, TMPDIR: root, LOG_LEVEL: "warn" };

interface Started {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | string | null>;
}

interface Options {
  env?: Record<string, string>;
  /** A shell command that ends by running the start: it finds it in "$@". */
  wrap?: string;
}

const all: Started[] = [];

/** Runs `npm start`'s program. */
function begin(args: string[], { env = {}, wrap }: Options = {}): Started {
  const program = [process.execPath, path.join(checkout, "tooling/start.mjs"), ...args];
  const [file = "", ...rest] = wrap ? ["unshare", "--mount", "sh", "-c", wrap, "sh", ...program] : program;
  const child = spawn(file, rest, {
    cwd: checkout,
    env: { ...plain, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<number | string | null>((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? code));
  });
  const started = { child, output: () => output, ended };
  all.push(started);
  return started;
}

/** Waits until it says that it is ready; fails with what it said when it ends instead. */
async function untilReady(started: Started): Promise<Started> {
  const early = started.ended.then((end) => {
    throw new Error(`it ended with ${end}: ${started.output()}`);
  });
  const ready = vi.waitFor(() => expect(started.output()).toContain("Plumbline is ready"), patience);
  await Promise.race([ready, early]);
  return started;
}

/** The one line of a start that refuses. */
async function refusal(started: Started): Promise<string> {
  expect(await started.ended).toBe(1);
  const lines = started.output().trim().split("\n");
  return lines.filter((line) => !/^start: (starting the database|stopped)/.test(line)).join("\n");
}

function readQuietly(file: string, read: (file: string) => string): string {
  try {
    return read(file);
  } catch {
    return ""; // It ended meanwhile.
  }
}

/** Names of the processes whose command line, working directory or PLUMBLINE_DATA names the directory. */
function processesOf(dir: string): string[] {
  const text = (file: string) => readFileSync(file, "utf8");
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      const traces = [readQuietly(`/proc/${pid}/cmdline`, text), readQuietly(`/proc/${pid}/cwd`, readlinkSync)];
      return traces.some((trace) => trace.includes(dir)) || readQuietly(`/proc/${pid}/environ`, text).includes(`PLUMBLINE_DATA=${dir}\0`);
    })
    .map((pid) => readQuietly(`/proc/${pid}/comm`, text).trim());
}

async function status(url: string, init?: RequestInit): Promise<number> {
  const response = await fetch(url, { redirect: "manual", ...init }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status ?? 0;
}

function postmasterOf(dir: string): number {
  return Number(readFileSync(path.join(dir, "postgres/cluster/postmaster.pid"), "utf8").split("\n")[0]);
}

function processIn(dir: string, mark: string): number {
  const record = JSON.parse(readFileSync(path.join(dir, "supervisor.json"), "utf8")) as { processes: { pid: number; mark: string }[] };
  return record.processes.find((each) => each.mark.includes(mark))?.pid ?? 0;
}

async function plumb(dir: string, ...words: string[]): Promise<string> {
  const args = [path.join(checkout, "tooling/plumb.mjs"), ...words, "--local", "--data", dir];
  const { stdout } = await run(process.execPath, args, { env: plain });
  return stdout;
}

afterAll(async () => {
  for (const { child } of all) if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
  await Promise.all(all.map(({ ended }) => ended));
  rmSync(root, { recursive: true, force: true });
});

describe("one installation", () => {
  const dir = path.join(root, "installation");
  let port = 0;
  let url = "";
  let token = "";
  let current: Started;

  const me = () => status(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });

  beforeAll(async () => {
    port = await freePort();
    url = `http://127.0.0.1:${port}`;
    current = await untilReady(begin(["--port", String(port), "--data", dir]));
  });

  test("prints one address, and at its first start an administrator with a generated password", () => {
    expect(current.output().match(/http:\/\/\S+/g)).toEqual([url]);
    expect(current.output()).toMatch(/Sign in as \S+@\S+ with the password \S{12,} /);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(dir, "secret")).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(dir, "secrets-key")).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(dir, "supervisor.sock")).mode & 0o777).toBe(0o600);
  });

  test.each(["/health/ready", "/health", "/version", "/sign-in"])("answers %s on that address", async (route) => {
    expect(await status(url + route)).toBe(200);
  });

  test("prints a token, and nothing else, that the API and MLflow's routes accept", async () => {
    const printed = await plumb(dir, "tokens", "create", "--name", "start");
    expect(printed).toMatch(/^\S{30,}\n$/);
    token = printed.trim();
    expect(await me()).toBe(200);
    expect(await status(`${url}/api/v1/me`)).toBe(401);
    const search = {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: '{"max_results":5}',
    };
    expect(await status(`${url}/api/2.0/mlflow/experiments/search`, search)).toBe(200);
  });

  test("prints a new password, and nothing else, with which the administrator signs in", async () => {
    const printed = await plumb(dir, "users", "reset-password", "--email", "admin@localhost");
    expect(printed).toMatch(/^\S{12,}\n$/);
    const signIn = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "admin@localhost", password: printed.trim() }),
    };
    expect(await status(`${url}/api/v1/sessions`, signIn)).toBe(200);
    expect(await status(`${url}/api/v1/sessions`, { ...signIn, body: signIn.body.replace(printed.trim(), "what it was before") })).toBe(
      401,
    );
  });

  test("prints the fingerprint of a new signing key, and nothing else, which the platform then lists", async () => {
    const printed = await plumb(dir, "keys", "rotate");
    expect(printed).toMatch(/^[0-9a-f]{64}\n$/);
    const listed = await fetch(`${url}/api/v1/signing-keys`, { headers: { authorization: `Bearer ${token}` } });
    expect(await listed.json()).toMatchObject({ items: [{ fingerprint: printed.trim(), retiredAt: null }] });
  });

  test("refuses a second start on its directory", async () => {
    expect(await refusal(begin(["--port", String(await freePort()), "--data", dir]))).toBe(`start: already running on ${dir}: ${url}`);
    expect(await me()).toBe(200);
  });

  test("refuses another start on its port and leaves nothing behind", async () => {
    const other = path.join(root, "other");
    const line = await refusal(begin(["--port", String(port), "--data", other]));
    expect(line).toBe(`start: port ${port} on 127.0.0.1 is in use: stop what listens there, or choose another with --port`);
    expect(processesOf(other)).toEqual([]);
  });

  test.each(["apps/api", "apps/worker", "apps/web"])("starts %s again when it is killed", async (app) => {
    const before = processIn(dir, app);
    process.kill(before, "SIGKILL");
    await vi.waitFor(() => expect(processIn(dir, app)).not.toBe(before), patience);
    await vi.waitFor(async () => expect(await Promise.all([me(), status(`${url}/sign-in`)])).toEqual([200, 200]), patience);
  });

  test("starts PostgreSQL again when it is killed", async () => {
    const before = postmasterOf(dir);
    process.kill(before, "SIGKILL");
    await vi.waitFor(() => expect(postmasterOf(dir)).not.toBe(before), patience);
    await vi.waitFor(async () => expect(await me()).toBe(200), patience);
  });

  test("when the supervisor is killed, its processes end, and the next start adopts PostgreSQL and keeps all data", async () => {
    const postmaster = postmasterOf(dir);
    current.child.kill("SIGKILL");
    await current.ended;
    await vi.waitFor(() => expect(processesOf(dir).filter((name) => name !== "postgres")).toEqual([]), patience);
    current = await untilReady(begin(["--port", String(port), "--data", dir]));
    expect(postmasterOf(dir)).toBe(postmaster);
    expect(current.output()).not.toContain("password");
    expect(await me()).toBe(200);
  });

  test("a start straight after a kill waits for what the killed one has left", async () => {
    current.child.kill("SIGKILL");
    current = await untilReady(begin(["--port", String(port), "--data", dir]));
    expect(await me()).toBe(200);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("%s stops everything, and the next start has all data", async (signal) => {
    current.child.kill(signal);
    expect(await current.ended).toBe(0);
    expect(current.output().trim().split("\n").at(-1)).toBe("start: stopped");
    expect(processesOf(dir)).toEqual([]);
    expect(existsSync(path.join(dir, "supervisor.json"))).toBe(false);
    current = await untilReady(begin(["--port", String(port), "--data", dir]));
    expect(await me()).toBe(200);
  });

  test("refuses a database of a newer version and leaves it alone", async () => {
    current.child.kill("SIGINT");
    await current.ended;
    const change = async (sql: string) => {
      const server = await startEmbedded({ dir: path.join(dir, "postgres") });
      const client = new pg.Client({ connectionString: server.superuserUrl("plumbline") });
      await client.connect();
      await client.query(sql);
      await client.end();
      await stopEmbedded(path.join(dir, "postgres"));
    };
    await change(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('next', '', '29990101000000_next', now())`,
    );
    const line = await refusal(begin(["--port", String(port), "--data", dir]));
    expect(line).toBe(
      "start: the database is of a newer version: it has the migration 29990101000000_next, which this checkout does not know",
    );
    expect(processesOf(dir)).toEqual([]);
    await change("DELETE FROM _prisma_migrations WHERE id = 'next'");
    current = await untilReady(begin(["--port", String(port), "--data", dir]));
    expect(await me()).toBe(200);
  });
});

describe("what cannot be started is one line", () => {
  test.each([
    [["--port", "70000"], /^start: --port: given "70000"; allowed: a whole number from 1 to 65535$/],
    [["--prot", "1"], /^start: Unknown option '--prot'; see npm start -- --help$/],
    [["--host", "192.0.2.1", "--data", path.join(root, "host")], /^start: 192\.0\.2\.1 is not an address of this machine/],
  ])("%s", async (args, line) => {
    expect(await refusal(begin(args))).toMatch(line);
  });

  test("a wrong variable", async () => {
    const env = { PLUMBLINE_PORT: "http", PLUMBLINE_DATA: path.join(root, "variable") };
    expect(await refusal(begin([], { env }))).toBe('start: PLUMBLINE_PORT: given "http"; allowed: a whole number from 1 to 65535');
  });

  test("an address of a database without the others", async () => {
    const env = { DATABASE_OWNER_URL: "postgresql://plumbline_owner:x@127.0.0.1:1/plumbline" };
    const line = await refusal(begin(["--port", String(await freePort()), "--data", path.join(root, "half")], { env }));
    expect(line).toMatch(/^start: DATABASE_URL: not set, though DATABASE_OWNER_URL is/);
  });

  test("a database that does not answer", async () => {
    const url = `postgresql://plumbline_owner:hush@127.0.0.1:${await freePort()}/plumbline`;
    const env = { DATABASE_URL: url, DATABASE_OWNER_URL: url, DATABASE_SYSTEM_URL: url, DATABASE_RETENTION_URL: url };
    const line = await refusal(begin(["--port", String(await freePort()), "--data", path.join(root, "away")], { env }));
    expect(line).toMatch(/^start: migrating the database\nstart: .*ECONNREFUSED/);
    expect(line).not.toContain("hush");
  });

  test("a Node that is too old", async () => {
    const pretend = path.join(root, "pretend.mjs");
    writeFileSync(pretend, 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.4" } });');
    expect(await refusal(begin([], { env: { NODE_OPTIONS: `--import=${pretend}` } }))).toBe(
      "start: Node 18.20.4 is too old; Plumbline starts with Node 20 or newer",
    );
  });

  test("a file where the data directory should be", async () => {
    const file = path.join(root, "file");
    writeFileSync(file, "");
    expect(await refusal(begin(["--data", file]))).toBe(`start: the data directory ${file} is not a directory`);
  });

  test.runIf(isRoot).each([
    ["read-only", "-o ro", "is on a read-only file system"],
    ["full", "-o size=1m", "is on a full disk"],
  ])("a data directory that is %s", async (name, options, reason) => {
    const dir = path.join(root, name);
    mkdirSync(dir);
    const line = await refusal(begin(["--data", dir], { wrap: `mount -t tmpfs ${options} tmpfs ${dir} && exec "$@"` }));
    expect(line).toContain(`start: the data directory ${dir} ${reason}`);
    expect(line.split("\n")).toHaveLength(1);
  });
});

describe("other places and people", () => {
  async function startAndStop(args: string[], options: Options = {}): Promise<void> {
    const port = await freePort();
    const started = await untilReady(begin([...args, "--port", String(port)], options));
    expect(await status(`http://127.0.0.1:${port}/health/ready`)).toBe(200);
    started.child.kill("SIGINT");
    expect(await started.ended).toBe(0);
  }

  test("a data directory whose path is too long for a socket", async () => {
    const dir = path.join(root, "long".repeat(30), "data");
    await startAndStop(["--data", dir]);
    expect(processesOf(dir)).toEqual([]);
  });

  /** A shell command that runs the start from another place of the same checkout, with `as` before its program. */
  function startedFrom(clone: string, as = ""): string {
    mkdirSync(clone, { recursive: true });
    return `mount --bind ${checkout} ${clone} && shift 2 && cd ${clone} && exec ${as} node_modules/.bin/node tooling/start.mjs "$@"`;
  }

  test.runIf(isRoot)("an ordinary user", async () => {
    const home = mkdtempSync(path.join(tmpdir(), "plumbline-user-"));
    const wrap = startedFrom(path.join(home, "clone"), "setpriv --reuid=65534 --regid=65534 --clear-groups");
    await run("chown", ["-R", "65534:65534", home]);
    try {
      await startAndStop(["--data", path.join(home, "data")], { wrap, env: { HOME: home, TMPDIR: home } });
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });

  test.runIf(isRoot)("root, in a checkout and a data directory that the database's user cannot enter", async () => {
    const closed = path.join(root, "closed");
    mkdirSync(closed, { mode: 0o700 });
    // The copies of the programs go to a place that vanishes with the test.
    const wrap = `mkdir -p /var/lib/plumbline && mount -t tmpfs tmpfs /var/lib/plumbline && ${startedFrom(path.join(closed, "clone"))}`;
    await startAndStop(["--data", path.join(closed, "data")], { wrap });
    expect(processesOf(closed)).toEqual([]);
  });
});
