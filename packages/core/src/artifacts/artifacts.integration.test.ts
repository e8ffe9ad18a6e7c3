import { createHash, randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collectGarbage, deleteArtifacts, listArtifacts, listRunArtifacts, readArtifact, runArtifactPath, writeArtifact } from "./index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
let caller: ReturnType<TestEnvironment["callerOf"]>;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
  caller = env.callerOf({ workspace, role: "contributor" });
});
afterAll(() => env.close());

const write = (path: string, text: string) => writeArtifact(env.deps, caller, { path, source: Readable.from([Buffer.from(text)]) });
const read = async (path: string) =>
  Buffer.concat(await (await (await readArtifact(env.deps, caller, { path })).open()).toArray()).toString();
const storedKeys = async () => (await env.deps.storage.list(`${workspace.id}/`)).blobs.map((blob) => blob.key);
const names = async (path: string) =>
  (await listArtifacts(env.deps, caller, { path })).items.map((entry) => `${entry.path}${entry.isDirectory ? "/" : ""}`);

test("bytes come back as they went in, with their digest", async () => {
  const bytes = randomBytes(300_000);
  const entry = await writeArtifact(env.deps, caller, { path: "0/r1/artifacts/weights.bin", source: Readable.from([bytes]) });
  expect(entry).toMatchObject({ sizeBytes: 300_000, sha256: createHash("sha256").update(bytes).digest("hex") });
  const content = await readArtifact(env.deps, caller, { path: "0/r1/artifacts/weights.bin" });
  expect(Buffer.concat(await (await content.open({ start: 10, end: 19 })).toArray())).toEqual(bytes.subarray(10, 20));
});

test("an overwritten path names the new bytes; the old digest's bytes were never touched", async () => {
  await write("0/r2/artifacts/a.txt", "old");
  const before = await readArtifact(env.deps, caller, { path: "0/r2/artifacts/a.txt" });
  await write("0/r2/artifacts/a.txt", "new");
  expect(await read("0/r2/artifacts/a.txt")).toBe("new");
  expect(Buffer.concat(await (await before.open()).toArray()).toString()).toBe("old");
});

test("a directory lists what lies directly below it, and nothing of its neighbours", async () => {
  for (const path of ["model/MLmodel", "model/code/a.py", "model.txt", "model-2/x", "z.txt"]) await write(`0/r3/artifacts/${path}`, "x");
  expect(await names("0/r3/artifacts")).toEqual(["model/", "model-2/", "model.txt", "z.txt"]);
  expect(await names("0/r3/artifacts/model")).toEqual(["MLmodel", "code/"]);
  expect(await names("0/r3/artifacts/nowhere")).toEqual([]);
  expect(await names("0/r3/artifacts/model.txt")).toEqual([]);
});

test("pages of a directory join without a gap", async () => {
  for (let n = 0; n < 7; n++) await write(`0/r4/artifacts/f${n}`, "x");
  const seen: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listArtifacts(env.deps, caller, { path: "0/r4/artifacts", limit: 3, cursor });
    seen.push(...page.items.map((entry) => entry.path));
    if (!page.nextCursor) break;
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(["f0", "f1", "f2", "f3", "f4", "f5", "f6"]);
});

test("a path is either a file or a directory", async () => {
  await write("0/r5/artifacts/a", "file");
  await expect(write("0/r5/artifacts/a/b", "below a file")).rejects.toMatchObject({ code: "conflict" });
  await write("0/r5/artifacts/d/e", "x");
  await expect(write("0/r5/artifacts/d", "over a directory")).rejects.toMatchObject({ code: "conflict" });
});

test.each([
  "../x",
  "/etc/passwd",
  "a/../../b",
  "a//b",
  "a/./b",
  "a\\b",
  "%2e%2e/x",
  "%252e%252e%252fx",
  "C:/x",
  "a\u0000b",
  "",
  "..",
  "a/%2F/b",
])("the path %j is refused", async (path) => {
  await expect(write(path, "x")).rejects.toMatchObject({ code: "invalid" });
  await expect(readArtifact(env.deps, caller, { path })).rejects.toMatchObject({ code: "invalid" });
  await expect(deleteArtifacts(env.deps, caller, { path })).rejects.toMatchObject({ code: "invalid" });
});

test("a path of 2,000 bytes passes, 2,001 do not", async () => {
  const segments = (total: number) => `0/${"a".repeat(total - 2)}`;
  await write(segments(2000), "x");
  await expect(write(segments(2001), "x")).rejects.toMatchObject({ code: "invalid" });
});

