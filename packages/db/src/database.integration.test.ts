import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { type EmbeddedServer, startEmbedded, stopEmbedded } from "./embedded.ts";
import { classifyDatabaseError } from "./failure.ts";
import type { Tx } from "./transaction.ts";

const dir = mkdtempSync(path.join(tmpdir(), "plumbline-database-"));
const system = { role: "system" } as const;
let server: EmbeddedServer;
let db: Database;

beforeAll(async () => {
  server = await startEmbedded({ dir, settings: { fsync: "off", shared_buffers: "16MB" } });
  const url = server.superuserUrl("postgres");
  db = openDatabase({ appUrl: url, systemUrl: url });
});
afterAll(async () => {
  await db.close();
  await stopEmbedded(dir);
  rmSync(dir, { recursive: true, force: true });
});

/** Ends the server's side of a connection and waits until it is gone. */
async function cut(pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: server.superuserUrl("postgres") });
  await client.connect();
  await client.query("SELECT pg_terminate_backend($1, 10000)", [pid]);
  await client.end();
}

const pidOf = async (tx: Tx): Promise<number> => (await tx.row<{ pid: number }>("SELECT pg_backend_pid() AS pid"))?.pid ?? 0;

async function failureOf(work: Promise<unknown>): Promise<string> {
  return classifyDatabaseError(await work.catch((error: unknown) => error));
}

describe("a connection that is lost", () => {
  test.each([
    ["between two statements", async (tx: Tx, pid: number) => cut(pid).then(() => tx.row("SELECT 1"))],
    ["during a statement", (tx: Tx, pid: number) => Promise.all([tx.row("SELECT pg_sleep(10)"), cut(pid)])],
    ["before the commit", (_tx: Tx, pid: number) => cut(pid)],
  ])("%s fails its transaction as unavailable, and the next one gets another", async (_when, work) => {
    let lost = 0;
    const failing = db.transaction(system, async (tx) => {
      lost = await pidOf(tx);
      return work(tx, lost);
    });
    expect(await failureOf(failing)).toBe("unavailable");
    expect(await db.transaction(system, pidOf)).not.toBe(lost);
  });
});

describe("what is written at the commit", () => {
  const insert = "INSERT INTO noted (word) VALUES ($1)";
  const words = async () =>
    (await db.transaction(system, (tx) => tx.rows<{ word: string }>("SELECT word FROM noted ORDER BY id"))).map(({ word }) => word);
  beforeAll(() =>
    db.transaction(system, (tx) => tx.execute("CREATE TABLE noted (id serial PRIMARY KEY, word text NOT NULL CHECK (word <> 'no'))")),
  );

  test("comes after everything else, in its own order", async () => {
    await db.transaction(system, async (tx) => {
      tx.atCommit(insert, ["third"]);
      tx.atCommit(insert, ["fourth"]);
      await tx.execute(insert, ["first"]);
      await tx.execute(insert, ["second"]);
    });
    expect(await words()).toEqual(["first", "second", "third", "fourth"]);
  });

  test("fails all of it with its own error, and leaves the connection usable", async () => {
    const failing = db.transaction(system, async (tx) => {
      await tx.execute(insert, ["lost"]);
      tx.atCommit(insert, ["no"]);
      tx.atCommit(insert, ["lost too"]);
    });
    await expect(failing).rejects.toMatchObject({ code: "23514" });
    expect(await words()).toEqual(["first", "second", "third", "fourth"]);
  });

  test("a failure that was passed over does not count as committed", async () => {
    const failing = db.transaction(system, async (tx) => {
      await tx.execute(insert, ["no"]).catch(() => undefined);
    });
    await expect(failing).rejects.toThrow("rolled back");
  });
});

describe("a server that does not run", () => {
  test.each([
    ["at a port", "127.0.0.1:1", ""],
    ["at a socket", "127.0.0.1", `?host=${encodeURIComponent(dir)}`],
  ])("%s counts as unavailable", async (_where, host, socket) => {
    const url = `postgresql://postgres@${host}/postgres${socket}`;
    const absent = openDatabase({ appUrl: url, systemUrl: url });
    expect(await failureOf(absent.ping())).toBe("unavailable");
    expect(await failureOf(absent.transaction(system, pidOf))).toBe("unavailable");
    await absent.close();
  });
});

describe("a server that takes connections and says nothing", () => {
  test("counts as unavailable within the time allowed", async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
    const unanswered = openDatabase({ appUrl: url, systemUrl: url, connectTimeoutMs: 100 });
    expect(await failureOf(unanswered.ping())).toBe("unavailable");
    expect(await failureOf(unanswered.transaction(system, pidOf))).toBe("unavailable");
    await unanswered.close();
    await new Promise((resolve) => silent.close(resolve));
  });
});
