import type { TestWorkspace } from "@plumbline/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

let site: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
beforeAll(async () => {
  site = await openTestApp();
  workspace = await site.env.createWorkspace();
  headers = await site.withToken(workspace, { role: "contributor" });
  const run = (await post("/runs", {})).json<{ runId: string }>().runId;
  await put(`/runs/${run}/artifacts/content?path=model.txt`, "weights");
  await post("/models", { name: "m" });
  await post("/models/m/versions", { source: `runs:/${run}/model.txt` });
});
afterAll(() => site.close());

const post = (path: string, payload: object) => site.app.inject({ method: "POST", url: `/api/v1${path}`, headers, payload });
const put = (path: string, payload: string | Buffer, more: Record<string, string> = {}) =>
  site.app.inject({
    method: "PUT",
    url: `/api/v1${path}`,
    headers: { ...headers, "content-type": "application/octet-stream", ...more },
    payload,
  });
const files = "/models/m/versions/1/evidence-files";

test("a document goes in and comes out as it was, to be kept and never opened here", async () => {
  const page = "<script>alert(document.cookie)</script>";
  const upload = await put(`${files}?purpose=document&name=${encodeURIComponent("../Prüfbericht.html")}`, page, {
    "content-type": "text/html",
  });
  expect([upload.statusCode, upload.json()]).toEqual([200, expect.objectContaining({ name: "Prüfbericht.html", sizeBytes: page.length })]);
  const { id: uploadId } = upload.json<{ id: string }>();
  const made = await post("/models/m/versions/1/evidence/productions", { produce: { kind: "document", uploadId, title: "Report" } });
  const { evidenceId } = made.json<{ evidenceId: string }>();
  const answer = await site.app.inject({ url: `/api/v1/evidence/${evidenceId}/file`, headers });
  expect([answer.statusCode, answer.body]).toEqual([200, page]);
  expect(answer.headers).toMatchObject({
    "content-disposition": "attachment; filename=\"Pr_fbericht.html\"; filename*=UTF-8''Pr%C3%BCfbericht.html",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("sandbox"),
    etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
  });
  const part = await site.app.inject({ url: `/api/v1/evidence/${evidenceId}/file`, headers: { ...headers, range: "bytes=1-6" } });
  expect([part.statusCode, part.body]).toEqual([206, "script"]);
  const { items } = (await site.app.inject({ url: "/api/v1/models/m/versions/1/evidence?kind=document", headers })).json<{
    items: object[];
  }>();
  expect(items).toMatchObject([{ producer: { kind: "service-account" }, attachment: { name: "Prüfbericht.html" } }]);
});

test("what is no table, or too much, is refused with a status that says so", async () => {
  const table = await put(`${files}?purpose=predictions&name=a.parquet`, Buffer.from("89504e470d0a1a0a", "hex"));
  expect([table.statusCode, table.json<{ code: string }>().code]).toEqual([415, "invalid"]);
  const large = await put(`${files}?purpose=document&name=a.pdf`, "short", { "content-length": String(52_428_801) });
  expect(large.statusCode).toBe(413);
  const good = await put(`${files}?purpose=predictions&name=a.csv`, "y,score\n1,0.5\n");
  expect([good.statusCode, good.json()]).toEqual([200, expect.objectContaining({ rows: 1 })]);
  for (const query of ["purpose=other&name=a", "purpose=document", "name=a"])
    expect((await put(`${files}?${query}`, "x")).statusCode).toBe(400);
  const nowhere = await put("/models/m/versions/9/evidence-files?purpose=document&name=a", "x");
  expect(nowhere.statusCode).toBe(404);
});

test("fairness takes a permission of its own", async () => {
  const { id: uploadId } = (await put(`${files}?purpose=predictions&name=a.csv`, "d,g\n1,a\n")).json<{ id: string }>();
  const produce = { kind: "fairness", uploadId, prediction: "d", attribute: "g" };
  const refused = await post("/models/m/versions/1/evidence/productions", { produce });
  expect([refused.statusCode, refused.body]).toEqual([403, expect.stringContaining("evidence:protected")]);
});
