import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

let site: TestApp;
beforeAll(async () => {
  site = await openTestApp();
});
afterAll(() => site?.close());

const get = (url: string) => site.app.inject({ url });

test("an installer without a token finds the wheel from the index, with the digest of its bytes", async () => {
  const index = await get("/python/simple/");
  expect([index.statusCode, index.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  const project = /href="([^"]+)"/.exec(index.body)?.[1] ?? "";
  const page = await get(new URL(project, "http://plumbline.test/python/simple/").pathname);
  const [, href = "", digest = ""] = /href="([^"#]+)#sha256=([0-9a-f]{64})"/.exec(page.body) ?? [];
  const wheel = await get(new URL(href, "http://plumbline.test/python/simple/plumbline/").pathname);
  expect([wheel.statusCode, wheel.headers["content-type"]]).toEqual([200, "application/zip"]);
  expect(createHash("sha256").update(wheel.rawPayload).digest("hex")).toBe(digest);
});

test("another version is not there, and the answer names the one that is", async () => {
  const answer = await get("/python/plumbline-0.0.1-py3-none-any.whl");
  expect(answer.statusCode).toBe(404);
  expect(answer.json().detail).toContain("plumbline-0.1.0-py3-none-any.whl");
});
