import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { tableBytesMax } from "@plumbline/contracts/artifacts";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readRunTable, writeArtifact } from "./index.ts";

/** Five rows: id INTEGER, score DOUBLE, name VARCHAR. */
const parquet =
  "UEFSMRUAFTQVNCwVChUAFQYVBgAAAgAAAAoBAAAAAAEAAAACAAAAAwAAAAQAAAAVABVcFVwsFQoVABUGFQYAAAIAAAAKAQAAAAAAAAAAAAAAAAAA4D8AAAAAAADwPwAAAAAAAPg/AAAAAAAAAEAVABVmFWYsFQoVABUGFQYAAAIAAAAKAQUAAAByb3cgMAUAAAByb3cgMQUAAAByb3cgMgUAAAByb3cgMwUAAAByb3cgNBUCGUw1ABgNZHVja2RiX3NjaGVtYRUGABUCJQIYAmlkJSIAFQolAhgFc2NvcmUAFQwlAhgEbmFtZSUAABYKGRwZPCYAHBUCGRUAGRgCaWQVABYKFlYWViYIPBgEBAAAABgEAAAAABYAKAQEAAAAGAQAAAAAEREAAAAmABwVChkVABkYBXNjb3JlFQAWChZ+Fn4mXjwYCAAAAAAAAABAGAgAAAAAAAAAABYAKAgAAAAAAAAAQBgIAAAAAAAAAAAREQAAACYAHBUMGRUAGRgEbmFtZRUAFgoWiAEWiAEm3AE8GAVyb3cgNBgFcm93IDAWACgFcm93IDQYBXJvdyAwEREAAAAW3AIWCiYIFtwCACgoRHVja0RCIHZlcnNpb24gdjEuNS42IChidWlsZCAwNjljYzlmOWI1KRk8HAAAHAAAHAAAAEQBAABQQVIx";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: ReturnType<TestEnvironment["callerOf"]>;
let directory: string;
const runId = "0123456789abcdef0123456789abcdef";

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "plumbline-test-"));
  vi.stubEnv("TMPDIR", directory);
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "contributor" });
  await env.sql(
    `INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, artifact_uri)
     VALUES ($1, $2, 0, 'r', 'RUNNING', '', 'x', 0, $3)`,
    [workspace.id, runId, `mlflow-artifacts:/0/${runId}/artifacts`],
  );
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await env.close();
  await rm(directory, { recursive: true, force: true });
});

const write = (file: string, bytes: Buffer) =>
  writeArtifact(env.deps, caller, { path: `0/${runId}/artifacts/${file}`, source: Readable.from([bytes]) });
const read = (file: string, page: { offset?: number; limit?: number } = {}) =>
  readRunTable(env.deps, caller, { runId, path: file, offset: 0, limit: 100, ...page });

test("a Parquet file is shown in its types, page by page", async () => {
  await write("scores.parquet", Buffer.from(parquet, "base64"));
  expect(await read("scores.parquet", { limit: 2 })).toMatchObject({
    format: "parquet",
    totalRows: 5,
    hasMore: true,
    columns: [
      { name: "id", type: "integer" },
      { name: "score", type: "number" },
      { name: "name", type: "text" },
    ],
    rows: [
      [0, 0, "row 0"],
      [1, 0.5, "row 1"],
    ],
  });
  expect(await read("scores.parquet", { offset: 4, limit: 2 })).toMatchObject({ hasMore: false, rows: [[4, 2, "row 4"]] });
  expect(await read("scores.parquet", { offset: 5 })).toMatchObject({ rows: [], hasMore: false, totalRows: 5 });
});

test("cells of a CSV file stand as they do there, and no copy is left behind", async () => {
  await write("rows.csv", Buffer.from("id;part\n007;x\n;y\n"));
  expect(await read("rows.csv")).toMatchObject({
    format: "csv",
    rows: [
      ["007", "x"],
      [null, "y"],
    ],
  });
  expect((await readdir(directory)).filter((name) => name.startsWith("plumbline-table-"))).toEqual([]);
});

test("what is no table says why", async () => {
  await write("damaged.parquet", Buffer.from(parquet, "base64").subarray(0, 200));
  await expect(read("damaged.parquet")).rejects.toMatchObject({
    code: "invalid",
    params: { reason: "table-unreadable", status: 415 },
    message: expect.stringContaining("incomplete"),
  });
  await expect(read("nowhere.csv")).rejects.toMatchObject({ code: "not-found" });
});

test("a file above the limit is refused before a byte of it is read", async () => {
  await write("large.csv", Buffer.from("a\n1\n"));
  const resize = (bytes: number) =>
    env.sql(
      "UPDATE blob SET size_bytes = $2 WHERE id = (SELECT blob_id FROM artifact WHERE workspace_id = $1 AND path LIKE '%/large.csv')",
      [workspace.id, bytes],
    );
  const mirror = (bytes: number) =>
    env.sql("UPDATE artifact SET size_bytes = $2 WHERE workspace_id = $1 AND path LIKE '%/large.csv'", [workspace.id, bytes]);
  for (const change of [resize, mirror]) await change(tableBytesMax + 1);
  await expect(read("large.csv")).rejects.toMatchObject({ params: { reason: "table-too-large", status: 413 } });
  for (const change of [resize, mirror]) await change(tableBytesMax);
  expect(await read("large.csv")).toMatchObject({ rows: [["1"]] });
});

test("of more readers than are served at once, the others are told to come again", async () => {
  await write("busy.csv", Buffer.from("a\n1\n"));
  const answers = await Promise.allSettled(Array.from({ length: 6 }, () => read("busy.csv")));
  expect(answers.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(2);
  for (const answer of answers) {
    if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "unavailable", params: { reason: "tables-busy" } });
  }
  expect(await read("busy.csv")).toMatchObject({ totalRows: 1 });
});

test("another workspace's run does not exist", async () => {
  const foreign = env.callerOf({ workspace: await env.createWorkspace(), role: "admin" });
  await expect(readRunTable(env.deps, foreign, { runId, path: "rows.csv", offset: 0, limit: 1 })).rejects.toMatchObject({
    code: "not-found",
  });
});
