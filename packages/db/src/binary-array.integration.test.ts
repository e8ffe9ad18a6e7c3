import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { byteaArray, float8Array, int4Array, int8Array } from "./binary-array.ts";
import { type Database, openDatabase } from "./database.ts";
import { startEmbedded, stopEmbedded } from "./embedded.ts";

const dir = mkdtempSync(path.join(tmpdir(), "plumbline-arrays-"));
let db: Database;
beforeAll(async () => {
  const server = await startEmbedded({ dir, settings: { fsync: "off", shared_buffers: "16MB" } });
  const url = server.superuserUrl("postgres");
  db = openDatabase({ appUrl: url, systemUrl: url });
});
afterAll(async () => {
  await db.close();
  await stopEmbedded(dir);
  rmSync(dir, { recursive: true, force: true });
});

/** The elements as PostgreSQL prints them. */
async function read(type: string, list: Buffer): Promise<readonly (string | null)[]> {
  const rows = await db.transaction({ role: "system" }, (tx) =>
    tx.rows<{ value: string | null }>(`SELECT value::text FROM unnest($1::${type}[]) AS t(value)`, [list]),
  );
  return rows.map((row) => row.value);
}

test("whole numbers arrive exactly", async () => {
  expect(await read("int", int4Array([0, 1, -1, 2 ** 31 - 1, -(2 ** 31)]))).toEqual(["0", "1", "-1", "2147483647", "-2147483648"]);
  const long = [0, -1, 5 - 2 ** 32, 2 ** 32 + 7, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2n ** 63n - 1n, -(2n ** 63n), 2 ** 60];
  expect(await read("bigint", int8Array(long))).toEqual(long.map((value) => String(BigInt(value))));
});

test("numbers that are none, nothing and everything between arrive as they are", async () => {
  expect(await read("float8", float8Array([0.1, null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324]))).toEqual([
    "0.1",
    null,
    "NaN",
    "Infinity",
    "-Infinity",
    "5e-324",
  ]);
  expect(await read("bigint", int8Array([null, 3]))).toEqual([null, "3"]);
});

test("bytes arrive whole, also none", async () => {
  expect(await read("bytea", byteaArray([Buffer.from([0, 255]), Buffer.alloc(0), new Uint8Array([1])]))).toEqual([
    "\\x00ff",
    "\\x",
    "\\x01",
  ]);
});

test("a list of nothing is one", async () => {
  for (const [type, list] of [
    ["int", int4Array([])],
    ["bigint", int8Array([])],
    ["float8", float8Array([])],
    ["bytea", byteaArray([])],
  ] as const)
    expect(await read(type, list)).toEqual([]);
});
