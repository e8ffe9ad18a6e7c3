import { createHash, randomUUID } from "node:crypto";
import { openBlobStore } from "@plumbline/storage";
import { openTestGateway, type TestGateway } from "@plumbline/storage/open-test-gateway";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openTestApp, type TestApp } from "#src/open-test-app.ts";

let gateway: TestGateway;
let site: TestApp;
let headers: Record<string, string>;
let run: string;
const large = Buffer.alloc(8 * 2 ** 20, "weights ");
const api = "/api/2.0/mlflow-artifacts/artifacts";

beforeAll(async () => {
  gateway = await openTestGateway({ program: inject("versitygw") });
  site = await openTestApp({ storage: await openBlobStore({ directory: "", s3: { ...gateway.options, isLinked: true } }) });
  headers = await site.withToken(await site.env.createWorkspace());
  run = randomUUID().replaceAll("-", "");
  await put("large model.bin", large);
  await put("small.bin", large.subarray(1));
});
afterAll(async () => {
  await site?.close();
  await gateway?.close();
});

const address = (name: string) => `${api}/0/${run}/artifacts/${encodeURIComponent(name)}`;
const put = (name: string, payload: Buffer) =>
  site.app.inject({ method: "PUT", url: address(name), headers: { ...headers, "content-type": "application/octet-stream" }, payload });
const get = (url: string, more: Record<string, string> = {}) => site.app.inject({ url, headers: { ...headers, ...more } });

test("a large download of the whole is fetched from the storage, by an address that works alone and for this file", async () => {
  const answer = await get(address("large model.bin"));
  expect([answer.statusCode, answer.headers["cache-control"]]).toEqual([302, "no-store"]);
  const link = String(answer.headers.location);
  expect(link.startsWith(`${gateway.options.endpoint}/`)).toBe(true);
  const fetched = await fetch(link);
  const bytes = Buffer.from(await fetched.arrayBuffer());
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(createHash("sha256").update(large).digest("hex"));
  expect(fetched.headers.get("content-type")).toBe("application/octet-stream");
  expect(fetched.headers.get("content-disposition")).toBe('attachment; filename="large model.bin"');
  expect((await fetch(link.replace("X-Amz-Expires=300", "X-Amz-Expires=9000"))).status).toBe(403);
});

test("parts, small files, conditional requests and what is shown in the portal come from here", async () => {
  expect((await get(address("large model.bin"), { range: "bytes=0-7" })).statusCode).toBe(206);
  expect((await get(address("small.bin"))).statusCode).toBe(200);
  expect((await get(address("large model.bin"), { "if-none-match": '"0"' })).statusCode).toBe(200);
});

test("whoever may not read gets no address", async () => {
  const elsewhere = await site.withToken(await site.env.createWorkspace());
  expect((await site.app.inject({ url: address("large model.bin"), headers: elsewhere })).statusCode).toBe(404);
  expect((await site.app.inject({ url: address("large model.bin") })).statusCode).toBe(401);
});