test("an upload that ends early leaves no artifact and no bytes", async () => {
  const before = await storedKeys();
  const cut = Readable.from(
    (async function* () {
      yield randomBytes(100_000);
      throw new Error("the client went away");
    })(),
  );
  await expect(writeArtifact(env.deps, caller, { path: "0/r6/artifacts/cut.bin", source: cut })).rejects.toMatchObject({ code: "invalid" });
  await expect(readArtifact(env.deps, caller, { path: "0/r6/artifacts/cut.bin" })).rejects.toMatchObject({ code: "not-found" });
  expect(await storedKeys()).toEqual(before);
});

test("bytes stay when the answer to their commit was lost: the path may name them", async () => {
  const transaction: typeof env.db.transaction = async (scope, work) => {
    let hasWritten = false;
    const result = await env.db.transaction(scope, (tx) => {
      const execute: typeof tx.execute = (sql, values) => {
        hasWritten = true;
        return tx.execute(sql, values);
      };
      return work({ ...tx, execute });
    });
    if (hasWritten) throw new Error("Connection terminated unexpectedly");
    return result;
  };
  const deps = { ...env.deps, db: { ...env.db, transaction } };
  const path = "0/r9/artifacts/a.txt";
  const writing = writeArtifact(deps, caller, { path, source: Readable.from([Buffer.from("committed")]) });
  await expect(writing).rejects.toMatchObject({ code: "unavailable" });
  expect(await read(path)).toBe("committed");
});

test("too many bytes are refused at the limit's edge, and nothing is kept", async () => {
  const upload = (size: number) =>
    writeArtifact(env.deps, caller, { path: "0/r7/artifacts/limited", source: Readable.from([randomBytes(size)]), maxBytes: 1000 });
  await upload(1000);
  const before = await storedKeys();
  await expect(upload(1001)).rejects.toMatchObject({ params: { reason: "artifact-too-large" } });
  expect(await storedKeys()).toEqual(before);
});

test("a directory is deleted with all below it; unnamed and unrecorded bytes are collected after their grace", async () => {
  await write("0/r8/artifacts/keep", "kept");
  await write("0/r8/artifacts/dir/a", "gone");
  await write("0/r8/artifacts/dir/b", "gone");
  await deleteArtifacts(env.deps, caller, { path: "0/r8/artifacts/dir" });
  expect(await names("0/r8/artifacts")).toEqual(["keep"]);
  const orphan = `${workspace.id}/00/${randomUUID()}`;
  await env.deps.storage.put(orphan, Readable.from([Buffer.from("nobody knows me")]));
  const collect = async () =>
    (await collectGarbage.handler())({ deps: env.deps, taskId: "t", workspaceId: null, signal: AbortSignal.timeout(10_000) }, {});
  const before = (await storedKeys()).length;
  await collect();
  expect(await storedKeys()).toHaveLength(before);
  env.advance(7 * 3_600_000);
  await collect();
  const left = await storedKeys();
  expect(left).not.toContain(orphan);
  expect(await env.sql("SELECT count(*)::int AS n FROM blob WHERE workspace_id = $1", [workspace.id])).toEqual([{ n: left.length }]);
  expect(await read("0/r8/artifacts/keep")).toBe("kept");
});

test("artifacts of a foreign workspace are not found, by path or by run", async () => {
  const runId = "a".repeat(32);
  await env.sql(
    `INSERT INTO run (workspace_id, run_id, experiment_id, name, status, user_id, created_by, start_time, artifact_uri)
     VALUES ($1, $2, 0, 'n', 'RUNNING', 'u', 'u', 0, 'mlflow-artifacts:/0/' || $2 || '/artifacts')`,
    [workspace.id, runId],
  );
  await write(`0/${runId}/artifacts/secret.txt`, "ours");
  expect((await listRunArtifacts(env.deps, caller, { runId })).items).toMatchObject([{ path: "secret.txt", sizeBytes: 4 }]);
  expect(await runArtifactPath(env.deps, caller, { runId, path: "secret.txt" })).toBe(`0/${runId}/artifacts/secret.txt`);
  const stranger = env.callerOf({ workspace: await env.createWorkspace() });
  await expect(readArtifact(env.deps, stranger, { path: `0/${runId}/artifacts/secret.txt` })).rejects.toMatchObject({ code: "not-found" });
  await expect(listRunArtifacts(env.deps, stranger, { runId })).rejects.toMatchObject({ code: "not-found" });
  expect((await listArtifacts(env.deps, stranger, { path: `0/${runId}/artifacts` })).items).toEqual([]);
  const viewer = env.callerOf({ workspace, role: "viewer" });
  await expect(writeArtifact(env.deps, viewer, { path: "0/x/artifacts/y", source: Readable.from([]) })).rejects.toMatchObject({
    code: "forbidden",
  });
});
