import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { jobLimits } from "@plumbline/contracts/jobs/spec";
import { openTestEnvironment, type TestEnvironment } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collectGarbage } from "../../artifacts/index.ts";
import { readSource } from "./read-source.ts";
import { uploadSource } from "./upload-source.ts";

let env: TestEnvironment;
let caller: ReturnType<TestEnvironment["callerOf"]>;
beforeAll(async () => {
  env = await openTestEnvironment();
  caller = env.callerOf({ workspace: await env.createWorkspace(), role: "contributor" });
});
afterAll(() => env.close());

function archiveOf(content: string): Buffer {
  const directory = mkdtempSync(path.join(tmpdir(), "plumbline-code-"));
  writeFileSync(path.join(directory, "train.py"), content);
  const archive = execFileSync("tar", ["-C", directory, "-czf", "-", "train.py"]);
  rmSync(directory, { recursive: true });
  return archive;
}
const upload = (bytes: Buffer, announcedBytes?: number) =>
  uploadSource(env.deps, caller, { name: "code.tar.gz", source: Readable.from([bytes]), announcedBytes });

test("the same bytes are one source, also when they come at once, and every upload is audited", async () => {
  const bytes = archiveOf("print(1)");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const answers = await Promise.all([upload(bytes), upload(bytes), upload(bytes)]);
  expect(answers).toEqual(Array.from({ length: 3 }, () => ({ sha256, sizeBytes: bytes.length, fileName: "code.tar.gz" })));
  expect(await env.sql("SELECT 1 FROM blob WHERE digest = $1", [Buffer.from(sha256, "hex")])).toHaveLength(1);
  const events = await env.sql("SELECT body::jsonb->'after'->'isNew' AS fresh FROM audit_event WHERE subject_id = $1", [sha256]);
  expect(events.filter(({ fresh }: { fresh?: boolean }) => fresh)).toHaveLength(1);
  expect(events).toHaveLength(3);
});

test("code stays when garbage is collected, and comes back as it was", async () => {
  const bytes = archiveOf("print(2)");
  const { sha256 } = await upload(bytes);
  await env.sql("UPDATE blob SET created_at = now() - interval '30 days'");
  const collect = await collectGarbage.handler();
  await collect({ deps: env.deps, taskId: "test", workspaceId: null, signal: new AbortController().signal }, {});
  const content = await readSource(env.deps, caller, { digest: sha256 });
  expect((await buffer(await content.open())).equals(bytes)).toBe(true);
});

test("what is refused leaves nothing behind", async () => {
  const count = async () => (await env.sql("SELECT 1 FROM blob")).length;
  const before = await count();
  await expect(upload(Buffer.from("no archive"))).rejects.toMatchObject({ code: "invalid", params: { reason: "source-not-good" } });
  await expect(upload(archiveOf("x"), jobLimits.sourceBytes + 1)).rejects.toMatchObject({
    params: { reason: "source-too-large", status: 413 },
  });
  expect(await count()).toBe(before);
  await upload(archiveOf("at the edge"), jobLimits.sourceBytes);
});

test("another workspace has its own code, and whoever may not submit uploads none", async () => {
  const { sha256 } = await upload(archiveOf("print(3)"));
  const foreign = env.callerOf({ workspace: await env.createWorkspace() });
  await expect(readSource(env.deps, foreign, { digest: sha256 })).rejects.toMatchObject({ code: "not-found" });
  const viewer = { ...caller, permissions: env.callerOf({ role: "viewer" }).permissions };
  await expect(uploadSource(env.deps, viewer, { name: "a", source: Readable.from([Buffer.from("x")]) })).rejects.toMatchObject({
    code: "forbidden",
  });
});
