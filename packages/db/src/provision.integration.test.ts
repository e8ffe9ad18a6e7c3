import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmbeddedServer, startEmbedded, stopEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { perRole, provision, roleNames } from "./provision.ts";

const root = mkdtempSync(path.join(tmpdir(), "plumbline-provision-"));
const dir = path.join(root, "server");
const passwords = perRole((key) => `p@ss/${key} word`);
const shipped = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));
let server: EmbeddedServer;

beforeAll(async () => {
  server = await startEmbedded({ dir, settings: { fsync: "off", shared_buffers: "16MB" } });
});
afterAll(async () => {
  await stopEmbedded(dir);
  rmSync(root, { recursive: true, force: true });
});

async function query<R extends object>(connectionString: string, sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}

function provisioned(database: string, adminUrl = server.superuserUrl("postgres")) {
  return provision({ adminUrl, database, passwords });
}

/** A folder of migrations as a checkout has it. */
function checkout(name: string, migrations: Record<string, string>): string {
  const directory = path.join(root, name);
  for (const [migration, sql] of Object.entries(migrations)) {
    mkdirSync(path.join(directory, migration), { recursive: true });
    writeFileSync(path.join(directory, migration, "migration.sql"), sql);
  }
  return directory;
}

describe("provision", () => {
  test("gives four roles without power over row-level security, twice and at once", async () => {
    const all = await Promise.all([provisioned("twice"), provisioned("twice")]);
    expect(all[0]).toEqual(all[1]);
    expect(await provisioned("twice")).toEqual(all[0]);
    for (const [key, url] of Object.entries(all[0])) {
      const [row] = await query<{ role: string; db: string }>(url, "SELECT current_user AS role, current_database() AS db");
      expect(row).toEqual({ role: roleNames[key as keyof typeof roleNames], db: "twice" });
    }
    await expect(query(all[0].app, "CREATE TABLE public.mine ()")).rejects.toMatchObject({ code: "42501" });
    await expect(query(all[0].owner, "CREATE DATABASE other")).rejects.toMatchObject({ code: "42501" });
  });

  test("lets the queue have its schema, and nobody else", async () => {
    const urls = await provisioned("queue");
    await query(urls.system, "CREATE TABLE bullmq.job ()");
    await expect(query(urls.app, "SELECT FROM bullmq.job")).rejects.toMatchObject({ code: "42501" });
  });

  test("changes a password to the one given", async () => {
    await provisioned("rotated");
    const urls = await provision({
      adminUrl: server.superuserUrl("postgres"),
      database: "rotated",
      passwords: { ...passwords, app: "other" },
    });
    await expect(query(urls.app, "SELECT 1")).resolves.toHaveLength(1);
    await provisioned("rotated");
    await expect(query(urls.app, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  });

  test("refuses a role that could pass by row-level security", async () => {
    await provisioned("strong");
    await query(server.superuserUrl("postgres"), "ALTER ROLE plumbline_system BYPASSRLS");
    await expect(provisioned("strong")).rejects.toThrow(/plumbline_system must not be .*BYPASSRLS/);
    await query(server.superuserUrl("postgres"), "ALTER ROLE plumbline_system NOBYPASSRLS");
  });
});

describe("migrate", () => {
  test("applies the shipped migrations once, also when two start at once", async () => {
    const { owner } = await provisioned("shipped");
    const [first, second] = await Promise.all([
      migrate({ ownerUrl: owner, directory: shipped }),
      migrate({ ownerUrl: owner, directory: shipped }),
    ]);
    expect([first.length, second.length].sort()).toEqual([0, Math.max(first.length, second.length)]);
    expect(await migrate({ ownerUrl: owner, directory: shipped })).toEqual([]);
  });

  test("refuses a database of a newer version and leaves it alone", async () => {
    const { owner } = await provisioned("newer");
    const old = checkout("old", { "1_a": "CREATE TABLE a ()" });
    const recent = checkout("recent", { "1_a": "CREATE TABLE a ()", "2_b": "CREATE TABLE b ()" });
    expect(await migrate({ ownerUrl: owner, directory: recent })).toEqual(["1_a", "2_b"]);
    await expect(migrate({ ownerUrl: owner, directory: old })).rejects.toThrow(
      "the database is of a newer version: it has the migration 2_b",
    );
    expect(await migrate({ ownerUrl: owner, directory: recent })).toEqual([]);
  });

  test("refuses a migration that was edited after it had been applied", async () => {
    const { owner } = await provisioned("edited");
    const directory = checkout("edited", { "1_a": "CREATE TABLE a ()" });
    await migrate({ ownerUrl: owner, directory });
    cpSync(directory, `${directory}-2`, { recursive: true });
    checkout("edited-2", { "1_a": "CREATE TABLE a (id int)" });
    await expect(migrate({ ownerUrl: owner, directory: `${directory}-2` })).rejects.toThrow("the migration 1_a was changed");
  });

  test("undoes a migration that fails, and goes on from there once it is mended", async () => {
    const { owner } = await provisioned("failing");
    const directory = checkout("failing", { "1_a": "CREATE TABLE a ()", "2_b": "CREATE TABLE b (); SELECT 1/0;" });
    await expect(migrate({ ownerUrl: owner, directory })).rejects.toThrow("the migration 2_b failed: division by zero");
    checkout("failing", { "2_b": "CREATE TABLE b ()" });
    expect(await migrate({ ownerUrl: owner, directory })).toEqual(["2_b"]);
  });
});
