import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type EmbeddedServer, startEmbedded, stopEmbedded } from "./embedded.ts";
import { postmasterState, readPidFile } from "./embedded-process.ts";

const run = promisify(execFile);
const root = mkdtempSync(path.join(tmpdir(), "plumbline-embedded-"));
const settings = { fsync: "off", shared_buffers: "16MB" };
const launcher = new URL("embedded.ts", import.meta.url).href;

async function query(server: EmbeddedServer, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.superuserUrl("postgres") });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function pidOf(dir: string): number {
  return readPidFile(path.join(dir, "cluster"))?.pid ?? 0;
}

afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a directory whose path is too long for a socket is reached by its port", async () => {
  const dir = path.join(root, "deep".repeat(30));
  const server = await startEmbedded({ dir, settings });
  expect(await query(server, "SELECT host(inet_server_addr()) AS address")).toEqual([{ address: "127.0.0.1" }]);
  await stopEmbedded(dir);
});

describe("one directory", () => {
  // Closed to every other user, so that as root the server runs where its own user cannot walk to.
  const closed = path.join(root, "closed");
  const dir = path.join(closed, "data");

  beforeAll(async () => {
    mkdirSync(closed, { mode: 0o700 });
    const both = await Promise.all([startEmbedded({ dir, settings }), startEmbedded({ dir, settings })]);
    expect(both.map((server) => server.started).sort()).toEqual([false, true]);
  });
  afterEach(() => stopEmbedded(dir));

  test("is started once, adopted while it runs, and keeps its data", async () => {
    const first = await startEmbedded({ dir, settings });
    await query(first, "CREATE TABLE kept AS SELECT 1 AS one");
    const adopted = await startEmbedded({ dir, settings });
    expect(adopted).toMatchObject({ started: false, port: first.port });
    await stopEmbedded(dir);
    const again = await startEmbedded({ dir, settings });
    expect(again.started).toBe(true);
    expect(await query(again, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
  });

  test("asks for a password and listens on its own socket and the loopback address alone", async () => {
    const server = await startEmbedded({ dir, settings });
    expect(await query(server, "SELECT inet_server_addr() AS address")).toEqual([{ address: null }]);
    const wrong = server.superuserUrl("postgres").replace(/:[^:@]*@/, ":wrong@");
    for (const connectionString of [wrong, wrong.replace(/\?.*/, "")]) {
      await expect(new pg.Client({ connectionString }).connect()).rejects.toMatchObject({ code: "28P01" });
    }
    expect(await query(server, "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  });

  test("starts again after its postmaster was killed", async () => {
    await startEmbedded({ dir, settings });
    const killed = pidOf(dir);
    process.kill(killed, "SIGKILL");
    const again = await startEmbedded({ dir, settings });
    expect(again.started).toBe(true);
    expect(pidOf(dir)).not.toBe(killed);
  });

  test("takes a number that another program has by now for no server", async () => {
    await startEmbedded({ dir, settings });
    const pidFile = path.join(dir, "cluster/postmaster.pid");
    const lines = readFileSync(pidFile, "utf8").split("\n");
    await stopEmbedded(dir);
    writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join("\n"));
    expect(postmasterState(process.pid)).toBe("stranger");
    expect((await startEmbedded({ dir, settings })).started).toBe(true);
  });

  test("of a newer PostgreSQL is refused untouched", async () => {
    await stopEmbedded(dir);
    const versionFile = path.join(dir, "cluster/PG_VERSION");
    const version = readFileSync(versionFile, "utf8");
    writeFileSync(versionFile, "99\n");
    await expect(startEmbedded({ dir, settings })).rejects.toThrow(/is of PostgreSQL 99, newer than the \d+ that comes with/);
    writeFileSync(versionFile, version);
  });
});

test("a first start that was cut short is begun anew", async () => {
  const dir = path.join(root, "cut");
  mkdirSync(path.join(dir, "cluster.new"), { recursive: true });
  writeFileSync(path.join(dir, "cluster.new", "PG_VERSION"), "18\n");
  try {
    expect((await startEmbedded({ dir, settings })).started).toBe(true);
  } finally {
    await stopEmbedded(dir);
  }
});

describe("a place that cannot hold a database", () => {
  /** Runs the start in a mount namespace of its own, where `prepare` may remount what it likes. */
  async function startIn(dir: string, prepare: string): Promise<string> {
    const script = `import { startEmbedded } from ${JSON.stringify(launcher)}; await startEmbedded({ dir: ${JSON.stringify(dir)} }).catch((e) => console.log(e.message));`;
    const { stdout } = await run("unshare", [
      "--mount",
      ...(process.getuid?.() === 0 ? [] : ["--map-root-user"]),
      "sh",
      "-c",
      `${prepare} && exec "$0" --input-type=module -e "$1"`,
      process.execPath,
      script,
    ]);
    return stdout.trim();
  }

  test("a full disk is one line", async () => {
    const dir = path.join(root, "full");
    mkdirSync(dir);
    expect(await startIn(dir, `mount -t tmpfs -o size=8m tmpfs ${dir}`)).toBe(
      `PostgreSQL did not start: no space left on the disk of ${dir}`,
    );
  });

  test("a disk that is full by the second start is one line", async () => {
    const dir = path.join(root, "filled");
    const bind = path.join(root, "filled-before");
    await startEmbedded({ dir: bind, settings });
    await stopEmbedded(bind);
    mkdirSync(dir);
    const fill = `mount -t tmpfs -o size=200m tmpfs ${dir} && cp -a ${bind}/. ${dir} && (cat /dev/zero > ${dir}/filler 2>/dev/null || true)`;
    expect(await startIn(dir, fill)).toBe(`PostgreSQL did not start: no space left on the disk of ${dir}`);
  });

  test("a read-only file system is one line", async () => {
    const dir = path.join(root, "sealed");
    mkdirSync(dir);
    expect(await startIn(dir, `mount -t tmpfs -o ro tmpfs ${dir}`)).toBe(`PostgreSQL did not start: ${dir} is on a read-only file system`);
  });

  test("a file in its place is one line", async () => {
    const dir = path.join(root, "file");
    writeFileSync(dir, "");
    await expect(startEmbedded({ dir, settings })).rejects.toThrow(/^PostgreSQL did not start: .*file already exists/);
  });
});
