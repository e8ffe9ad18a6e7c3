import { Readable } from "node:stream";
import { openTestEnvironment, type TestEnvironment, type TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TaskContext } from "../kernel/index.ts";
import { claimBlobs, collectGarbage, openHeldBlob, releaseBlobs, storeHeldBlob, writeArtifact } from "./index.ts";

let env: TestEnvironment;
let workspace: TestWorkspace;
beforeAll(async () => {
  env = await openTestEnvironment();
  workspace = await env.createWorkspace();
});
afterAll(() => env.close());

const caller = () => env.callerOf({ workspace, role: "engineer" });
const scope = () => ({ role: "app", workspaceId: workspace.id, actorId: "system" }) as const;
const textOf = async (blobId: string): Promise<string> =>
  Buffer.concat(await Readable.from(await openHeldBlob(env.deps, { workspaceId: workspace.id, blobId })).toArray()).toString();

async function collect(): Promise<void> {
  const handler = await collectGarbage.handler();
  env.advance(7 * 3_600_000);
  const context: TaskContext = { deps: env.deps, taskId: "t", workspaceId: null, signal: new AbortController().signal };
  await handler(context, {});
}

test("held bytes stay until their holder lets go", async () => {
  const held = await storeHeldBlob(env.deps, caller(), { source: Readable.from([Buffer.from("kept")]), holder: "test/1", maxBytes: 4 });
  await collect();
  expect(await textOf(held.blobId)).toBe("kept");
  await env.db.transaction(scope(), (tx) => releaseBlobs(tx, workspace.id, "test/1"));
  await collect();
  await expect(textOf(held.blobId)).rejects.toMatchObject({ code: "not-found" });
});

test("a claim outlives the path that named the bytes", async () => {
  const path = "0/run/artifacts/model.bin";
  await writeArtifact(env.deps, caller(), { path, source: Readable.from([Buffer.from("first")]) });
  const [blob] = await env.sql<{ blob_id: string }>("SELECT blob_id FROM artifact WHERE path = $1", [path]);
  const blobId = blob?.blob_id ?? "";
  await env.db.transaction(scope(), (tx) => claimBlobs(tx, workspace.id, { blobIds: [blobId], holder: "test/2" }));
  await writeArtifact(env.deps, caller(), { path, source: Readable.from([Buffer.from("second")]) });
  await collect();
  expect(await textOf(blobId)).toBe("first");
});

test("one byte too many is refused, and leaves nothing", async () => {
  const count = async () => (await env.deps.storage.usage(`${workspace.id}/`)).blobs;
  const before = await count();
  const upload = storeHeldBlob(env.deps, caller(), { source: Readable.from([Buffer.from("12345")]), holder: "test/3", maxBytes: 4 });
  await expect(upload).rejects.toMatchObject({ code: "invalid", params: { reason: "artifact-too-large" } });
  expect(await count()).toBe(before);
});

test("another workspace does not find the bytes", async () => {
  const held = await storeHeldBlob(env.deps, caller(), { source: Readable.from([Buffer.from("ours")]), holder: "test/4", maxBytes: 10 });
  const foreign = await env.createWorkspace();
  await expect(openHeldBlob(env.deps, { workspaceId: foreign.id, blobId: held.blobId })).rejects.toMatchObject({ code: "not-found" });
});
