import { Readable } from "node:stream";
import { writeArtifact } from "@plumbline/core/artifacts";
import { createRun } from "@plumbline/core/experiments";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

let site: TestApp;
let headers: Record<string, string>;
let runId: string;
const page = "<script>alert(1)</script>";
beforeAll(async () => {
  site = await openTestApp();
  const workspace = await site.env.createWorkspace();
  headers = await site.withToken(workspace);
  const caller = site.env.callerOf({ workspace });
  runId = (await createRun(site.deps, caller, { experimentId: "0" })).runId;
  for (const file of ["page.html", "page.svg", "page.pdf"]) {
    await writeArtifact(site.deps, caller, { path: `0/${runId}/artifacts/${file}`, source: Readable.from([Buffer.from(page)]) });
  }
});
afterAll(() => site.close());

const get = (path: string) => site.app.inject({ url: `/api/v1/runs/${runId}/artifacts/content?path=${path}`, headers });

test.each(["page.html", "page.svg"])("%s opens in an origin of its own, without scripts", async (path) => {
  expect((await get(path)).headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringMatching(/^sandbox; default-src 'none';/),
  });
});

test("a PDF opens in the browser's reader, and nothing of that name is read as a page", async () => {
  expect((await get("page.pdf")).headers).toMatchObject({
    "content-type": "application/pdf",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  });
});
