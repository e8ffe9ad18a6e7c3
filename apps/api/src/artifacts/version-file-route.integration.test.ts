import { createHash, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { writeArtifact } from "@plumbline/core/artifacts";
import { createModel, registerVersion } from "@plumbline/core/registry";
import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

let site: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let url: (path: string, more?: string) => string;
const text = "<script>alert(1)</script>";
beforeAll(async () => {
  site = await openTestApp();
  workspace = await site.env.createWorkspace();
  headers = await site.withToken(workspace);
  const caller = site.env.callerOf({ workspace });
  const { name } = await createModel(site.deps, caller, { name: `model ${randomUUID()}` });
  for (const file of ["page.html", "other.bin"]) {
    await writeArtifact(site.deps, caller, { path: `0/r/artifacts/model/${file}`, source: Readable.from([Buffer.from(text)]) });
  }
  await registerVersion(site.deps, caller, { model: name, source: "mlflow-artifacts:/0/r/artifacts/model" });
  url = (path, more = "") => `/api/v1/models/${encodeURIComponent(name)}/versions/1/files/content?path=${encodeURIComponent(path)}${more}`;
});
afterAll(() => site.close());

const get = (path: string, more: Record<string, string> = {}) => site.app.inject({ url: url(path), headers: { ...headers, ...more } });

test("a file is sent under its digest and cannot act as the portal", async () => {
  const sha256 = createHash("sha256").update(text).digest("hex");
  const response = await get("page.html");
  expect([response.statusCode, response.body]).toEqual([200, text]);
  expect(response.headers).toMatchObject({
    etag: `"${sha256}"`,
    "content-length": String(text.length),
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("sandbox"),
  });
  expect((await get("page.html", { "if-none-match": `"${sha256}"` })).statusCode).toBe(304);
  expect((await get("page.html", { range: "bytes=1-6" })).body).toBe("script");
  const download = await site.app.inject({ url: url("page.html", "&download=true"), headers });
  expect(download.headers["content-disposition"]).toContain("attachment");
});

test("bytes that differ from the manifest are cut off before their end", async () => {
  const [blob] = await site.env.sql<{ storage_key: string }>(
    "SELECT b.storage_key FROM blob b JOIN model_version_file f ON f.blob_id = b.id WHERE f.path = 'other.bin' AND f.workspace_id = $1",
    [workspace.id],
  );
  await site.deps.storage.put(blob?.storage_key ?? "", Readable.from([Buffer.from(text.replace("1", "2"))]));
  const answer = await get("other.bin").then(
    ({ body }) => body,
    () => "",
  );
  expect(answer).not.toContain("alert(2)");
});
